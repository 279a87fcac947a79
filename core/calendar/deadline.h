// When is the last day to act? A period's last day, moved to a working day where the law moves it:
// § 193 BGB, § 26 Abs. 3 to 5 SGB X. The holidays are those of the place where one has to act: the
// seat of the office (Dienststelle).
#pragma once

#include "core/base/result.h"
#include "core/calendar/civil_day.h"
#include "core/calendar/legal_period.h"
#include "core/calendar/period.h"
#include "core/calendar/work_calendar.h"

namespace fallbuch {

// What ends? Only the first moves when it ends on a Saturday, Sunday or holiday.
enum class EndOf {
    deadline,         // a period within which to act, § 193 BGB, § 26 Abs. 3 S. 1 SGB X
    announced_day,    // a period whose last day was told with a reference to § 26 Abs. 3 S. 2 SGB X
    benefit_period,   // a time for which benefits are paid, § 26 Abs. 4 SGB X
    appointment,      // a day that an authority has set, § 26 Abs. 5 SGB X
    backward_period,  // counted back from a day: § 193 BGB would make it end too late to act
};

// The last day of any period that a rulebook writes, not moved. Civil periods: last_day() of
// legal_period.h, which asks for no holidays. Working days: the n-th after `start`; counted
// from_same_day, `start` is the first if it is worked. invalid only for working days, when a day
// outside 1990-2099 is needed.
Result<CivilDay> due_day(CivilDay start, const Period& period, Counting counting,
                         const WorkCalendar& calendar);

// The day with whose end the time to act ends. For two readings (the shift is doubted) compare it
// with `last_day`. invalid if a deadline ends outside 1990-2099.
Result<CivilDay> effective_end(CivilDay last_day, EndOf what, const WorkCalendar& calendar);

}  // namespace fallbuch
