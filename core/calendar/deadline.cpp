#include "core/calendar/deadline.h"

#include <variant>

namespace fallbuch {

using std::chrono::days;

Result<CivilDay> due_day(CivilDay start, const Period& period, Counting counting,
                         const WorkCalendar& calendar) {
    if (const auto* civil = std::get_if<CivilPeriod>(&period)) {
        return last_day(start, *civil, counting);
    }
    const int count = std::get<WorkingDays>(period).count;
    if (counting == Counting::from_same_day) start -= days(count < 0 ? -1 : 1);
    return calendar.add_working_days(start, count);
}

Result<CivilDay> effective_end(CivilDay last_day, EndOf what, const WorkCalendar& calendar) {
    return what == EndOf::deadline ? calendar.on_or_after(last_day) : last_day;
}

}  // namespace fallbuch
