// How times and values are written for people in Germany.
#pragma once

#include <cstdint>
#include <string>

#include "core/base/clock.h"
#include "core/calendar/berlin.h"
#include "core/calendar/civil_day.h"

namespace fallbuch {

// "02.11.2010 13:00", on the clocks of Berlin.
std::string german_moment(const BerlinTime& berlin, Instant instant);
// When something happened: only the day if nothing more is known of it.
std::string german_when(const BerlinTime& berlin, Instant occurred, bool day_precision);
// "02.11.2010"
std::string german_day(const BerlinTime& berlin, Instant instant);
std::string german_day(CivilDay day);
// "1 Tag", "12 Tage"; as after "seit" and "in": "1 Tag", "12 Tagen"
std::string german_days(std::uint64_t count);
std::string german_days_dative(std::uint64_t count);
// Of the last day in time, seen from `day`: "fällig am 29.01.2026, in 12 Tagen", "…, heute",
// "…, überfällig seit 5 Tagen".
std::string german_due(CivilDay due, CivilDay day);
// The JSON text of a value as a person reads it: texts without quotes, ja and nein, dates in
// German, lists with commas, everything else as it is written.
std::string german_value(const BerlinTime& berlin, const std::string& json);
// "1.434"
std::string german_count(std::uint64_t count);
// "1 Ereignis", "1.434 Ereignisse"
std::string german_events(std::uint64_t count);

}  // namespace fallbuch
