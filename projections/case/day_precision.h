// Is of an event only the day known on which it happened, in the place where it counts?
#pragma once

#include "core/calendar/berlin.h"
#include "core/events/decoded_event.h"
#include "projections/engine/case_projection.h"

namespace fallbuch {

// If so, its place is the start of that day in Berlin.
bool is_of_day(const HistoryPlace& at, const DecodedEvent& event, const BerlinTime& berlin);

}  // namespace fallbuch
