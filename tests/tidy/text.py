"""What no file may hold: left-over notes, banners, paths of one machine; and how files begin."""

import re

from source import TOKEN, Finding, is_text_code

LEFT_OVER = re.compile(r"\b(TO[D]O|FIX[M]E|XX[X]|HAC[K])\b")
BANNER = re.compile(r"^\s*(//|#|/\*)\s*([-=*#~/_+])\2{3,}")
MACHINE = re.compile(
    r"(?<![\w.}])/(wor[k]|roo[t])/|https?://(pyp[i]|registr[y]|prox[y]|repo[1])\b[\w.-]*"
)
SWITCHED_OFF = re.compile(r"\[\.\w*\]|\[!(mayfail|shouldfail|hide|throws)\]")
TEST_CASE = re.compile(r"\b(?:TEMPLATE_)?(?:TEST_CASE|SCENARIO)(?:_METHOD)?\s*\(")


def check_text(sources, _policy):
    for source in sources:
        yield from check_lines(source)
        if is_text_code(source):
            yield from check_opening(source)
            yield from check_script(source)


def check_lines(source):
    for number, line in enumerate(source.lines, 1):
        if found := MACHINE.search(line):
            yield Finding("machine-path", source.path, number,
                          f"{found[0]} is a place of one machine or registry", found[0])
        if not is_text_code(source):
            continue
        if found := LEFT_OVER.search(line):
            yield Finding("left-over", source.path, number, f"{found[0]}: finish it or drop it")
        if BANNER.match(line):
            yield Finding("banner", source.path, number, "a banner says nothing: drop it")


def check_opening(source):
    """A header, script or build file opens with the question that it answers."""
    lines = [line for line in source.lines[:2] if not line.startswith("#!")]
    first = lines[0] if lines else ""
    if source.suffix == ".h":
        if not first.startswith("//"):
            yield Finding("opening", source.path, 1, "a header opens with a comment")
        if "#pragma once" not in source.lines:
            yield Finding("pragma-once", source.path, 1, "a header says #pragma once")
    elif source.suffix in (".py", ".sh", ".go", ".cmake", "") or source.path.endswith(".txt"):
        if source.text.strip() and not re.match(r'#|//|"""', first):
            yield Finding("opening", source.path, 1, "the file opens with what it is for")


def check_script(source):
    """What begins with #! can be run, and what is made to be run begins with #!."""
    begins = source.text.startswith("#!")
    if begins and not source.executable:
        yield Finding("script", source.path, 1, "has a #! line but is not executable")
    elif not begins and (source.executable or source.suffix == ".sh"):
        yield Finding("script", source.path, 1, "is a script without a #! line")


def check_test_cases(sources, policy):
    """Each test case is found by its folder's ctest entry, and none is switched off."""
    for source in sources:
        if not (source.suffix == ".cpp" and source.path.startswith("tests/")):
            continue
        cases = test_cases(source)
        if not source.path.endswith("_test.cpp"):
            if cases:
                yield Finding("test-file", source.path, cases[0].line,
                              "test cases belong into a file named *_test.cpp")
            continue
        yield from check_place(source, sources, policy["test_folders"])
        folders = source.path.split("/")[1:-1][:2]
        for case in cases:
            yield from check_tags(source, case, folders)


def check_place(source, sources, test_folders):
    folder = source.path.removeprefix("tests/").rpartition("/")[0]
    mirrored = any(other.path.startswith(f"{folder}/") for other in sources)
    if not folder or not (mirrored or folder.split("/")[0] in test_folders):
        yield Finding("test-file", source.path, 1, f"{folder or 'tests'} is no folder to test")


def check_tags(source, case, folders):
    for folder in folders:
        if f"[{folder}]" not in case.tags:
            yield Finding("test-tags", source.path, case.line,
                          f'"{case.title}" needs the tag [{folder}]', case.title)
    if found := SWITCHED_OFF.search(case.tags):
        yield Finding("test-off", source.path, case.line,
                      f'"{case.title}" is switched off by {found[0]}', case.title)


class TestCase:
    def __init__(self, line, title, tags):
        self.line = line
        self.title = title
        self.tags = tags


def test_cases(source):
    """The test cases of a file, with their titles as Catch2 will list them."""
    cases = []
    for match in TEST_CASE.finditer(source.code):
        texts = literals(source.text, match.end())
        if not texts:
            continue
        scenario = "Scenario: " if "SCENARIO" in match[0] else ""
        tags = texts[1] if len(texts) > 1 else ""
        cases.append(TestCase(source.line_at(match.start()), scenario + texts[0], tags))
    return cases


def literals(text, start):
    """The string arguments of a macro call that opens before `start`; pieces are joined."""
    arguments = [""]
    depth = 1
    offset = start
    while offset < len(text) and depth > 0:
        token = TOKEN.match(text, offset)
        if token and token["string"] is not None:
            arguments[-1] += unescaped(token[0][token[0].index('"') + 1 : -1])
        elif text[offset] == ",":
            arguments.append("")
        depth += {"(": 1, ")": -1}.get(text[offset], 0) if token is None else 0
        offset = token.end() if token else offset + 1
    return [argument for argument in arguments if argument]


def unescaped(text):
    return re.sub(r"\\(.)", r"\1", text)
