#include "projections/rules/discharger.h"

#include <algorithm>
#include <cstddef>
#include <vector>

#include "projections/rules/activation.h"
#include "projections/rules/case_event.h"
#include "projections/rules/check.h"
#include "projections/rules/check_parts.h"
#include "projections/rules/check_state.h"
#include "projections/rules/definitions.h"
#include "projections/rules/judge.h"
#include "projections/rules/limits.h"
#include "projections/rules/matching.h"
#include "projections/rules/memory.h"
#include "projections/rules/open_lists.h"
#include "projections/rules/timers.h"
#include "projections/rules/value.h"
#include "projections/rules/window.h"

namespace fallbuch::rules {
void Discharger::close(std::uint32_t number, ActivationState as, Reason why, EventIndex by) {
    Activation& one = state_.activations[number];
    one.state = as;
    one.reason = why;
    one.closed_on = state_.today;
    if (by != kNoEvent) one.closed_by = by;
    std::uint32_t& open_count = state_.checks[one.check].open_count;
    if (open_count > 0) --open_count;
    if (as == ActivationState::violated && !state_.rules.checks()[one.check].repairs.empty()) {
        state_.timers.push({state_.today, TimerKind::breach, one.check, number});
    }
}

// Events that come too late to except an activation pass it by from now on.
bool Discharger::set_aside(std::uint32_t number) {
    const std::uint32_t check_index = state_.activations[number].check;
    const CompiledCheck& compiled = state_.rules.checks()[check_index];
    const Check& check = *compiled.check;
    if (!has_fixed_end(check) || compiled.counts || check.consumes_one) return false;
    // Its key still leads targets to it.
    if (!compiled.is_keyed) state_.late.append(check_index, number);
    return true;
}

// A target of the group has come: with the last of them the activation is done.
void Discharger::hit(std::uint32_t number, std::uint16_t group, EventIndex event) {
    Activation& one = state_.activations[number];
    const Check& check = *state_.rules.checks()[one.check].check;
    bool is_too_early = false;
    const bool is_in_window = is_in_time(state_, one, state_.events[event], is_too_early);
    // Whether it is the last event of the case is for the watcher to say.
    if (check.kind == Template::end) return;
    // Two patterns of one group may fit the same event.
    if (is_too_early || one.discharged_by == event) return;
    // Time does not go back: what has passed now has passed for all events behind.
    const bool is_past = !is_in_window && has_passed(state_, one);
    // What had to come first, and comes too late for that, makes nothing good.
    if (!is_in_window && is_precedence(check)) {
        one.is_settled = is_past;
        return;
    }
    const bool counts_in_window = is_negative(check) || check.kind == Template::exactly;
    if (state_.trace != nullptr && (is_in_window || !counts_in_window)) {
        state_.trace->hits.push_back({number, group, event});
    }
    if (counts_in_window) return count_in_window(number, event, is_in_window);
    if (check.basis_recorded && one.is_late && !is_in_window) {
        // Of those that were recorded too late the first makes it good.
        const CaseEvent& first = state_.events[one.discharged_by];
        if (state_.events[event].recorded < first.recorded) one.discharged_by = event;
        return;
    }
    one.discharged_by = event;
    if (one.bound && ++one.counted < *one.bound) return;
    one.targets_done |= 1U << group;
    const std::uint32_t all = (1U << check.require.size()) - 1;
    if (one.targets_done != all) return;
    one.is_late = false;
    if (is_in_window) return close(number, ActivationState::satisfied, one.reason, event);
    if (one.limits.is_cut_short) {
        return close(number, ActivationState::not_applicable, Reason::scope_ended);
    }
    if (!check.is_perdurant) {
        one.is_settled = is_past;
        return;
    }
    one.is_late = true;
    // What happens later may be recorded in time.
    if (!check.basis_recorded) close(number, ActivationState::violated, Reason::none);
}

// Of what must not happen, or only so often.
void Discharger::count_in_window(std::uint32_t number, EventIndex event, bool is_in_window) {
    Activation& one = state_.activations[number];
    const Template kind = state_.rules.checks()[one.check].check->kind;
    one.discharged_by = event;
    one.is_settled = !is_in_window && has_passed(state_, one);
    if (!is_in_window) return;
    double max = 0;
    if (kind == Template::exactly) max = one.bound.value_or(1);
    if (kind == Template::absence) max = one.bound.value_or(0);
    if (++one.counted > max) close(number, ActivationState::violated, Reason::none, event);
}

// Does the event fit one of the group's patterns, as far as that can be told?
Truth Discharger::fits_group(const Activation& one, const Patterns& group,
                             const CaseEvent& event) const {
    const auto is_of_type = [&](const Pattern& pattern) { return pattern.type == event.type; };
    const bool fits_any = std::any_of(group.begin(), group.end(), [&](const Pattern& pattern) {
        return is_of_type(pattern) && !pattern.where && pattern.match.empty();
    });
    if (fits_any) return Truth::yes;
    const CheckJudge at(state_, one.check);
    const ActivationFrame frame(state_, one);
    Truth truth = Truth::no;
    for (const Pattern& pattern : group) {
        if (is_of_type(pattern)) truth = std::max(truth, fits_target(at, frame, pattern, event));
    }
    return truth;
}

// Can the event be a target of any activation?
bool Discharger::may_be_target(const Subscription& by, EventIndex event) const {
    if (!by.asks_target_alone) return true;
    const CheckJudge at(state_, by.check);
    Bindings with;
    with.target = &state_.events[event];
    return at.judge.judge(*by.pattern->where, with) != Truth::no;
}

void Discharger::attempt(std::uint32_t number, std::uint16_t group, EventIndex event) {
    Activation& one = state_.activations[number];
    const Check& check = *state_.rules.checks()[one.check].check;
    // No event discharges what it opens itself.
    if (event == (one.other != kNoEvent ? one.other : one.event)) return;
    if ((one.targets_done & (1U << group)) != 0 && !one.is_late) return;
    const Truth truth = fits_group(one, check.require[group], state_.events[event]);
    if (truth == Truth::unknown) {
        bool is_too_early = false;
        const bool is_in_window = is_in_time(state_, one, state_.events[event], is_too_early);
        if (is_in_window && !is_too_early) one.may_be_discharged = true;
    }
    if (truth == Truth::yes) hit(number, group, event);
}

void Discharger::take_target(const Subscription& by, EventIndex event) {
    if (!may_be_target(by, event)) return;
    const CompiledCheck& compiled = state_.rules.checks()[by.check];
    CheckState& check_state = state_.checks[by.check];
    if (compiled.looks_back) {
        check_state.targets.push_back(event);
        if (compiled.is_keyed) {
            state_.past.append_keyed(by.check, key_of_target(state_, by, event), event);
        }
    }
    if (check_state.open_count == 0) return;
    bool is_used = false;
    const std::size_t known = state_.activations.size();
    const auto visit = [&](std::uint32_t number) {
        if (is_used && compiled.check->consumes_one) return Sift::stop;
        if (number >= known) return Sift::keep;
        if (!state_.activations[number].is_waiting()) return Sift::take_out;
        const std::uint32_t done_before = state_.activations[number].targets_done;
        attempt(number, by.part, event);
        const Activation& one = state_.activations[number];
        is_used = is_used || !one.is_open() || one.targets_done != done_before;
        return one.is_waiting() ? Sift::keep : Sift::take_out;
    };
    const std::uint64_t key = compiled.is_keyed ? key_of_target(state_, by, event) : kUnknownKey;
    if (key != kUnknownKey) {
        state_.open.sift_keyed(by.check, key, visit);
        state_.open.sift_keyed(by.check, kUnknownKey, visit);
    } else {
        state_.late.sift(by.check, visit);
        state_.open.sift(by.check, visit);
    }
}

void Discharger::take_exception(const Subscription& by, EventIndex event) {
    state_.open.sift(by.check, [&](std::uint32_t number) {
        const Activation& one = state_.activations[number];
        if (!one.is_waiting()) return false;
        if (is_over(state_, one, state_.events[event])) return !set_aside(number);
        except(number, *by.pattern, event);
        return state_.activations[number].is_open();
    });
}

void Discharger::except(std::uint32_t number, const Pattern& pattern, EventIndex event) {
    Activation& one = state_.activations[number];
    const CaseEvent& other = state_.events[event];
    if (is_over(state_, one, other)) return;
    Truth truth = Truth::no;
    {
        const CheckJudge at(state_, one.check);
        const ActivationFrame frame(state_, one);
        truth = fits_other(at, frame, pattern, other);
    }
    if (truth == Truth::unknown) one.may_be_excepted = true;
    if (truth != Truth::yes) return;
    close(number, ActivationState::not_applicable, Reason::exception, event);
}

void Discharger::look_back_at_exceptions(std::uint32_t number) {
    const Activation& one = state_.activations[number];
    const std::uint32_t check_index = one.check;
    const Check& check = *state_.rules.checks()[check_index].check;
    if (one.event == kNoEvent || one.is_anew || check.unless.empty()) return;
    const EventIndex opened_by = one.event;
    for (EventIndex i = state_.first_of_day; i < opened_by && state_.events[i].is_whole_day; ++i) {
        for (const Exception& exception : check.unless) {
            const bool may_fit = exception.event && state_.activations[number].is_open() &&
                                 exception.event->type == state_.events[i].type;
            if (may_fit) except(number, *exception.event, i);
        }
    }
}

void Discharger::take_deadline(const Subscription& by, EventIndex event) {
    const CaseEvent& other = state_.events[event];
    state_.open.sift(by.check, [&](std::uint32_t number) {
        Activation& one = state_.activations[number];
        if (!one.is_open()) return false;
        const bool has_end = one.limits.due || one.limits.to_second || one.limits.is_unknown;
        if (has_end) return true;
        const CheckJudge at(state_, by.check);
        const ActivationFrame frame(state_, one);
        const Truth truth = fits_other(at, frame, *by.pattern, other);
        if (truth == Truth::unknown && !one.may_be_due) one.may_be_due = other.day;
        if (truth == Truth::yes) {
            one.limits.due = one.limits.unmoved = other.day;
            one.closed_by = event;
        }
        return true;
    });
}

void Discharger::take_scope_begin(const Subscription& by, EventIndex event) {
    const CheckJudge at(state_, by.check);
    Bindings with;
    with.other = &state_.events[event];
    if (at.judge.fits(*by.pattern, with) == Truth::yes) {
        state_.checks[by.check].is_in_scope = true;
    }
}

void Discharger::take_scope_end(const Subscription& by, EventIndex event) {
    const Check& check = *state_.rules.checks()[by.check].check;
    const CaseEvent& other = state_.events[event];
    {
        const CheckJudge at(state_, by.check);
        Bindings with;
        with.other = &other;
        if (at.judge.fits(*by.pattern, with) != Truth::yes) return;
    }
    if (!check.scope_from.empty()) state_.checks[by.check].is_in_scope = false;
    state_.checks[by.check].scope_ended_by = event;
    state_.open.sift(by.check, [&](std::uint32_t number) {
        Activation& one = state_.activations[number];
        if (!one.is_waiting()) return false;
        if (is_over(state_, one, other)) return !set_aside(number);
        close(number, ActivationState::not_applicable, Reason::scope_ended, event);
        return false;
    });
}

void Discharger::take_suspension(const Subscription& by, EventIndex event) {
    const CheckJudge at(state_, by.check);
    Bindings with;
    with.other = &state_.events[event];
    if (by.pattern->where && at.judge.judge(*by.pattern->where, with) != Truth::yes) return;
    state_.checks[by.check].stops.push_back({event, kNoEvent, state_.events[event].day, {}});
}

// Ends the stops that are about the same: what both match has equal values.
void Discharger::take_resumption(const Subscription& by, EventIndex event) {
    const Suspension& pair = state_.rules.checks()[by.check].check->suspend[by.part];
    const CheckJudge at(state_, by.check);
    Bindings end;
    end.other = &state_.events[event];
    if (by.pattern->where && at.judge.judge(*by.pattern->where, end) != Truth::yes) return;
    for (Stop& stop : state_.checks[by.check].stops) {
        if (stop.to) continue;
        Bindings begin;
        begin.other = &state_.events[stop.begun_by];
        bool is_same = true;
        const std::size_t pairs = std::min(pair.from.match.size(), pair.to.match.size());
        for (std::size_t i = 0; i < pairs; ++i) {
            const Value left = at.judge.value(pair.from.match[i].first, begin);
            const Value right = at.judge.value(pair.to.match[i].first, end);
            is_same = is_same && equal(left, right) == Truth::yes;
        }
        if (!is_same) continue;
        stop.to = state_.events[event].day;
        stop.ended_by = event;
    }
}

// What has been settled stays so, unless its anchor may still move. Who extends a time has to say
// so before it is over; an extension extends no time for extending.
bool Discharger::is_too_late_to_supersede(const Activation& one, EventIndex event) const {
    const bool is_settled = !one.is_open() || is_over(state_, one, state_.events[event]);
    if (is_settled && !one.is_planned) return true;
    if (!state_.rules.checks()[one.check].check->is_superseded_in_time) return false;
    const Activation* first = &one;
    while (first->anew_of != Activation::kNone) first = &state_.activations[first->anew_of];
    return is_over(state_, *first, state_.events[event]);
}

std::vector<std::uint32_t> Discharger::take_supersession(const Subscription& by, EventIndex event) {
    std::vector<std::uint32_t> superseded;
    std::vector<std::uint32_t>& standing = state_.checks[by.check].standing;
    std::erase_if(standing, [&](std::uint32_t number) {
        Activation& one = state_.activations[number];
        if (one.state == ActivationState::not_applicable) return true;
        const CheckJudge at(state_, by.check);
        const ActivationFrame frame(state_, one);
        if (fits_other(at, frame, *by.pattern, state_.events[event]) != Truth::yes) return false;
        if (is_too_late_to_supersede(one, event)) return false;
        superseded.push_back(number);
        return true;
    });
    for (const std::uint32_t number : superseded) {
        const bool was_open = state_.activations[number].is_open();
        close(number, ActivationState::not_applicable, Reason::superseded, event);
        if (!was_open) ++state_.checks[by.check].open_count;
    }
    return superseded;
}

void Discharger::look_back(std::uint32_t number) {
    const std::uint32_t check_index = state_.activations[number].check;
    const CompiledCheck& compiled = state_.rules.checks()[check_index];
    const Check& check = *compiled.check;
    const bool finds_nearest = is_precedence(check);
    const EventIndex since = check.kind == Template::alternate_precedence
                                 ? state_.checks[check_index].last_event
                                 : kNoEvent;
    const auto attempt_all = [&](EventIndex target) {
        const bool is_between = since == kNoEvent || target > since;
        for (std::uint16_t group = 0; is_between && group < check.require.size(); ++group) {
            if (state_.activations[number].is_open()) attempt(number, group, target);
        }
        return state_.activations[number].is_open() ? Sift::keep : Sift::stop;
    };
    const std::uint64_t key =
        compiled.is_keyed ? key_of_activation(state_, state_.activations[number]) : kUnknownKey;
    if (key != kUnknownKey) {
        state_.past.sift_keyed(check_index, key, attempt_all);
        state_.past.sift_keyed(check_index, kUnknownKey, attempt_all);
        return;
    }
    const std::vector<EventIndex>& targets = state_.checks[check_index].targets;
    const auto first = std::partition_point(targets.begin(), targets.end(), [&](EventIndex target) {
        return !may_lie_in_window(state_, state_.activations[number], state_.events[target]);
    });
    // Of those that have to come before any does, and the nearest is found first; of the others one
    // in time comes before one that is late.
    const auto count = targets.end() - first;
    for (std::ptrdiff_t i = 0; i < count; ++i) {
        const EventIndex target = finds_nearest ? first[count - 1 - i] : first[i];
        if (attempt_all(target) == Sift::stop) return;
    }
}

void Discharger::look_back_in_day(std::uint32_t number) {
    const Activation& one = state_.activations[number];
    const std::uint32_t check_index = one.check;
    const Check& check = *state_.rules.checks()[check_index].check;
    if (one.event == kNoEvent && one.other == kNoEvent) return;
    const auto end = static_cast<EventIndex>(state_.events.size());
    for (EventIndex i = state_.first_of_day; i < end && state_.events[i].is_whole_day; ++i) {
        for (std::uint16_t group = 0; group < check.require.size(); ++group) {
            if (state_.activations[number].is_open()) attempt(number, group, i);
        }
    }
}

void Discharger::look_at_previous(std::uint32_t number) {
    const EventIndex event = state_.activations[number].event;
    if (event != kNoEvent && event > 0) attempt(number, 0, event - 1);
    if (state_.activations[number].is_open()) {
        close(number, ActivationState::violated, Reason::repeated);
    }
}

void Discharger::settle_chain(std::uint32_t number, EventIndex event) {
    if (!state_.activations[number].is_open()) return;
    attempt(number, 0, event);
    if (state_.activations[number].is_open()) {
        close(number, ActivationState::violated, Reason::repeated, event);
    }
}

}  // namespace fallbuch::rules
