// One event of a case's history as the rules see it: in its place, as what it counts, on its day.
#pragma once

#include <cstdint>

#include "core/base/clock.h"
#include "core/base/ids.h"
#include "core/calendar/civil_day.h"
#include "core/events/decoded_event.h"
#include "projections/rules/vocabulary.h"

namespace fallbuch::rules {

// The decoded event is borrowed: whoever judges a case keeps its history until he is done.
struct CaseEvent {
    const DecodedEvent* event = nullptr;
    const TypeLens* lens = nullptr;  // of the stored type of `event`
    TypeIndex type;                  // as what it counts
    Position position;               // of the place; findings are named by it
    Position content;                // where the event itself lies: of a correction, elsewhere
    CivilDay day{};                  // in Berlin
    std::int64_t second = 0;         // of `occurred`, floored, since 1970 UTC
    bool is_whole_day = false;       // only the day is known: simultaneous with all of that day
    // When the ledger learnt of it first: of a corrected event, of the event and not the
    // correction.
    Instant recorded{};
    CivilDay recorded_day{};
};

// Does `left` come before `right`, or are both simultaneous? (2.4 of the language.)
inline bool is_before_or_with(const CaseEvent& left, const CaseEvent& right) {
    if (left.day == right.day && (left.is_whole_day || right.is_whole_day)) return true;
    return left.second <= right.second;
}

}  // namespace fallbuch::rules
