// The commands below `fallbuch rulebook`.
#pragma once

#include "tools/fallbuch/commands/commands.h"

namespace fallbuch {

void add_rulebook_check(CLI::App& group, Invocation& invocation);
void add_rulebook_coverage(CLI::App& group, Invocation& invocation);
void add_rulebook_diff(CLI::App& group, Invocation& invocation);
void add_rulebook_install(CLI::App& group, Invocation& invocation);
void add_rulebook_lint(CLI::App& group, Invocation& invocation);
void add_rulebook_list(CLI::App& group, Invocation& invocation);
void add_rulebook_show(CLI::App& group, Invocation& invocation);
void add_rulebook_simulate(CLI::App& group, Invocation& invocation);
void add_rulebook_test(CLI::App& group, Invocation& invocation);

}  // namespace fallbuch
