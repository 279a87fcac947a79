// Runs the scenarios of a rulebook: what was expected, and what came.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "core/calendar/berlin.h"
#include "core/events/catalogue.h"
#include "projections/rules/calendars.h"
#include "projections/rules/faults.h"
#include "projections/rules/json_text.h"
#include "projections/rules/rule_set.h"
#include "projections/rules/scenario.h"

namespace fallbuch::rules {

// All of it outlives the run.
struct ScenarioParts {
    const RuleSet& rules;
    const Catalogue& catalogue;
    const Calendars& calendars;
    const BerlinTime& berlin;
};

struct Mismatch {
    TextPlace place;
    std::string scenario;
    std::string expected;
    std::string got;
};

struct ScenarioReport {
    std::size_t scenario_count = 0;
    std::size_t expectation_count = 0;
    std::vector<Mismatch> mismatches;
    RulebookFaults faults;  // of the events: unknown fields, wrong codes
    // Which rules some scenario trips (expects to be violated), and which it expects to be kept.
    std::set<std::string> tripped;
    std::set<std::string> kept;
};

ScenarioReport run_scenarios(const std::vector<Scenario>& scenarios, const ScenarioParts& parts);

}  // namespace fallbuch::rules
