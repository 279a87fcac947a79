"""Does each check find what it is for, and keep quiet about what is right?"""

import json
import pathlib
import tempfile
import unittest

import built
import clang
import includes
import names
import sizes
import text
import tidy
from source import Finding, Source

POLICY = json.loads(pathlib.Path(__file__).with_name("policy.json").read_text(encoding="utf-8"))
OPENING = "// What a thing is.\n#pragma once\n"


def source(path, content="", executable=False):
    return Source(path, content, executable)


def header(path, content=""):
    return source(path, OPENING + content)


def found_by(check, *sources):
    """The names of the checks that fail."""
    return [finding.check for finding in check(list(sources), POLICY)]


class Includes(unittest.TestCase):
    def verdict(self, including, included):
        return found_by(includes.check_includes, header(included),
                        header(including, f'#include "{included}"\n'))

    def test_the_layers_point_one_way(self):
        for including, included in [
            ("core/codec/a.h", "core/base/b.h"), ("core/ledger/a.h", "core/vault/b.h"),
            ("core/codec/a.h", "core/codec/b.h"), ("tests/a.h", "tools/bench/b.h"),
            ("projections/case/a.h", "projections/engine/b.h"),
            ("projections/audit/a.h", "projections/case/b.h"),
            ("consumers/http/handlers/a.h", "consumers/http/b.h"),
        ]:
            self.assertEqual(self.verdict(including, included), [], (including, included))
        for including, included in [
            ("core/base/a.h", "core/codec/b.h"), ("core/codec/a.h", "core/calendar/b.h"),
            ("core/merkle/a.h", "core/storage/b.h"), ("core/events/a.h", "projections/case/b.h"),
            ("projections/rules/a.h", "projections/case/b.h"), ("tools/bench/a.h", "tests/b.h"),
            ("projections/engine/a.h", "projections/audit/b.h"),
            ("consumers/http/a.h", "consumers/kafka/b.h"),
        ]:
            self.assertEqual(self.verdict(including, included), ["layer"], (including, included))

    def test_a_folder_without_a_place_is_a_fault(self):
        self.assertEqual(found_by(includes.check_includes, header("core/misc/a.h")), ["layer"])
        self.assertEqual(found_by(includes.check_includes, header("consumers/a.h")), ["layer"])

    def test_circles_of_files_and_of_folders(self):
        a, b = "core/base/a.h", "core/base/b.h"
        circle = [header(a, f'#include "{b}"\n'), header(b, f'#include "{a}"\n')]
        self.assertEqual(found_by(includes.check_includes, *circle), ["include-cycle"])
        folders = [
            header("projections/case/a.h", '#include "projections/audit/b.h"\n'),
            header("projections/audit/b.h"),
            header("projections/audit/c.h", '#include "projections/case/d.h"\n'),
            header("projections/case/d.h"),
        ]
        self.assertEqual(found_by(includes.check_includes, *folders), ["folder-cycle"])

    def test_paths_begin_at_the_root(self):
        own = header("core/base/a.h")
        for line in ['#include "a.h"', "#include <core/base/a.h>", '#include "../base/a.h"']:
            user = header("core/codec/b.h", line + "\n")
            self.assertEqual(found_by(includes.check_includes, own, user), ["include-path"], line)
        quiet = header("core/codec/b.h", '#include <map>\n// #include "a.h"\n')
        self.assertEqual(found_by(includes.check_includes, own, quiet), [])

    def test_the_own_header_comes_first(self):
        own, other = header("core/base/a.h"), header("core/base/b.h")
        for path in ("core/base/a.cpp", "tests/core/base/a_test.cpp"):
            good = source(path, '#include "core/base/a.h"\n#include "core/base/b.h"\n')
            bad = source(path, '#include "core/base/b.h"\n#include "core/base/a.h"\n')
            self.assertEqual(found_by(includes.check_includes, own, other, good), [])
            self.assertEqual(found_by(includes.check_includes, own, other, bad), ["own-header"])

    def test_heavy_libraries_stay_out_of_headers(self):
        for name in ("nlohmann/json.hpp", "simdjson.h", "sqlite3.h", "openssl/evp.h"):
            line = f"#include <{name}>\n"
            self.assertEqual(found_by(includes.check_includes, header("core/base/a.h", line)),
                             ["library-in-header"])
            self.assertEqual(found_by(includes.check_includes, source("core/base/a.cpp", line)), [])
        light = header("core/base/a.h", "#include <nlohmann/json_fwd.hpp>\n")
        self.assertEqual(found_by(includes.check_includes, light), [])


