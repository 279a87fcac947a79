// How found findings are listed: to people as a table in German, to programs as JSON.
#pragma once

#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "core/base/ids.h"
#include "core/calendar/berlin.h"
#include "core/calendar/civil_day.h"
#include "projections/findings/finding_state.h"
#include "projections/findings/kept_finding.h"
#include "projections/findings/superseded_findings.h"
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
    // What it took the place of, and because of what, if it took one.
    std::optional<FindingChange> supersedes = {};
};

// What the list is seen from and by.
struct FindingListParts {
    const rules::RuleSet& rules;
    const BerlinTime& berlin;
    CivilDay today;
};

// What a list leaves out.
struct FindingsRest {
    std::size_t cases = 0;      // that fit, with findings or without
    std::size_t to_check = 0;   // findings of these cases that somebody has to look at
    std::size_t of_closed = 0;  // findings that would be shown if their cases were open
};

// How many of each state, a line; the first `shown` of them; and how many there are.
std::string finding_list_text(const FindingListParts& parts, const std::vector<FoundFinding>& found,
                              std::size_t shown);
// So that an empty list is not taken for all clear.
std::string findings_rest_text(const FindingsRest& rest, bool closed_too);
// One object, and as JSON text.
nlohmann::ordered_json found_finding_row(const FindingListParts& parts, const FoundFinding& found);
std::string found_finding_json(const FindingListParts& parts, const FoundFinding& found);

}  // namespace fallbuch
