// How found findings are listed: to people as a table in German, to programs as JSON.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/base/ids.h"
#include "core/calendar/berlin.h"
#include "core/calendar/civil_day.h"
#include "projections/findings/finding_state.h"
#include "projections/findings/kept_finding.h"
#include "projections/rules/rule_set.h"

namespace fallbuch {

struct FoundFinding {
    StreamId stream;
    std::string number;  // of the case
    std::string team;    // that the case belongs to on the day asked
    std::string unit;
    KeptFinding finding;
    FindingState state = FindingState::due;
    CivilDay day{};  // the last day in time, or that of the activation
};

// What the list is seen from and by.
struct FindingListParts {
    const rules::RuleSet& rules;
    const BerlinTime& berlin;
    CivilDay today;
};

// How many of each state, a line; the first `shown` of them; and how many there are.
std::string finding_list_text(const FindingListParts& parts, const std::vector<FoundFinding>& found,
                              std::size_t shown);
// One object, as JSON text.
std::string found_finding_json(const FindingListParts& parts, const FoundFinding& found);

}  // namespace fallbuch
