// The events of one case in the order in which they count, corrections in the place of what they
// correct.
//
// A correction counts from its own `recorded` on, as the type of the corrected event, at its place,
// with its own content (rulebook language, 2.4), even if it was recorded before that event. It
// names the event by its id: of its own source; if that has none, of the only other one that has
// it. What corrects an event of no known id, or itself, counts as any other event.
//
// Its place is the position of the corrected event. A correction of the same type tells all anew,
// the day on which it happened too; one of another type (CounsellingNoteCorrected) happened when
// somebody corrected, and leaves the day as it was.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <vector>

#include "core/base/clock.h"
#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/events/decoded_event.h"
#include "core/events/event_reader.h"
#include "core/events/event_type.h"
#include "core/events/held_events.h"
#include "projections/engine/case_projection.h"

namespace fallbuch {

// What neither clock nor log must be beyond; nothing: now, and all that is known.
struct HistoryBounds {
    std::optional<Instant> occurred = std::nullopt;
    std::optional<Instant> recorded = std::nullopt;
    std::optional<Position> below = std::nullopt;
};

// Does a correction of this type say anew when it happened?
bool restates(const EventType& correction, const EventType& corrected);

// One of the events that were arranged.
struct ArrangedEvent {
    HistoryPlace at;
    std::size_t index = 0;  // among the events as they came
};

struct Arrangement {
    std::vector<ArrangedEvent> events;
    // A correction is among them whose own source has no such event: it may still come.
    bool awaits_event = false;
};

// The events of one case, given in the order of their positions, in the order in which they count.
Arrangement arrange(const HeldEvents& held, const HistoryBounds& bounds);

// Which event each one corrects, by their places among all; nothing: none that is there.
std::vector<std::optional<std::size_t>> corrected_events(const HeldEvents& held);

// The event is borrowed for the call.
using VisitHistory = std::function<Status(const HistoryPlace&, const DecodedEvent&)>;

Status read_history(EventReader& events, const StreamId& stream, const HistoryBounds& bounds,
                    const VisitHistory& visit);

}  // namespace fallbuch
