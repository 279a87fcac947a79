// Does a rulebook come to what its scenarios say?
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/calendar/berlin.h"
#include "core/events/catalogue.h"
#include "projections/rules/calendars.h"
#include "projections/rules/rule_library.h"
#include "projections/rules/rule_set.h"
#include "tools/fallbuch/context.h"

namespace fallbuch {

// What every rulebook is read and judged with.
struct ScenarioBench {
    std::shared_ptr<const Catalogue> catalogue;
    BerlinTime berlin;
    rules::Calendars calendars;
};
Result<ScenarioBench> make_scenario_bench(Context& context);

struct ScenarioSum {
    std::size_t scenarios = 0;
    std::size_t expectations = 0;
    bool all_right = true;
    std::string told;  // a line for each file, below what was missed in it
    std::vector<rules::RulebookFile> files;
};

// All scenarios that the first rulebook of the set names, which lies at `path`. Fails as reading
// the files does.
Result<ScenarioSum> run_scenario_files(Context& context, const std::string& path,
                                       const ScenarioBench& bench, const rules::RuleSet& rule_set);

}  // namespace fallbuch
