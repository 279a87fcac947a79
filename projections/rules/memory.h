// What a case's earlier events have left behind for conditions: facts, and objects that are open.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/calendar/civil_day.h"
#include "projections/rules/case_event.h"

namespace fallbuch::rules {

// An event by its place in the order of the case.
using EventIndex = std::uint32_t;
inline constexpr EventIndex kNoEvent = 0xffffffff;

struct FactState {
    EventIndex latest = kNoEvent;
    std::uint32_t count = 0;
    // Nobody knows whether a newer event has told or cleared it.
    bool is_doubtful = false;
    // Told, but for a first day to come: each newer one for an earlier day has taken the place of
    // what was told for its day and later, so that their days ascend.
    std::vector<EventIndex> coming;
};

// An event that has told about an object what holds since that was opened.
struct ToldLater {
    CaseEvent event;
    bool is_doubtful = false;  // nobody knows whether it is about it
};

// One thing of a kind.
struct Instance {
    std::uint64_t id_hash = 0;
    std::vector<EventIndex> told_by;  // the oldest first
    // Nobody knows whether what opened it does so, which of those events are about it, and whether
    // this one, the first of its kind, has closed it.
    bool is_doubtful = false;
    std::vector<EventIndex> doubtfully_told_by;
    EventIndex doubtfully_closed_by = kNoEvent;
    // What was told later, and holds since it was opened; the oldest first.
    std::vector<ToldLater> told_later;
    EventIndex closed_by = kNoEvent;
    // The last day on which it is open by its own end; nothing: no such end is known.
    std::optional<CivilDay> last;
    // From this day on nobody knows whether it is open still.
    std::optional<CivilDay> unknown_from;
};

// Whose opening, and by which event.
struct Hindsight {
    std::size_t kind = 0;
    EventIndex opened_by = kNoEvent;
    EventIndex told_by = kNoEvent;
    ToldLater told;
};

struct ObjectState {
    std::vector<Instance> all;
    std::vector<std::uint32_t> open;  // those that no event has closed
    // Told on a bare day, in hindsight, of what may be opened later on that day.
    std::vector<ToldLater> early;
};

}  // namespace fallbuch::rules
