#include "projections/rules/window.h"

#include <chrono>

#include "core/calendar/civil_day.h"
#include "projections/rules/check_parts.h"
#include "projections/rules/limits.h"
#include "projections/rules/matching.h"
#include "projections/rules/memory.h"
#include "projections/rules/rule_set.h"

namespace fallbuch::rules {

bool is_with_its_opening(const Evaluation& state, const Activation& one, const CaseEvent& event) {
    const CaseEvent* opened_by = state.event(one.other != kNoEvent ? one.other : one.event);
    return opened_by != nullptr && opened_by->day == event.day &&
           (opened_by->is_whole_day || event.is_whole_day);
}

std::int64_t second_that_counts(const Check& check, const CaseEvent& event) {
    if (!check.basis_recorded) return event.second;
    return std::chrono::floor<std::chrono::seconds>(event.recorded).time_since_epoch().count();
}

bool is_in_time(const Evaluation& state, const Activation& one, const CaseEvent& event,
                bool& is_too_early) {
    const Check& check = *state.rules.checks()[one.check].check;
    const Limits limits = limits_with_stops(state, one);
    if (limits.is_elapsed) {
        const std::int64_t second = second_that_counts(check, event);
        is_too_early = second < limits.from_second;
        // Something is recorded at a moment, even if only its day is known.
        if (!check.basis_recorded && is_with_its_opening(state, one, event)) return true;
        return !limits.to_second || second <= *limits.to_second;
    }
    const CivilDay day = check.basis_recorded ? event.recorded_day : event.day;
    is_too_early = limits.earliest && day < *limits.earliest;
    return !limits.due || day <= *limits.due;
}

bool is_over(const Evaluation& state, const Activation& one, const CaseEvent& event) {
    const Limits limits = limits_with_stops(state, one);
    if (!limits.is_elapsed) return limits.due && event.day > *limits.due;
    if (is_with_its_opening(state, one, event)) return false;
    return limits.to_second && event.second > *limits.to_second;
}

bool may_lie_in_window(const Evaluation& state, const Activation& one, const CaseEvent& event) {
    if (state.rules.checks()[one.check].check->basis_recorded) return true;
    if (one.limits.is_elapsed) return event.second >= one.limits.from_second;
    return !one.limits.earliest || event.day >= *one.limits.earliest;
}

bool has_fixed_end(const Check& check) {
    return check.suspend.empty() && !check.basis_recorded &&
           check.kind != Template::alternate_response;
}

bool has_passed(const Evaluation& state, const Activation& one) {
    const CaseEvent* opened_by = state.event(one.other != kNoEvent ? one.other : one.event);
    // What a bare day opens is simultaneous with the rest of the day.
    const bool is_its_day = one.limits.is_elapsed && opened_by != nullptr &&
                            opened_by->is_whole_day && opened_by->day == state.today;
    return has_fixed_end(*state.rules.checks()[one.check].check) && !is_its_day;
}

}  // namespace fallbuch::rules
