#include "tools/simulate/office_days.h"

#include <algorithm>
#include <cstddef>
#include <string>

#include "core/base/assert.h"
#include "core/calendar/berlin.h"
#include "core/calendar/holiday_law.h"
#include "core/calendar/timestamp.h"
#include "core/calendar/work_calendar.h"

namespace fallbuch::simulate {

namespace {

constexpr CivilDay kFirst = day(1940, 1, 1);
constexpr CivilDay kWorkedFrom = day(2004, 1, 1);
constexpr CivilDay kLast = day(2030, 12, 31);

}  // namespace

Result<OfficeDays> OfficeDays::load() {
    ASSIGN_OR_RETURN(const BerlinTime berlin, BerlinTime::load());
    ASSIGN_OR_RETURN(const HolidayLaw law, HolidayLaw::built_in());
    ASSIGN_OR_RETURN(const WorkCalendar calendar, law.calendar(kOfficePlace));
    OfficeDays days;
    for (CivilDay each = kFirst; each <= kLast; each += std::chrono::days(1)) {
        DayInfo info{};
        const std::string text = day_text(each);
        std::copy_n(text.begin(), info.text.size(), info.text.begin());
        info.start_second = std::chrono::duration_cast<std::chrono::seconds>(
                                berlin.start_of_day(each).time_since_epoch())
                                .count();
        if (each >= kWorkedFrom) {
            ASSIGN_OR_RETURN(info.works, calendar.is_working_day(each));
        }
        days.days_.push_back(info);
    }
    return days;
}

const OfficeDays::DayInfo& OfficeDays::info(CivilDay day) const {
    LEDGER_ASSERT(day >= kFirst);
    LEDGER_ASSERT(day <= kLast);
    return days_[static_cast<std::size_t>((day - kFirst).count())];
}

CivilDay OfficeDays::on_or_after(CivilDay day) const {
    while (!works(day)) day += std::chrono::days(1);
    return day;
}

CivilDay OfficeDays::on_or_before(CivilDay day) const {
    while (!works(day)) day -= std::chrono::days(1);
    return day;
}

bool OfficeDays::opens(CivilDay day) const {
    const DayInfo& asked = info(day);
    const std::string_view month_day =
        std::string_view(asked.text.data(), asked.text.size()).substr(5);
    return asked.works && month_day != "12-24" && month_day != "12-31";
}

CivilDay OfficeDays::open_on_or_after(CivilDay day) const {
    while (!opens(day)) day += std::chrono::days(1);
    return day;
}

CivilDay OfficeDays::open_on_or_before(CivilDay day) const {
    while (!opens(day)) day -= std::chrono::days(1);
    return day;
}

}  // namespace fallbuch::simulate