class Sizes(unittest.TestCase):
    def both(self, check, good, bad):
        self.assertEqual(found_by(sizes.check_sizes, good), [])
        self.assertEqual(found_by(sizes.check_sizes, bad), [check])

    def test_files_headers_and_lines(self):
        self.both("file-lines", source("a.cpp", "\n" * 400), source("a.cpp", "\n" * 401))
        self.both("header-lines", source("a.h", "\n" * 150), source("a.h", "\n" * 151))
        self.both("columns", source("a.py", "ä" * 100), source("a.py", "ä" * 101))

    def test_documents_and_data_may_be_long(self):
        self.assertEqual(found_by(sizes.check_sizes, source("a.md", "\n" * 900 + "x" * 300)), [])

    def test_functions(self):
        def body(lines):
            return source("a.cpp", "void f() {\n" + "g();\n" * lines + "}\n")

        self.both("function-lines", body(48), body(49))

    def test_nesting(self):
        def nested(depth):
            return source("a.cpp", "void f() {" + "if (a) {" * depth + "}" * depth + "}\n")

        self.both("nesting", nested(3), nested(4))

    def test_parameters_of_declarations_and_definitions(self):
        for tail in (";", " {}"):
            self.both("parameters", source("a.cpp", f"void f(int a, int b, int c, int d){tail}"),
                      source("a.cpp", f"void f(int a, int b, int c, int d, int e){tail}"))


class Names(unittest.TestCase):
    def check(self, expected, *contents):
        for content in contents:
            found = found_by(names.check_names, source("a.cpp", content))
            self.assertEqual(found, [expected] if expected else [], content)

    def test_files(self):
        for path in ("core/base/posix_file.h", "tests/CMakeLists.txt", "tools/x/main.go"):
            self.assertEqual(found_by(names.check_names, source(path)), [])
        for path in ("core/base/PosixFile.h", "core/Base/a.h", "tools/a-b.py"):
            self.assertEqual(found_by(names.check_names, source(path)), ["file-name"], path)

    def test_types(self):
        self.check("", "class A final : public B {};", "enum class Kind { a };", "struct stat s;",
                   "template <class T> struct std::hash<A<T>> {};", "struct sqlite3;",
                   "class C { using value_type = int; };")
        self.check("type-name", "class my_type {};", "enum class kind { a };", "struct aB { };",
                   "using text = int;", "template <class T> concept small = true;")

    def test_constants(self):
        self.check("", "constexpr int kA = 1;", "inline constexpr std::array<int, 2> kA{1, 2};",
                   "constexpr int f(int x) { return x; }", "void f() { if constexpr (a) {} }",
                   "const B kA(1, 2);", "constexpr auto operator<=>(const A&) const = default;")
        self.check("constant-name", "constexpr int limit = 1;", "const char* name = f(1);",
                   "void f() { constexpr int x = 1; }", "class A { static const int limit = 1; };",
                   "constexpr std::array<int, 2> values{1, 2};")

    def test_members(self):
        self.check("", "class A { int a_ = 1; const B b_{1}; std::map<int, int> c_; int d_[4]; };",
                   "struct A { int a; };", "class A { public: int a; };",
                   "class A { alignas(8) int a_; friend class B; int f(int x) const; };")
        self.check("member-name", "class A { int a; };",
                   "class A { public: f(); private: B b{1}; };",
                   "class A { std::function<void(int)> call; };", "class A { const int a; };")

    def test_functions(self):
        self.check("", "int read_at(int x);", "class A { A(int x); ~A(); };", "A::A(int x) {}",
                   'TEST_CASE("a", "[b]") {}')
        self.check("function-name", "int readAt(int x);", "void A::readAt() {}", "int ReadAt();")


class Text(unittest.TestCase):
    def check(self, expected, path, content, executable=False):
        found = found_by(text.check_text, source(path, content, executable))
        self.assertEqual(found, [expected] if expected else [], content)

    def test_left_overs(self):
        self.check("left-over", "a.cpp", "int a;  // TO" "DO: b\n")
        self.check("left-over", "a.py", '"""A."""\n# FIX' "ME\n")
        self.check("", "a.cpp", "int to_do;  // what to do\n")

    def test_banners(self):
        for banner in ("// -------- helpers", "//========", "# ####", "/**********", "////////"):
            self.check("banner", "a.cpp", "int a;\n" + banner + "\n")
        self.check("", "a.cpp", "// -- a dash\n#include <map>\nx /= 2;\n")

    def test_machine_paths(self):
        for place in ("/wor" "k/main", "/roo" "t/x", "https://pyp" "i.example/",
                      "http://prox" "y:80"):
            self.check("machine-path", "README.md", f"See {place}.\n")
        self.check("", "README.md", "See frame/wor" "k/x, https://example.org/registry and "
                   "./roo" "t/.\n")

    def test_openings(self):
        self.check("", "a.h", OPENING)
        self.check("opening", "a.h", "#pragma once\n// Late.\n")
        self.check("pragma-once", "a.h", "// What.\n")
        self.check("opening", "a.py", "import re\n")
        self.check("opening", "a/CMakeLists.txt", "project(a)\n")

    def test_scripts(self):
        self.check("", "run", "#!/bin/sh\n# Runs.\n", executable=True)
        self.check("script", "run", "#!/bin/sh\n# Runs.\n")
        self.check("script", "a.sh", "# Runs.\n")


