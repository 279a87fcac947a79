#include "tools/fallbuch/as_of_options.h"

#include <CLI/CLI.hpp>

namespace fallbuch {

void add_as_of_options(CLI::App& command, AsOfOptions& options) {
    command
        .add_option("--as-of-recorded", options.recorded,
                    "Only what the ledger knew at that moment")
        ->type_name("T");
    command
        .add_option("--as-of-occurred", options.occurred, "Only what had happened at that moment")
        ->type_name("T");
}

Result<HistoryBounds> parse_as_of(Context& context, const AsOfOptions& options) {
    HistoryBounds bounds;
    if (options.recorded) {
        ASSIGN_OR_RETURN(bounds.recorded,
                         context.parse_moment("--as-of-recorded", *options.recorded));
    }
    if (options.occurred) {
        ASSIGN_OR_RETURN(bounds.occurred,
                         context.parse_moment("--as-of-occurred", *options.occurred));
    }
    return bounds;
}

}  // namespace fallbuch
