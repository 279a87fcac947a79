// Between which days, or which seconds, has something to be done? By the sentences of 2.4; what a
// period is, core/calendar knows.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/calendar/civil_day.h"
#include "core/calendar/period.h"
#include "core/calendar/work_calendar.h"
#include "projections/rules/definitions.h"
#include "tests/projections/rules/naive_conditions.h"

namespace fallbuch::rules::testing {

struct NaiveWindow {
    bool is_elapsed = false;
    bool is_unknown = false;  // nobody has told from which day it counts
    std::optional<CivilDay> earliest;
    std::optional<CivilDay> due;
    std::optional<std::int64_t> from_second;
    std::optional<std::int64_t> to_second;

    // `day`: on which it counts as done.
    bool is_before(const NaiveEvent& event, CivilDay day) const;
    bool holds(const NaiveEvent& event, CivilDay day) const;
};

// Days on which time stands still, both counted; `to`: nothing while it does.
struct NaiveStop {
    CivilDay from{};
    std::optional<CivilDay> to;
};

struct NaiveAnchor {
    CivilDay day{};
    std::int64_t second = 0;
};

// The last day of a period, or the first one of one that counts backwards.
CivilDay naive_end(CivilDay from, const Period& period, const CalendarRules& rules,
                   const WorkCalendar& calendar);

NaiveWindow naive_window(const Window& window, NaiveAnchor anchor,
                         const std::vector<NaiveStop>& stops, const WorkCalendar& calendar);
// For what has to come first.
NaiveWindow naive_window_before(const Window& window, NaiveAnchor anchor,
                                const WorkCalendar& calendar);

}  // namespace fallbuch::rules::testing
