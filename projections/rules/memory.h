// What a case's earlier events have left behind for conditions: facts, and objects that are open.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/calendar/civil_day.h"

namespace fallbuch::rules {

// An event by its place in the order of the case.
using EventIndex = std::uint32_t;
inline constexpr EventIndex kNoEvent = 0xffffffff;

struct FactState {
    EventIndex latest = kNoEvent;
    std::uint32_t count = 0;
};

// One thing of a kind.
struct Instance {
    std::uint64_t id_hash = 0;
    std::vector<EventIndex> told_by;  // the oldest first
    EventIndex closed_by = kNoEvent;
    // The last day on which it is open by its own end; nothing: no such end is known.
    std::optional<CivilDay> last;
    // From this day on nobody knows whether it is open still.
    std::optional<CivilDay> unknown_from;
};

struct ObjectState {
    std::vector<Instance> all;
    std::vector<std::uint32_t> open;  // those that no event has closed
};

}  // namespace fallbuch::rules
