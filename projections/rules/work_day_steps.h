// Which days do working days pass over, and why is a day none? In German, with the holidays' names.
#pragma once

#include <string>

#include "core/calendar/civil_day.h"
#include "core/calendar/work_calendar.h"
#include "projections/rules/calendars.h"

namespace fallbuch::rules {

// What lies between two days, the earlier not counted: "Samstage, Sonntage und Feiertage (Bayern)
// zählen nicht mit; dazwischen liegt: Do 01.05.2025 Tag der Arbeit."
std::string passed_over(const Calendars& calendars, const WorkCalendar& calendar, CivilDay from,
                        CivilDay to);
// "ein Feiertag (Tag der Arbeit; Feiertage: Bayern)", "ein Samstag".
std::string why_no_working_day(const Calendars& calendars, const WorkCalendar& calendar,
                               CivilDay day);

}  // namespace fallbuch::rules
