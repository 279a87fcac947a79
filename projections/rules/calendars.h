// Which calendar has a place? All that the law of holidays knows, made once.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/calendar/civil_day.h"
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

    // "Bayern"; the place itself if nobody knows it.
    std::string title_of(const std::string& place) const;
    // "Tag der Arbeit"; two that fall on one day with "und"; empty if it is no holiday there.
    std::string holiday_on(const std::string& place, CivilDay day) const;

private:
    Calendars() = default;
    std::optional<HolidayLaw> law_;
    std::map<std::string, WorkCalendar, std::less<>> all_;
};

}  // namespace fallbuch::rules
