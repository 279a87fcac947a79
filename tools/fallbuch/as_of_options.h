// As of which moment is something asked, on either clock? What several commands have in common.
#pragma once

#include <optional>
#include <string>

#include "core/base/result.h"
#include "projections/engine/case_history.h"
#include "tools/fallbuch/context.h"

namespace CLI {
class App;
}

namespace fallbuch {

struct AsOfOptions {
    std::optional<std::string> recorded;
    std::optional<std::string> occurred;
};

// The options outlive the command.
void add_as_of_options(CLI::App& command, AsOfOptions& options);

// invalid, naming the option, if it is no moment or lies in the future.
Result<HistoryBounds> parse_as_of(Context& context, const AsOfOptions& options);

}  // namespace fallbuch
