// Which calendar has a place? All that the law of holidays knows, made once.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/calendar/holiday_law.h"
#include "core/calendar/work_calendar.h"

namespace fallbuch::rules {

// Has it holidays of its own by the law that is built in?
bool has_holidays(std::string_view place);

// Immutable; callable from any thread.
class Calendars {
public:
    // Fails as HolidayLaw does.
    static Result<Calendars> of(const HolidayLaw& law);
    static Calendars none() { return {}; }

    // nullptr if there is no such place. "" is all of Germany: its national holidays alone.
    const WorkCalendar* find(std::string_view place) const;

private:
    Calendars() = default;
    std::map<std::string, WorkCalendar, std::less<>> all_;
};

}  // namespace fallbuch::rules
