#include "projections/case/day_precision.h"

#include "core/base/clock.h"

namespace fallbuch {

// A correction of another type leaves the day as it was, and cannot say how exactly it is known:
// the start of a day is taken for the whole of it.
bool is_of_day(const HistoryPlace& at, const DecodedEvent& event, const BerlinTime& berlin) {
    const Instant occurred = at.place.occurred;
    if (occurred == event.fold_time()) return event.day_precision;
    return occurred == berlin.start_of_day(berlin.day_of(occurred));
}

}  // namespace fallbuch
