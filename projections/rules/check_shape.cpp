#include "projections/rules/check_shape.h"

#include <string>
#include <string_view>
#include <variant>

#include "core/calendar/civil_day.h"
#include "core/calendar/legal_period.h"
#include "core/calendar/period.h"
#include "projections/rules/check_parts.h"
#include "projections/rules/condition.h"
#include "projections/rules/definitions.h"

namespace fallbuch::rules {
namespace {

constexpr CivilDay kSomeDay{std::chrono::days(19723)};

// Days of a period that begins on `start`; of working days at least so many, as if there were no
// holidays and the first of them were a Monday.
int days_of(const Period& period, CivilDay start) {
    constexpr int kDaysOfWeek = 7;
    constexpr int kWorkingDaysOfWeek = 5;
    if (const auto* working = std::get_if<WorkingDays>(&period)) {
        const int weekends = (working->count - 1) / kWorkingDaysOfWeek;
        return working->count + weekends * (kDaysOfWeek - kWorkingDaysOfWeek);
    }
    const CivilDay last = last_day(start, std::get<CivilPeriod>(period), Counting::from_next_day);
    return static_cast<int>((last - start).count());
}

// Could the first period end before the second does, wherever both begin?
bool may_be_in_order(const Period& first, const Period& last) {
    const auto* of_first = std::get_if<WorkingDays>(&first);
    const auto* of_last = std::get_if<WorkingDays>(&last);
    if (of_first != nullptr && of_last != nullptr) return of_first->count <= of_last->count;
    // How long working days last at most is a question of holidays, and backwards at least.
    if (of_last != nullptr || (of_first != nullptr && of_first->count <= 0)) return true;
    // Months are longer or shorter: four years have all of them.
    constexpr int kStartCount = 4 * 365 + 1;
    for (int i = 0; i < kStartCount; ++i) {
        const CivilDay start = kSomeDay + std::chrono::days(i);
        if (days_of(first, start) <= days_of(last, start)) return true;
    }
    return false;
}

void check_pair(const Length& after, const Length& before, TextPlace place,
                RulebookFaults& faults) {
    if (after.elapsed_seconds && before.elapsed_seconds) {
        if (*after.elapsed_seconds > *before.elapsed_seconds) {
            faults.add(place, "no time lies in this window: it ends before it begins");
        }
        return;
    }
    const bool is_mixed =
        (after.elapsed_seconds && before.civil) || (after.civil && before.elapsed_seconds);
    if (is_mixed) {
        faults.add(place,
                   "a window is counted in days (P6M, P5BD) or in elapsed time (PT24H), not "
                   "in both");
    }
    if (!after.civil || !before.civil || may_be_in_order(*after.civil, *before.civil)) return;
    faults.add(place, "no day lies in this window: it ends before it begins");
}

}  // namespace

void check_possible(const Window& window, TextPlace place, RulebookFaults& faults) {
    if (!window.after) return;
    if (window.before) check_pair(*window.after, *window.before, place, faults);
    for (const Window::Case& one : window.cases) {
        check_pair(*window.after, one.before, one.before.place, faults);
    }
}

void check_shape(const Check& check, RulebookFaults& faults) {
    const auto need = [&](bool is_there, std::string_view what) {
        if (!is_there) faults.add(check.place, "this template needs " + std::string(what));
    };
    const bool has_trigger = check.trigger != Trigger::case_begins;
    const bool has_target = !check.require.empty() && !check.require.front().empty();
    switch (check.kind) {
        case Template::invariant:
        case Template::since:
            need(has_trigger, "\"on\"");
            need(check.that.has_value(), "\"that\"");
            break;
        case Template::attestation:
        case Template::forall_exists:
            need(has_trigger, "\"on\"");
            need(check.that.has_value() || has_target, "\"that\" or \"require\"");
            break;
        case Template::existence:
        case Template::absence:
        case Template::exactly:
        case Template::init:
        case Template::end:
            need(!has_trigger, "no \"on\": it is about the case as a whole");
            need(has_target, "\"require\"");
            break;
        case Template::count:
            need(has_target, "\"require\"");
            need(check.count.window.has_value(), "a \"window\"");
            need(check.count.window != CountWindow::sliding || check.count.length,
                 "the \"length\" of its window");
            need(check.count.min.value || check.count.min.table || check.count.max.value ||
                     check.count.max.table,
                 "\"min\" or \"max\"");
            need(!check.anchor && !check.scope_until,
                 "no \"anchor\" and no end of a scope: its "
                 "window begins with what activates it");
            break;
        default:
            need(has_trigger, "\"on\"");
            need(has_target || check.is_maintenance, "\"require\"");
            break;
    }
}

}  // namespace fallbuch::rules
