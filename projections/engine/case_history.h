// The events of one case in the order in which they count, corrections in the place of what they
// correct.
//
// A correction counts from its own `recorded` on, as the type of the corrected event, at its place,
// with its own content (rulebook language, 2.4), even if it was recorded before that event. What
// corrects an event of no known id, or itself, counts as any other event.
#pragma once

#include <functional>
#include <optional>

#include "core/base/clock.h"
#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/events/decoded_event.h"
#include "core/events/event_reader.h"
#include "core/events/event_type.h"
#include "projections/engine/case_projection.h"

namespace fallbuch {

// What neither clock nor log must be beyond; nothing: now, and all that is known.
struct HistoryBounds {
    std::optional<Instant> occurred = std::nullopt;
    std::optional<Instant> recorded = std::nullopt;
    std::optional<Position> below = std::nullopt;
};

// The event is borrowed for the call.
using VisitHistory =
    std::function<Status(const FoldPlace&, const EventType& counts_as, const DecodedEvent&)>;

Status read_history(EventReader& events, const StreamId& stream, const HistoryBounds& bounds,
                    const VisitHistory& visit);

}  // namespace fallbuch
