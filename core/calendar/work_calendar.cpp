#include "core/calendar/work_calendar.h"

#include <chrono>
#include <cstddef>
#include <cstdlib>
#include <utility>

#include "core/calendar/timestamp.h"

namespace fallbuch {
namespace {

using std::chrono::days;

bool is_known(CivilDay day) { return kHolidaysFrom <= day && day <= kHolidaysTo; }

std::size_t index_of(CivilDay day) {
    return static_cast<std::size_t>((day - kHolidaysFrom).count());
}

}  // namespace

WorkCalendar::WorkCalendar(std::string place, std::span<const CivilDay> holidays)
    : place_(std::move(place)), is_holiday_(index_of(kHolidaysTo) + 1) {
    for (const CivilDay day : holidays) {
        if (is_known(day)) is_holiday_[index_of(day)] = true;
    }
}

Status WorkCalendar::check(CivilDay day) const {
    if (is_known(day)) return {};
    return Error{ErrorCode::invalid, "calendar " + place_ + ": holidays are known from " +
                                         day_text(kHolidaysFrom) + " to " + day_text(kHolidaysTo) +
                                         " (" + day_text(day) + ")"};
}

bool WorkCalendar::works(CivilDay day, WorkWeek week) const {
    const std::chrono::weekday weekday(day);
    if (weekday == std::chrono::Sunday) return false;
    if (weekday == std::chrono::Saturday && week == WorkWeek::five_days) return false;
    return !is_holiday_[index_of(day)];
}

Result<bool> WorkCalendar::is_holiday(CivilDay day) const {
    RETURN_IF_ERROR(check(day));
    return bool{is_holiday_[index_of(day)]};
}

Result<bool> WorkCalendar::is_working_day(CivilDay day, WorkWeek week) const {
    RETURN_IF_ERROR(check(day));
    return works(day, week);
}

Result<CivilDay> WorkCalendar::on_or_after(CivilDay day) const {
    RETURN_IF_ERROR(check(day));
    while (!works(day, WorkWeek::five_days)) {
        day += days(1);
        RETURN_IF_ERROR(check(day));
    }
    return day;
}

Result<CivilDay> WorkCalendar::add_working_days(CivilDay day, int count, WorkWeek week) const {
    RETURN_IF_ERROR(check(day));
    const days step(count < 0 ? -1 : 1);
    int left = std::abs(count);
    while (left > 0) {
        day += step;
        RETURN_IF_ERROR(check(day));
        if (works(day, week)) --left;
    }
    return day;
}

Result<int> WorkCalendar::count_working_days(CivilDay first, CivilDay last, WorkWeek week) const {
    RETURN_IF_ERROR(check(first));
    RETURN_IF_ERROR(check(last));
    int count = 0;
    for (CivilDay day = first; day <= last; day += days(1)) count += works(day, week) ? 1 : 0;
    return count;
}

}  // namespace fallbuch