class TestCases(unittest.TestCase):
    def verdict(self, tags, path="tests/core/base/a_test.cpp", title='"a holds"'):
        test = source(path, f"TEST_CASE({title},\n    \"{tags}\") {{}}\n")
        return found_by(text.check_test_cases, test, header("core/base/a.h"))

    def test_tags_name_the_folder_and_switch_nothing_off(self):
        self.assertEqual(self.verdict("[core][base][threads]"), [])
        self.assertEqual(self.verdict("[core]"), ["test-tags"])
        self.assertEqual(self.verdict("[core][base][.]"), ["test-off"])
        self.assertEqual(self.verdict("[core][base][.slow]"), ["test-off"])
        self.assertEqual(self.verdict("[core][base][!mayfail]"), ["test-off"])

    def test_titles_of_several_pieces_are_read_whole(self):
        test = source("tests/a_test.cpp", 'TEST_CASE("a (1, 2) "\n  "and \\"b\\"", "[c]") {}\n')
        self.assertEqual([(c.title, c.tags) for c in text.test_cases(test)],
                         [('a (1, 2) and "b"', "[c]")])

    def test_tests_stand_where_their_subject_stands(self):
        self.assertEqual(self.verdict("[core][gone]", "tests/core/gone/a_test.cpp"), ["test-file"])
        self.assertEqual(self.verdict("[scenarios]", "tests/scenarios/a_test.cpp"), [])
        self.assertEqual(self.verdict("[core][base]", "tests/core/base/a.cpp"), ["test-file"])


class Built(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name).resolve()
        self.write("not_built.txt", "")

    def write(self, name, content):
        (self.root / name).write_text(content, encoding="utf-8")
        (self.root / name).chmod(0o755)

    def test_every_source_is_compiled(self):
        commands = [{"directory": str(self.root), "file": "core/base/a.cpp", "command": ""}]
        self.write("compile_commands.json", json.dumps(commands))
        sources = [source("core/base/a.cpp"), source("core/base/b.cpp"), source("core/base/c.h")]
        found = [f.file for f in built.check_built(sources, POLICY, self.root, self.root)]
        self.assertEqual(found, ["core/base/b.cpp"])
        self.write("not_built.txt", f"{self.root}/core/base/b.cpp\n")
        self.assertEqual(list(built.check_built(sources, POLICY, self.root, self.root)), [])

    def test_every_test_case_is_listed(self):
        self.write("fallbuch_tests", "#!/bin/sh\nprintf 'a holds\\nb - int\\n'; exit 2\n")
        content = 'TEST_CASE("{}", "[x]") {{}}\n'
        sources = [source("tests/x_test.cpp", content.format(t)) for t in ("a holds", "b", "c")]
        found = [f.name for f in built.check_listed(sources, self.root, self.root)]
        self.assertEqual(found, ["c"])

    def test_every_test_script_is_called(self):
        self.write("CTestTestfile.cmake", 'add_test(a "python3" "discover" "/x/tests/called")\n')
        sources = [source(f"tests/{folder}/a_test.py") for folder in ("called", "forgotten")]
        found = [f.file for f in built.check_scripts_run(sources, self.root)]
        self.assertEqual(found, ["tests/forgotten/a_test.py"])


class IncludeFixes(unittest.TestCase):
    FIXES = (
        "Diagnostics:\n  - DiagnosticName:  misc-include-cleaner\n    Replacements:\n"
        "        - FilePath:        '/x/a.cpp'\n          Offset:          {}\n"
        "          Length:          {}\n          ReplacementText: {}\n"
    )

    def wanted(self, offset, length, replacement):
        own = header("core/base/a.h", "#include <string>\n")
        return clang.wanted_fixes(self.FIXES.format(offset, length, replacement),
                                  source("core/base/a.cpp"), {own.path: own})

    def test_what_the_own_header_includes_need_not_be_repeated(self):
        self.assertEqual(self.wanted(9, 0, r'"#include <string>\n"'), [])
        self.assertEqual(self.wanted(9, 0, r'"#include <vector>\n"'), [(9, 0, "#include <vector>")])
        self.assertEqual(self.wanted(0, 17, "''"), [(0, 17, "")])


class Exceptions(unittest.TestCase):
    FINDING = Finding("columns", "core/base/a.h", 7, "102 columns", "")

    def left(self, **exception):
        return [f.check for f in tidy.apply_exceptions([self.FINDING], [exception])]

    def test_an_exception_covers_its_check_and_file(self):
        self.assertEqual(self.left(check="columns", file="core/base/a.h", reason="A table."), [])

    def test_an_exception_without_reason_or_use_is_a_fault(self):
        self.assertEqual(self.left(check="columns", file="core/base/a.h"), ["exception"])
        self.assertEqual(self.left(check="columns", file="core/base/b.h", reason="A table."),
                         ["columns", "exception"])


if __name__ == "__main__":
    unittest.main()
