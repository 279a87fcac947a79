// fallbuch rulebook: what rulebooks say, and what they come to on a ledger.
#include "tools/fallbuch/commands/rulebook.h"

#include <CLI/CLI.hpp>

#include "tools/fallbuch/commands/commands.h"

namespace fallbuch {

void add_rulebook(CLI::App& app, Invocation& invocation) {
    CLI::App* command = app.add_subcommand("rulebook", "What rulebooks say and come to");
    command->require_subcommand(1);
    add_rulebook_check(*command, invocation);
    add_rulebook_coverage(*command, invocation);
    add_rulebook_diff(*command, invocation);
    add_rulebook_install(*command, invocation);
    add_rulebook_lint(*command, invocation);
    add_rulebook_list(*command, invocation);
    add_rulebook_show(*command, invocation);
    add_rulebook_simulate(*command, invocation);
    add_rulebook_test(*command, invocation);
}

}  // namespace fallbuch
