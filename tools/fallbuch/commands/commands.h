// The commands: each adds itself to the command line and says what to run when it was chosen.
#pragma once

#include <functional>

#include "core/base/result.h"
#include "tools/fallbuch/context.h"

namespace CLI {
class App;
}

namespace fallbuch {

// Filled by the command that the command line names.
struct Invocation {
    std::function<Result<Exit>(Context&)> run;
};

void add_init(CLI::App& app, Invocation& invocation);
void add_import(CLI::App& app, Invocation& invocation);
void add_append(CLI::App& app, Invocation& invocation);
void add_refused(CLI::App& app, Invocation& invocation);
void add_timeline(CLI::App& app, Invocation& invocation);
void add_case(CLI::App& app, Invocation& invocation);
// Below the command `case`.
void add_case_diff(CLI::App& command, Invocation& invocation);
void add_replay(CLI::App& app, Invocation& invocation);
void add_cases(CLI::App& app, Invocation& invocation);
void add_catalogue(CLI::App& app, Invocation& invocation);
void add_holidays(CLI::App& app, Invocation& invocation);
void add_rulebook(CLI::App& app, Invocation& invocation);
void add_findings(CLI::App& app, Invocation& invocation);
void add_indicators(CLI::App& app, Invocation& invocation);
void add_receipt(CLI::App& app, Invocation& invocation);
void add_verify(CLI::App& app, Invocation& invocation);
void add_checkpoint(CLI::App& app, Invocation& invocation);
void add_key(CLI::App& app, Invocation& invocation);
void add_log_dir(CLI::App& app, Invocation& invocation);
void add_fsck(CLI::App& app, Invocation& invocation);
void add_simulate(CLI::App& app, Invocation& invocation);
void add_bench(CLI::App& app, Invocation& invocation);
void add_completion(CLI::App& app, Invocation& invocation);

}  // namespace fallbuch
