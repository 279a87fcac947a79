// What is remembered of one check while a case is judged, beside its activations.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "core/calendar/civil_day.h"
#include "projections/rules/memory.h"

namespace fallbuch::rules {

// Days on which a check's time stood still, both counted; `to`: nothing while it does.
struct Stop {
    EventIndex begun_by = kNoEvent;
    EventIndex ended_by = kNoEvent;
    CivilDay from{};
    std::optional<CivilDay> to;
};

// An event that may excuse what it comes before, and which of the check's excuses it is.
struct Excused {
    EventIndex event = kNoEvent;
    std::uint16_t part = 0;
};

// From a day on the number that is asked for is this one; nothing: it is not known.
struct BoundFrom {
    CivilDay from{};
    std::optional<double> bound;
    std::string_view kind;  // Activation::kind
};

struct CheckState {
    std::uint32_t open_count = 0;
    std::uint32_t sure_triggers = 0;  // how many have come, for checks that count them
    std::uint32_t unsure_triggers = 0;
    bool is_in_scope = true;  // if its scope has a beginning: whether that has come
    EventIndex scope_ended_by = kNoEvent;
    EventIndex last_event = kNoEvent;     // that activated it
    std::vector<EventIndex> targets;      // that came, for checks that look back
    std::vector<std::uint32_t> standing;  // activations that may still be superseded
    std::vector<Stop> stops;
    std::vector<Excused> excuses;    // that came, while they may still lie before a breach
    std::vector<EventIndex> seen;    // which of several triggers have come (all_events)
    std::vector<BoundFrom> bounds;   // of a count, through time
    std::vector<std::int64_t> ring;  // the last targets of a sliding count, the oldest first
    std::int64_t last_unknown = 0;   // of those that may be targets

    void clear();
    // Another trigger: is it the n-th, or can it be? It is uncertain if that is not sure.
    bool is_nth_trigger(std::uint32_t n, bool& is_uncertain);
};

}  // namespace fallbuch::rules
