#include "projections/rules/calendars.h"

#include <utility>

namespace fallbuch::rules {

Result<Calendars> Calendars::of(const HolidayLaw& law) {
    Calendars calendars;
    for (const auto& [id, place] : law.places()) {
        ASSIGN_OR_RETURN(WorkCalendar calendar, law.calendar(id));
        calendars.all_.emplace(id, std::move(calendar));
    }
    return calendars;
}

const WorkCalendar* Calendars::find(std::string_view place) const {
    const auto found = all_.find(place.empty() ? std::string_view("DE") : place);
    return found == all_.end() ? nullptr : &found->second;
}

}  // namespace fallbuch::rules
