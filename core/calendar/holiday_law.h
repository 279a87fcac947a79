// Which days are public holidays in a place, and by which law?
//
// Joins the list of the program (holidays.txt: all 16 Länder since 1990) with lists of an operator,
// who adds places and holidays without compiling; holiday_list.h describes the text.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/calendar/civil_day.h"
#include "core/calendar/holiday_list.h"
#include "core/calendar/work_calendar.h"

namespace fallbuch {

struct Holiday {
    CivilDay day;
    std::string title;
    std::string place;   // where it is a holiday: the place asked for, or one around it
    std::string source;  // the law, for an explanation
    std::string remark;
};

// Reading is callable from any thread once the lists are in.
class HolidayLaw {
public:
    // The program's list alone.
    static Result<HolidayLaw> built_in();

    // Joins one more list; `name` is put in front of errors. invalid for text that is no list, for
    // an unknown place, and for a title whose validity in a place overlaps; conflict for a place
    // that exists already. What fails leaves the law as it was.
    Status add(std::string_view name, std::string_view text);

    // Ordered by id: "DE", the Länder by ISO 3166-2 ("DE-NW"), local ones ("DE-BY-AUGSBURG").
    const std::map<std::string, Place, std::less<>>& places() const { return places_; }

    // The holidays of a year (1990 to 2099; otherwise invalid) in order of their days; not_found if
    // there is no such place. Two may fall on one day (1 May and Ascension in 2008).
    Result<std::vector<Holiday>> holidays(std::string_view place, std::chrono::year year) const;

    // All of them as a calendar; not_found if there is no such place.
    Result<WorkCalendar> calendar(std::string_view place) const;

private:
    HolidayLaw() = default;
    Status join(const HolidayList& list);
    Status check_new(const HolidayRule& rule) const;
    bool lies_in(std::string_view place, std::string_view around) const;

    std::map<std::string, Place, std::less<>> places_;
    std::vector<HolidayRule> rules_;
};

}  // namespace fallbuch
