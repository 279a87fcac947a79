#include "projections/rules/work_day_steps.h"

#include <algorithm>
#include <chrono>
#include <vector>

#include "projections/rules/step_words.h"
#include "projections/rules/value_words.h"

namespace fallbuch::rules {
namespace {

bool is_weekend(CivilDay day) {
    const std::chrono::weekday weekday(day);
    return weekday == std::chrono::Saturday || weekday == std::chrono::Sunday;
}

}  // namespace

std::string passed_over(const Calendars& calendars, const WorkCalendar& calendar, CivilDay from,
                        CivilDay to) {
    std::vector<std::string> holidays;
    const auto [first, last] = std::minmax(from, to);
    for (CivilDay day = first; day <= last; day += std::chrono::days(1)) {
        if (is_weekend(day) || day == from) continue;
        const std::string title = calendars.holiday_on(calendar.place(), day);
        if (!title.empty()) holidays.push_back(named_day(day) + ' ' + title);
    }
    const std::string rule = "Samstage, Sonntage und Feiertage (" +
                             calendars.title_of(calendar.place()) + ") zählen nicht mit; ";
    if (holidays.empty()) return rule + "ein Feiertag liegt nicht dazwischen.";
    return rule + (holidays.size() == 1 ? "dazwischen liegt: " : "dazwischen liegen: ") +
           joined(holidays, "und") + '.';
}

std::string why_no_working_day(const Calendars& calendars, const WorkCalendar& calendar,
                               CivilDay day) {
    const std::string title = calendars.holiday_on(calendar.place(), day);
    if (!title.empty()) {
        return "ein Feiertag (" + title + "; Feiertage: " + calendars.title_of(calendar.place()) +
               ')';
    }
    return std::chrono::weekday(day) == std::chrono::Saturday ? "ein Samstag" : "ein Sonntag";
}

}  // namespace fallbuch::rules
