// fallbuch completion: lets bash complete commands and options.
#include "tools/fallbuch/completion.h"

#include <CLI/CLI.hpp>
#include <iostream>

#include "core/base/result.h"
#include "tools/fallbuch/commands/commands.h"
#include "tools/fallbuch/context.h"

namespace fallbuch {

void add_completion(CLI::App& app, Invocation& invocation) {
    CLI::App* command = app.add_subcommand("completion", "Print a completion script for bash");
    command->footer("Example:\n  source <(fallbuch completion)");
    command->callback([&app, &invocation] {
        invocation.run = [&app](Context&) -> Result<Exit> {
            std::cout << bash_completion(app);
            return Exit::ok;
        };
    });
}

}  // namespace fallbuch
