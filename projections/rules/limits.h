// Between which days, or which instants, has something to be done?
#pragma once

#include <cstdint>
#include <optional>

#include "core/calendar/civil_day.h"
#include "core/calendar/period.h"
#include "core/calendar/work_calendar.h"
#include "projections/rules/check_parts.h"
#include "projections/rules/condition.h"
#include "projections/rules/definitions.h"
#include "projections/rules/parameters.h"

namespace fallbuch::rules {

// Both ends count. Days for civil periods, seconds since 1970 UTC for elapsed ones.
struct Limits {
    bool is_elapsed = false;
    bool is_cut_short = false;  // due is the end of the scope, and before the end of the period
    bool is_unknown = false;    // a length, a calendar or a day that is needed is not known
    std::optional<CivilDay> earliest;
    std::optional<CivilDay> due;      // as it counts
    std::optional<CivilDay> unmoved;  // before it was moved to a working day
    std::int64_t from_second = 0;
    std::optional<std::int64_t> to_second;
};

// The first day after the month, quarter, half-year or year of the calendar that has the day.
CivilDay first_after(CalendarUnit unit, CivilDay day);

// What a window is counted from.
struct Anchor {
    CivilDay day{};
    std::int64_t second = 0;
};

// Looks up lengths that are parameters. Borrows everything.
class LimitRules {
public:
    LimitRules(const CalendarRules& rules, const ParameterValues& params,
               const WorkCalendar* calendar)
        : rules_(rules), params_(params), calendar_(calendar) {}

    // `before`: nullptr if the end is an event that has not come.
    Limits limits(const Anchor& anchor, const Length* after, const Length* before) const;
    // For what has to come first: at most `before` and at least `after` ahead of the anchor.
    Limits limits_before(const Anchor& anchor, const Length* after, const Length* before) const;
    // The end of a period, and where it is moved to; nothing if it cannot be known.
    std::optional<CivilDay> end_of(CivilDay from, const Period& period) const;
    std::optional<CivilDay> moved(CivilDay day) const;
    // The same after `stopped` days more, of the kind that the period counts.
    std::optional<CivilDay> extended(CivilDay day, int stopped, bool counts_working_days) const;
    // A length as it is on this day; neither kind if the parameter has no value.
    Length resolved(const Length& length) const;

private:
    const CalendarRules& rules_;
    const ParameterValues& params_;
    const WorkCalendar* calendar_;
};

}  // namespace fallbuch::rules
