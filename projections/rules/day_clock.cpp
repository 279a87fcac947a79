#include "projections/rules/day_clock.h"

#include <chrono>

namespace fallbuch::rules {

CivilDay DayClock::day_of(Instant instant) {
    using std::chrono::days;
    using std::chrono::seconds;
    const auto second = std::chrono::floor<seconds>(instant);
    const auto utc_day = std::chrono::floor<days>(second);
    const auto number = static_cast<std::int32_t>(utc_day.time_since_epoch().count());
    Known& known =
        known_[static_cast<std::size_t>(static_cast<std::uint32_t>(number)) % kDaysKnown];
    if (known.day != number) {
        // The clocks never change twice within a day.
        const seconds first = berlin_.offset_from_utc(utc_day);
        const seconds last = berlin_.offset_from_utc(utc_day + days(1) - seconds(1));
        known.day = number;
        known.offset_seconds = first == last ? static_cast<std::int32_t>(first.count()) : kChanges;
    }
    if (known.offset_seconds == kChanges) return berlin_.day_of(instant);
    const auto local = second.time_since_epoch() + seconds(known.offset_seconds);
    return CivilDay(std::chrono::floor<days>(local));
}

}  // namespace fallbuch::rules
