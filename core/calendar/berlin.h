// Which instant is a day, and which day is an instant, on the clocks of Europe/Berlin?
//
// Up to 2037 from the machine's time zone database; from 2038 on by directive 2000/84/EC (last
// Sunday of March to last Sunday of October, 01:00 UTC), because the library reads no rules
// beyond the database's explicit transitions.
#pragma once

#include <chrono>
#include <string>

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/calendar/civil_day.h"

namespace date {
class time_zone;
}

namespace fallbuch {

// Immutable; callable from any thread. Days and instants must lie in Instant's range.
class BerlinTime {
public:
    // unavailable if the machine has no time zone database.
    static Result<BerlinTime> load();

    // 00:00, or the first instant of the day if that was skipped (1893-04-01).
    Instant start_of_day(CivilDay day) const;
    // The last nanosecond before the next day starts.
    Instant end_of_day(CivilDay day) const;
    CivilDay day_of(Instant instant) const;
    std::chrono::seconds offset_from_utc(Instant instant) const;
    // RFC 3339 with Berlin's offset: "2026-03-29T03:00:00+02:00".
    std::string local_text(Instant instant) const;

private:
    explicit BerlinTime(const date::time_zone* zone) : zone_(zone) {}
    const date::time_zone* zone_;  // in the library's database, which is never destroyed
};

}  // namespace fallbuch
