#include "projections/rules/counting.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <optional>
#include <vector>

#include "core/calendar/civil_day.h"
#include "projections/rules/activation.h"
#include "projections/rules/bounds.h"
#include "projections/rules/case_event.h"
#include "projections/rules/check_parts.h"
#include "projections/rules/check_state.h"
#include "projections/rules/condition.h"
#include "projections/rules/definitions.h"
#include "projections/rules/discharger.h"
#include "projections/rules/judge.h"
#include "projections/rules/limits.h"
#include "projections/rules/matching.h"
#include "projections/rules/memory.h"
#include "projections/rules/timers.h"
#include "projections/rules/value.h"
#include "projections/rules/window.h"

namespace fallbuch::rules {
namespace {

using std::chrono::days;

constexpr std::size_t kRingMax = 10'000;

}  // namespace

void Counting::begin(std::uint32_t number) {
    const Activation& one = state_.activations[number];
    const std::uint32_t check = one.check;
    switch (*state_.rules.checks()[check].check->count.window) {
        case CountWindow::sliding: return begin_sliding(number);
        case CountWindow::tumbling: return begin_tumbling(number);
        default: return begin_window(number);
    }
}

void Counting::begin_window(std::uint32_t number) {
    Activation& one = state_.activations[number];
    const CompiledCheck& compiled = state_.rules.checks()[one.check];
    const Check& check = *compiled.check;
    const CaseEvent* event = state_.event(one.event);
    const Count& count = check.count;
    if (count.length) {
        const BookGate& gate = state_.gate(compiled.book);
        const LimitRules rules(check.within.calendar, gate.params, gate.calendar);
        one.limits =
            rules.limits({one.day, event == nullptr ? 0 : event->second}, nullptr, &*count.length);
    }
    one.limits.earliest = one.day;
    if (count.from) {
        const CheckJudge at(state_, one.check);
        const ActivationFrame frame(state_, one);
        const auto from = at.judge.day(*count.from, frame.with);
        if (from) one.limits.earliest = std::max(one.day, *from);
        const bool is_empty = from && one.limits.due && *from > *one.limits.due;
        Discharger discharger(state_);
        if (is_empty) {
            return discharger.close(number, ActivationState::not_applicable, Reason::scope_ended);
        }
    }
    one.bound = bound_of(state_, one, count.min.value || count.min.table ? count.min : count.max);
    if (count.is_prorata) {
        one.prorata = prorata_of(one.check);
        take_rebound(one.check);
    }
    ++state_.checks[one.check].open_count;
    state_.open.append(one.check, number);
    count_earlier(number);
}

void Counting::take_rebound(std::uint32_t check) {
    CheckState& state = state_.checks[check];
    Activation probe;
    probe.check = check;
    state_.gate(state_.rules.checks()[check].book);
    const Check& rule = *state_.rules.checks()[check].check;
    state.bounds.push_back(
        {state_.today, bound_of(state_, probe, rule.count.min), kind_of(state_, probe)});
}

// As the parameter says when the window begins.
Prorata Counting::prorata_of(std::uint32_t check) const {
    const CompiledCheck& compiled = state_.rules.checks()[check];
    const auto& param = compiled.check->count.prorata_param;
    const Operand* value = param ? state_.gates[compiled.book].params.find(*param) : nullptr;
    if (value == nullptr || value->text == "days") return Prorata::days;
    return value->text == "last" ? Prorata::last : Prorata::greatest;
}

void Counting::take_target(const Subscription& by, EventIndex event) {
    const CompiledCheck& compiled = state_.rules.checks()[by.check];
    CheckState& check_state = state_.checks[by.check];
    if (check_state.open_count == 0 && !compiled.looks_back) return;
    {
        const CheckJudge at(state_, by.check);
        Bindings with;
        with.target = &state_.events[event];
        if (by.pattern->where && at.judge.judge(*by.pattern->where, with) == Truth::no) return;
    }
    if (compiled.looks_back) check_state.targets.push_back(event);
    const Count& count = compiled.check->count;
    // What a breach opens on the way has taken the event in already.
    const std::size_t known = state_.activations.size();
    state_.open.sift(by.check, [&](std::uint32_t number) {
        if (number >= known) return true;
        const Activation& one = state_.activations[number];
        if (!one.is_open()) return false;
        const bool slides = count.window == CountWindow::sliding;
        if (slides && !is_of_this_scope(one)) return false;
        const bool is_behind =
            !slides && has_fixed_end(*compiled.check) && is_over(state_, one, state_.events[event]);
        if (is_behind) return false;
        const Truth truth = slides ? fits(number, event) : Truth::yes;
        if (truth == Truth::no) return true;
        const bool has_min = count.min.value || count.min.table;
        if (truth == Truth::unknown) {
            note_unknown(number, event);
        } else if (!slides) {
            count_in_window(number, event);
        } else {
            has_min ? slide(number, event) : slide_max(number, event);
        }
        return state_.activations[number].is_open();
    });
}

bool Counting::is_of_this_scope(const Activation& one) const {
    const EventIndex ended_by = state_.checks[one.check].scope_ended_by;
    return ended_by == kNoEvent || (one.event != kNoEvent && one.event >= ended_by);
}

bool Counting::is_in_window(const Activation& one, EventIndex event) const {
    const CaseEvent& target = state_.events[event];
    if (event == one.event) return false;
    if (one.limits.is_elapsed) {
        return target.second >= state_.events[one.event].second &&
               (!one.limits.to_second || target.second <= *one.limits.to_second);
    }
    return (!one.limits.earliest || target.day >= *one.limits.earliest) &&
           (!one.limits.due || target.day <= *one.limits.due);
}

// Targets that came already.
void Counting::count_earlier(std::uint32_t number) {
    const Activation& begun = state_.activations[number];
    const std::vector<EventIndex>& targets = state_.checks[begun.check].targets;
    CivilDay first_day = begun.limits.earliest.value_or(CivilDay::min());
    if (begun.limits.is_elapsed && begun.event != kNoEvent) {
        first_day = state_.events[begun.event].day;
    }
    auto target = std::partition_point(targets.begin(), targets.end(), [&](EventIndex earlier) {
        return state_.events[earlier].day < first_day;
    });
    for (; target != targets.end() && state_.activations[number].is_open(); ++target) {
        count_in_window(number, *target);
    }
}

// The event fits one of the targets, as far as that can be told, for this activation.
Truth Counting::fits(std::uint32_t number, EventIndex event) const {
    const Activation& one = state_.activations[number];
    const Check& check = *state_.rules.checks()[one.check].check;
    const CheckJudge at(state_, one.check);
    const ActivationFrame frame(state_, one);
    Truth truth = Truth::no;
    for (const Pattern& pattern : check.require.front()) {
        if (pattern.type != state_.events[event].type) continue;
        truth = std::max(truth, fits_target(at, frame, pattern, state_.events[event]));
    }
    return truth;
}

// One that nobody can tell may have been the one that was missing, or one too many.
void Counting::note_unknown(std::uint32_t number, EventIndex event) {
    Activation& one = state_.activations[number];
    if (!is_in_window(one, event)) return;
    CheckState& state = state_.checks[one.check];
    const Count& count = state_.rules.checks()[one.check].check->count;
    if (count.window == CountWindow::sliding) {
        const std::int64_t stamp = stamp_of(one.check, event);
        // On the day of the oldest that counts it would not move the end.
        if (!state.ring.empty() && stamp <= state.ring.front()) return;
        state.last_unknown = stamp;
    }
    one.may_be_discharged = true;
}

void Counting::count_in_window(std::uint32_t number, EventIndex event) {
    Activation& one = state_.activations[number];
    const Check& check = *state_.rules.checks()[one.check].check;
    if (!is_in_window(one, event)) return;
    const Truth truth = fits(number, event);
    if (truth == Truth::no) return;
    if (truth == Truth::unknown) return note_unknown(number, event);
    ++one.counted;
    one.discharged_by = event;
    if (state_.trace != nullptr) state_.trace->hits.push_back({number, 0, event});
    const bool has_min = check.count.min.value || check.count.min.table;
    const bool has_max = check.count.max.value || check.count.max.table;
    const auto max = has_max ? bound_of(state_, one, check.count.max) : std::nullopt;
    if (max && one.counted > *max) {
        return Discharger(state_).close(number, ActivationState::violated, Reason::none, event);
    }
    const bool is_enough =
        has_min && !has_max && !check.count.is_prorata && one.bound && one.counted >= *one.bound;
    if (is_enough) {
        Discharger(state_).close(number, ActivationState::satisfied, Reason::none, event);
    }
}

std::int64_t Counting::stamp_of(std::uint32_t check, EventIndex event) const {
    const CaseEvent& one = state_.events[event];
    const Length& length = *state_.rules.checks()[check].check->count.length;
    return length.elapsed_seconds ? one.second : one.day.time_since_epoch().count();
}

std::int64_t Counting::end_of(std::uint32_t check, std::int64_t stamp) const {
    const CompiledCheck& compiled = state_.rules.checks()[check];
    const Length& length = *compiled.check->count.length;
    if (length.elapsed_seconds) return stamp + *length.elapsed_seconds;
    const BookGate& gate = state_.gates[compiled.book];
    const LimitRules rules(compiled.check->within.calendar, gate.params, gate.calendar);
    const Length resolved = rules.resolved(length);
    const CivilDay from{days(stamp)};
    const auto end = resolved.civil ? rules.end_of(from, *resolved.civil) : std::nullopt;
    return (end ? *end : from).time_since_epoch().count();
}

void Counting::set_due(std::uint32_t number, std::int64_t stamp) {
    Limits& limits = state_.activations[number].limits;
    limits.is_elapsed = state_.rules.checks()[state_.activations[number].check]
                            .check->count.length->elapsed_seconds.has_value();
    if (limits.is_elapsed) {
        limits.to_second = stamp;
    } else {
        limits.due = limits.unmoved = CivilDay(days(stamp));
    }
}

void Counting::begin_sliding(std::uint32_t number) {
    const std::uint32_t check = state_.activations[number].check;
    const Count& count = state_.rules.checks()[check].check->count;
    CheckState& state = state_.checks[check];
    const bool is_min = count.min.value || count.min.table;
    const auto bound = bound_of(state_, state_.activations[number], is_min ? count.min : count.max);
    state_.activations[number].bound = bound;
    // At most 0 forbids it; at least 0 asks for nothing.
    const double least = is_min ? 1 : 0;
    if (!count.length || !bound || *bound < least || *bound > kRingMax) {
        return Discharger(state_).close(number, ActivationState::undetermined, Reason::not_known);
    }
    // A scope that begins again takes the place of the one before, but for what was breached in it.
    state_.open.sift(check, [&](std::uint32_t other) {
        const Limits& limits = state_.activations[other].limits;
        const bool is_over = limits.is_elapsed
                                 ? limits.to_second && *limits.to_second < state_.second
                                 : limits.due && *limits.due < state_.today;
        if (state_.activations[other].is_open() && !is_over) {
            Discharger(state_).close(other, ActivationState::not_applicable, Reason::superseded);
        }
        return false;
    });
    const EventIndex event = state_.activations[number].event;
    const std::int64_t start =
        event == kNoEvent ? state_.today.time_since_epoch().count() : stamp_of(check, event);
    state.ring.assign(is_min ? static_cast<std::size_t>(*bound) : 0, start);
    ++state.open_count;
    state_.open.append(check, number);
    if (is_min) set_due(number, end_of(check, start));
}

// Behind a breach the count begins anew; gives the number of the new activation.
std::uint32_t Counting::go_on(const Activation& breached, CivilDay day) {
    Activation next;
    next.check = breached.check;
    next.event = breached.event;
    next.day = day;
    next.bound = breached.bound;
    const auto number = static_cast<std::uint32_t>(state_.activations.size());
    state_.activations.push_back(next);
    ++state_.checks[next.check].open_count;
    state_.open.append(next.check, number);
    if (state_.trace != nullptr) state_.trace->opened(number);
    return number;
}

// The oldest of the ring decides until when the next one has to come.
void Counting::slide(std::uint32_t number, EventIndex event) {
    Activation& one = state_.activations[number];
    if (event == one.event) return;
    std::vector<std::int64_t>& ring = state_.checks[one.check].ring;
    const std::int64_t stamp = stamp_of(one.check, event);
    std::int64_t due = end_of(one.check, ring.front());
    if (stamp > due) {
        const Activation breached = one;
        Discharger(state_).close(number, ActivationState::violated, Reason::none);
        state_.activations[number].discharged_by = event;
        state_.activations[number].is_late = true;
        // What stays empty is one breach; the ring begins where the last one was due.
        std::int64_t restart = due;
        for (due = end_of(breached.check, restart); stamp > due && due > restart;
             due = end_of(breached.check, restart)) {
            restart = due;
        }
        std::fill(ring.begin(), ring.end(), restart);
        number = go_on(breached, breached.limits.due.value_or(state_.today));
    }
    std::rotate(ring.begin(), ring.begin() + 1, ring.end());
    ring.back() = stamp;
    set_due(number, end_of(state_.activations[number].check, ring.front()));
    Activation& slid = state_.activations[number];
    slid.counted += 1;
    slid.discharged_by = event;
    if (state_.trace != nullptr) state_.trace->hits.push_back({number, 0, event});
    // What is unknown and older than all that count has no say any more.
    if (state_.checks[slid.check].last_unknown <= ring.front()) slid.may_be_discharged = false;
}

void Counting::slide_max(std::uint32_t number, EventIndex event) {
    Activation& one = state_.activations[number];
    std::vector<std::int64_t>& ring = state_.checks[one.check].ring;
    const std::int64_t stamp = stamp_of(one.check, event);
    if (state_.trace != nullptr) state_.trace->hits.push_back({number, 0, event});
    ring.push_back(stamp);
    if (static_cast<double>(ring.size()) <= *one.bound) return;
    const bool is_breached = stamp <= end_of(one.check, ring.front());
    ring.erase(ring.begin());
    if (!is_breached) return;
    const Activation breached = one;
    Discharger(state_).close(number, ActivationState::violated, Reason::none, event);
    ring.clear();
    go_on(breached, state_.today);
}

void Counting::begin_tumbling(std::uint32_t number) {
    Activation& one = state_.activations[number];
    const Count& count = state_.rules.checks()[one.check].check->count;
    one.bound = bound_of(state_, one, count.min.value || count.min.table ? count.min : count.max);
    const CivilDay first = first_after(count.unit, one.day - days(1));
    one.limits.earliest = first;
    one.limits.due = one.limits.unmoved = first_after(count.unit, first) - days(1);
    ++state_.checks[one.check].open_count;
    state_.open.append(one.check, number);
    state_.timers.push({*one.limits.due + days(1), TimerKind::count, one.check, number});
    count_earlier(number);
}

void Counting::turn(std::uint32_t number) {
    const Activation& ended = state_.activations[number];
    const bool goes_on = state_.checks[ended.check].is_in_scope && is_of_this_scope(ended) &&
                         ended.reason != Reason::scope_ended && ended.reason != Reason::superseded;
    if (!goes_on) return;
    Activation next;
    next.check = ended.check;
    next.event = ended.event;
    next.day = state_.today;
    const auto index = static_cast<std::uint32_t>(state_.activations.size());
    state_.activations.push_back(next);
    begin_tumbling(index);
    if (state_.trace != nullptr) state_.trace->opened(index);
}

}  // namespace fallbuch::rules
