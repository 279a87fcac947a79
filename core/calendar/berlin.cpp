#include "core/calendar/berlin.h"

#include <date/tz.h>

#include <exception>

#include "core/calendar/timestamp.h"

namespace fallbuch {
namespace {

using std::chrono::seconds;
using std::chrono::sys_days;
using std::chrono::year;

constexpr year kLastYearOfDatabase{2037};
constexpr seconds kWinter{3600};
constexpr seconds kSummer{7200};

year year_of(std::chrono::sys_seconds at) {
    return std::chrono::year_month_day(std::chrono::floor<std::chrono::days>(at)).year();
}

// Directive 2000/84/EC, articles 2 and 3.
bool is_summer_by_directive(std::chrono::sys_seconds at) {
    const year y = year_of(at);
    const auto last_sunday = [&](std::chrono::month month) {
        return sys_days(y / month / std::chrono::Sunday[std::chrono::last]);
    };
    return at >= last_sunday(std::chrono::March) + std::chrono::hours(1) &&
           at < last_sunday(std::chrono::October) + std::chrono::hours(1);
}

}  // namespace

Result<BerlinTime> BerlinTime::load() try {
    return BerlinTime(date::locate_zone("Europe/Berlin"));
} catch (const std::exception& failure) {
    return Error{ErrorCode::unavailable,
                 std::string("time zone Europe/Berlin: cannot be read (") + failure.what() + ")"};
}

Instant BerlinTime::start_of_day(CivilDay day) const {
    const auto as_utc = std::chrono::sys_seconds(day.time_since_epoch());
    if (year_of(as_utc) > kLastYearOfDatabase) {
        // The clocks never change at midnight, so noon minus twelve hours would be wrong twice a
        // year, and the rule at 00:00 standard time is right all year.
        return as_utc - (is_summer_by_directive(as_utc - kWinter) ? kSummer : kWinter);
    }
    const auto local = date::local_seconds(day.time_since_epoch());
    return zone_->to_sys(local, date::choose::earliest);
}

Instant BerlinTime::end_of_day(CivilDay day) const {
    return start_of_day(day + std::chrono::days(1)) - std::chrono::nanoseconds(1);
}

seconds BerlinTime::offset_from_utc(Instant instant) const {
    const auto at = std::chrono::floor<seconds>(instant);
    if (year_of(at) > kLastYearOfDatabase) return is_summer_by_directive(at) ? kSummer : kWinter;
    return zone_->get_info(at).offset;
}

CivilDay BerlinTime::day_of(Instant instant) const {
    const auto local = std::chrono::floor<seconds>(instant) + offset_from_utc(instant);
    return CivilDay(std::chrono::floor<std::chrono::days>(local).time_since_epoch());
}

std::string BerlinTime::local_text(Instant instant) const {
    return timestamp_text(instant, offset_from_utc(instant));
}

}  // namespace fallbuch
