#include "tests/projections/rules/naive_windows.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "core/base/assert.h"
#include "core/calendar/deadline.h"
#include "core/calendar/period.h"

namespace fallbuch::rules::testing {
namespace {

constexpr std::chrono::days kDay{1};

Period mirrored(const Period& period) {
    if (const auto* working = std::get_if<WorkingDays>(&period)) {
        return WorkingDays{-working->count};
    }
    const auto& civil = std::get<CivilPeriod>(period);
    return CivilPeriod{-civil.years, -civil.months, -civil.days};
}

bool is_worked(CivilDay day, const WorkCalendar& calendar) {
    const auto worked = calendar.is_working_day(day);
    return worked && *worked;
}

bool is_stopped(CivilDay day, const std::vector<NaiveStop>& stops) {
    return std::any_of(stops.begin(), stops.end(), [&](const NaiveStop& stop) {
        return stop.from <= day && (!stop.to || day <= *stop.to);
    });
}

// One day of the window's kind more for each stopped day, those within the added days, too. Nothing
// while it stands still.
std::optional<CivilDay> stopped(
    CivilDay first, CivilDay due, bool in_working_days,
    const std::pair<const std::vector<NaiveStop>&, const WorkCalendar&> by) {
    const auto& [stops, calendar] = by;
    for (CivilDay day = first; day <= due; day += kDay) {
        for (const NaiveStop& stop : stops) {
            if (!stop.to && stop.from <= day) return std::nullopt;
        }
        const bool counts =
            is_stopped(day, stops) && (!in_working_days || is_worked(day, calendar));
        if (!counts) continue;
        due += kDay;
        while (in_working_days && !is_worked(due, calendar)) due += kDay;
    }
    return due;
}

}  // namespace

bool NaiveWindow::is_before(const NaiveEvent& event, CivilDay day) const {
    return (earliest && day < *earliest) || (from_second && event.second < *from_second);
}

bool NaiveWindow::holds(const NaiveEvent& event, CivilDay day) const {
    if (is_elapsed) return !to_second || event.second <= *to_second;
    return !due || day <= *due;
}

CivilDay naive_end(CivilDay from, const Period& period, const CalendarRules& rules,
                   const WorkCalendar& calendar) {
    const auto end = due_day(from, period, rules.count, calendar);
    LEDGER_ASSERT(end.has_value());
    return *end;
}

NaiveWindow naive_window(const Window& window, NaiveAnchor anchor,
                         const std::vector<NaiveStop>& stops, const WorkCalendar& calendar) {
    const auto& [after, before, cases, until, rules] = window;
    NaiveWindow made;
    made.is_elapsed = (after && after->elapsed_seconds) || (before && before->elapsed_seconds);
    if (after && after->elapsed_seconds) made.from_second = anchor.second + *after->elapsed_seconds;
    if (before && before->elapsed_seconds)
        made.to_second = anchor.second + *before->elapsed_seconds;
    if (after && after->civil)
        made.earliest = naive_end(anchor.day, *after->civil, rules, calendar);
    if (!before || !before->civil) return made;
    made.due = naive_end(anchor.day, *before->civil, rules, calendar);
    const bool in_working_days = std::holds_alternative<WorkingDays>(*before->civil);
    if (!stops.empty())
        made.due = stopped(anchor.day, *made.due, in_working_days, {stops, calendar});
    while (made.due && rules.roll != Roll::none) {
        const auto rolled = calendar.on_or_after(*made.due);
        LEDGER_ASSERT(rolled.has_value());
        if (*rolled == *made.due) break;
        made.due = *rolled;
    }
    return made;
}

NaiveWindow naive_window_before(const Window& window, NaiveAnchor anchor,
                                const WorkCalendar& calendar) {
    const auto& [after, before, cases, until, rules] = window;
    NaiveWindow made;
    made.is_elapsed = (after && after->elapsed_seconds) || (before && before->elapsed_seconds);
    made.due = anchor.day;
    if (made.is_elapsed) {
        if (before) made.from_second = anchor.second - *before->elapsed_seconds;
        made.to_second = anchor.second - (after ? *after->elapsed_seconds : 0);
        return made;
    }
    if (before) made.earliest = naive_end(anchor.day, mirrored(*before->civil), rules, calendar);
    if (after) made.due = naive_end(anchor.day, mirrored(*after->civil), rules, calendar);
    return made;
}

}  // namespace fallbuch::rules::testing
