// How does a finding stand for whoever has to act on it?
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/calendar/berlin.h"
#include "core/calendar/civil_day.h"
#include "projections/findings/kept_finding.h"

namespace fallbuch {

enum class FindingState : std::uint8_t {
    overdue,   // was to be done by a day that is over, and nobody has
    due,       // is to be done, by a day if there is one
    late,      // was done, too late
    breached,  // did not hold, or its time is over for good
    to_check,  // not told, not defined by law, or dropped by it: a person has to look
    waived,    // excused, or a deviation that was justified
    satisfied,
    not_applicable,
};

FindingState state_of(const KeptFinding& finding);
// "overdue", "to-check": what programs and the command line call it.
std::string_view key_of(FindingState state);
std::optional<FindingState> find_state(std::string_view key);
// German: "überfällig", "zu prüfen".
std::string_view title_of(FindingState state);

// Does its severity say anything? Of what was kept, excused or is not owed only a hint does.
bool weighs(const KeptFinding& finding);

// The last day in time, of an elapsed window the day of its end. Nothing: none, or not known.
std::optional<CivilDay> due_day_of(const KeptFinding& finding, const BerlinTime& berlin);
// By which a list is put into the order of time: the last day in time, else that of the activation.
CivilDay day_of(const KeptFinding& finding, const BerlinTime& berlin);

}  // namespace fallbuch
