#include "tools/fallbuch/completion.h"
#include <stdio.h>

#include <CLI/CLI.hpp>
#include <array>
#include <catch2/catch.hpp>
#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

#include "tests/support/temporary_directory.h"

namespace fallbuch {
namespace {

// A command line as the program has it: options that fall through, values, files, nested commands.
struct Program {
    CLI::App app{"", "fallbuch"};
    std::string text;

    Program() {
        app.fallthrough();
        app.add_option("--ledger", text)->type_name("DIR");
        app.add_flag("--json");
        CLI::App* import = app.add_subcommand("import", "");
        import->add_option("FILE", text);
        import->add_option("--format", text)->check(CLI::IsMember({"cloudevents", "xes"}));
        CLI::App* refused = app.add_subcommand("refused", "");
        refused->add_subcommand("list", "");
        refused->add_subcommand("export", "")->add_option("-o,--output", text)->type_name("FILE");
        app.add_subcommand("timeline", "")->add_option("CASE", text);
        app.add_subcommand("secret", "")->group("");
        app.add_flag("--hidden")->group("");
    }
};

std::string output_of(const std::string& command) {
    std::string out;
    FILE* pipe = ::popen(command.c_str(), "r");
    REQUIRE(pipe != nullptr);
    std::array<char, 4096> buffer{};
    while (const std::size_t count = std::fread(buffer.data(), 1, buffer.size(), pipe)) {
        out.append(buffer.data(), count);
    }
    CHECK(::pclose(pipe) == 0);
    return out;
}

// What bash offers for the last of the words.
class Shell {
public:
    Shell() {
        std::ofstream(directory_ / "completion") << bash_completion(Program().app);
        std::ofstream(directory_ / "notes.jsonl") << "{}";
        std::ofstream(directory_ / "two words") << "{}";
        output_of("mkdir '" + (directory_ / "newdir") + "'");
    }

    std::string run(const std::string& script) const {
        return output_of("cd '" + directory_.path() +
                         "' && bash --norc -c 'set -u; source ./completion; " + script + "' 2>&1");
    }

    std::string offer(const std::vector<std::string>& words) const {
        std::string list;
        for (const std::string& word : words) list += "\"" + word + "\" ";
        return run("COMP_WORDS=(" + list + "); COMP_CWORD=" + std::to_string(words.size() - 1) +
                   "; _fallbuch; printf \"%s|\" \"${COMPREPLY[@]}\"");
    }

private:
    TemporaryDirectory directory_;
};

TEST_CASE("bash takes the script and calls it for the program", "[tools][fallbuch]") {
    CHECK(Shell().run("complete -p fallbuch") == "complete -F _fallbuch fallbuch\n");
}

TEST_CASE("bash offers what can be typed next", "[tools][fallbuch]") {
    const Shell shell;
    using Words = std::vector<std::string>;
    const auto [words, offered] = GENERATE(table<Words, std::string>({
        {{"fallbuch", "im"}, "import|"},
        {{"fallbuch", "re"}, "refused|"},
        {{"fallbuch", ""}, "import|refused|timeline|--help|-h|--ledger|--json|"},
        {{"fallbuch", "--l"}, "--ledger|"},
        {{"fallbuch", "sec"}, "|"},
        {{"fallbuch", "--hid"}, "|"},
        {{"fallbuch", "refused", ""}, "list|export|--help|-h|--ledger|--json|"},
        {{"fallbuch", "refused", "ex"}, "export|"},
        {{"fallbuch", "refused", "export", "--o"}, "--output|"},
        {{"fallbuch", "refused", "export", "-o", "no"}, "notes.jsonl|"},
        {{"fallbuch", "refused", "export", "--output", "tw"}, "two words|"},
        {{"fallbuch", "import", "no"}, "notes.jsonl|"},
        {{"fallbuch", "import", "ne"}, "newdir|"},
        {{"fallbuch", "import", "--f"}, "--format|"},
        {{"fallbuch", "import", "--format", ""}, "cloudevents|xes|"},
        {{"fallbuch", "import", "--format", "=", "x"}, "xes|"},
        {{"fallbuch", "import", "--format", "="}, "cloudevents|xes|"},
        {{"fallbuch", "--ledger", "ne"}, "newdir|"},
        {{"fallbuch", "--ledger", "no"}, "|"},
        {{"fallbuch", "--ledger", "import", "im"}, "import|"},
        {{"fallbuch", "--ledger", "=", "newdir", "import", "--format", "c"}, "cloudevents|"},
        {{"fallbuch", "--json", "import", "--ledger", "ne"}, "newdir|"},
        {{"fallbuch", "timeline", "x"}, "|"},
        {{"fallbuch", "timeline", "--j"}, "--json|"},
    }));
    CAPTURE(words);
    CHECK(shell.offer(words) == offered);
}

}  // namespace
}  // namespace fallbuch
