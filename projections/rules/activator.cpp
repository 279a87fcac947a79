#include "projections/rules/activator.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "core/calendar/civil_day.h"
#include "projections/rules/activation.h"
#include "projections/rules/applicability.h"
#include "projections/rules/bounds.h"
#include "projections/rules/case_event.h"
#include "projections/rules/check.h"
#include "projections/rules/check_parts.h"
#include "projections/rules/check_state.h"
#include "projections/rules/condition.h"
#include "projections/rules/counting.h"
#include "projections/rules/definitions.h"
#include "projections/rules/discharger.h"
#include "projections/rules/excuses.h"
#include "projections/rules/judge.h"
#include "projections/rules/limits.h"
#include "projections/rules/matching.h"
#include "projections/rules/memory.h"
#include "projections/rules/rulebook.h"
#include "projections/rules/timers.h"
#include "projections/rules/told_facts.h"
#include "projections/rules/unknowns.h"
#include "projections/rules/value.h"

namespace fallbuch::rules {

void Activator::take(const Subscription& by, EventIndex event) {
    const Check& check = *state_.rules.checks()[by.check].check;
    if (!may_be_activated(state_, by.check, state_.events[event].day)) return;
    Activation one;
    one.check = by.check;
    one.event = event;
    one.day = state_.events[event].day;
    if (by.pattern->where) {
        const CheckJudge at(state_, by.check);
        Bindings with;
        with.activation = &state_.events[event];
        const Truth truth = at.judge.judge(*by.pattern->where, with);
        if (truth == Truth::no) return;
        one.is_uncertain = truth == Truth::unknown;
        if (one.is_uncertain) add_unknowns(*by.pattern->where, at.judge, with, one.unknowns);
    }
    CheckState& check_state = state_.checks[by.check];
    if (check.trigger == Trigger::all_events && !has_all_triggers(by, event)) return;
    if (check.nth != 0 && !check_state.is_nth_trigger(check.nth, one.is_uncertain)) return;
    open(by.check, one);
    check_state.last_event = event;
}

// The last of the set activates, and the set begins anew.
bool Activator::has_all_triggers(const Subscription& by, EventIndex event) {
    const Check& check = *state_.rules.checks()[by.check].check;
    std::vector<EventIndex>& seen = state_.checks[by.check].seen;
    seen.resize(check.on.size(), kNoEvent);
    seen[static_cast<std::size_t>(by.pattern - check.on.data())] = event;
    if (std::find(seen.begin(), seen.end(), kNoEvent) != seen.end()) return false;
    seen.clear();
    return true;
}

bool Activator::open(std::uint32_t check_index, Activation as) {
    const CompiledCheck& compiled = state_.rules.checks()[check_index];
    as.check = check_index;
    if (compiled.check->each_object && as.object == Activation::kNone) {
        open_each_object(as);
        return true;
    }
    if (compiled.check->each_item && as.item == Activation::kNone) {
        open_each_item(as);
        return true;
    }
    bool is_in_gap = false;
    const Truth in_force = is_in_force(state_, as, is_in_gap);
    if (in_force == Truth::no) return false;
    const Truth truth = std::min(in_force, applies(state_, as));
    if (truth == Truth::no) return false;
    as.is_uncertain = as.is_uncertain || truth == Truth::unknown;
    if (truth == Truth::unknown) note_unknowns(as);
    if (is_in_gap) {
        as.state = ActivationState::violated;
        as.reason = Reason::gap;
    }
    enter(std::move(as));
    return true;
}

// Whether it applies hangs on them.
void Activator::note_unknowns(Activation& as) {
    const Check& check = *state_.rules.checks()[as.check].check;
    const CheckJudge at(state_, as.check);
    const ActivationFrame frame(state_, as);
    if (check.where) add_unknowns(*check.where, at.judge, frame.with, as.unknowns);
    const bool asks_object = check.each_where && frame.with.object != nullptr;
    if (asks_object) add_unknowns(*check.each_where, at.judge, frame.with, as.unknowns);
}

void Activator::open_each_object(const Activation& as) {
    const CompiledCheck& compiled = state_.rules.checks()[as.check];
    const std::size_t kind_index =
        state_.rules.object_base(compiled.book) + *compiled.check->each_object;
    const ObjectKind& kind =
        state_.rules.books()[compiled.book]->objects[*compiled.check->each_object];
    for (std::uint32_t i = 0; i < state_.objects[kind_index].all.size(); ++i) {
        Truth alive = Truth::no;
        {
            const CheckJudge at(state_, as.check);
            alive = at.judge.is_open(kind, state_.objects[kind_index].all[i]);
        }
        if (alive == Truth::no) continue;
        Activation one = as;
        one.object = i;
        one.is_uncertain = one.is_uncertain || alive == Truth::unknown;
        open(as.check, std::move(one));
    }
}

void Activator::open_each_item(const Activation& as) {
    const Check& check = *state_.rules.checks()[as.check].check;
    std::uint32_t count = 0;
    {
        const CheckJudge at(state_, as.check);
        const ActivationFrame frame(state_, as);
        each_item(at.judge.value(*check.each_item, frame.with), [&](const Value&) {
            ++count;
            return true;
        });
    }
    for (std::uint32_t i = 0; i < count; ++i) {
        Activation one = as;
        one.item = i;
        if (check.each_where) {
            const CheckJudge at(state_, as.check);
            const ActivationFrame frame(state_, one);
            const Truth truth = at.judge.judge(*check.each_where, frame.with);
            if (truth == Truth::no) continue;
            one.is_uncertain = one.is_uncertain || truth == Truth::unknown;
            add_unknowns(*check.each_where, at.judge, frame.with, one.unknowns);
        }
        open(as.check, std::move(one));
    }
}

void Activator::reopen(std::uint32_t number, EventIndex superseded_by) {
    const Activation& old = state_.activations[number];
    Activation one;
    one.check = old.check;
    one.event = old.event;
    one.other = superseded_by;
    one.object = old.object;
    one.item = old.item;
    one.is_uncertain = old.is_uncertain;
    one.anew_of = number;
    one.day = state_.events[superseded_by].day;
    enter(std::move(one));
}

void Activator::enter(Activation one) {
    const auto number = static_cast<std::uint32_t>(state_.activations.size());
    const std::size_t book = state_.rules.checks()[one.check].book;
    one.parameters = state_.parameter_sets.number_of(book, state_.gate(book).params);
    state_.activations.push_back(std::move(one));
    take_down_facts(state_, number);
    settle(number);
    if (state_.trace != nullptr) state_.trace->opened(number);
}

// What it comes to at once, or what it waits for.
void Activator::settle(std::uint32_t number) {
    const Check& check = *state_.rules.checks()[state_.activations[number].check].check;
    if (!state_.activations[number].is_open()) return;
    state_.activations[number].kind = kind_of(state_, state_.activations[number]);
    if (is_excepted_by_state(number)) return;
    set_limits(number);
    if (is_due_without_law(number)) return;
    if (!check.superseded_by.empty()) {
        state_.checks[state_.activations[number].check].standing.push_back(number);
    }
    if (check.kind == Template::count) return Counting(state_).begin(number);
    if (decides_at_once(check)) return judge_now(number);
    begin_waiting(number);
}

// A state that holds now: the duty waits until it ends, if it does.
bool Activator::is_excepted_by_state(std::uint32_t number) {
    const Activation& one = state_.activations[number];
    const Check& check = *state_.rules.checks()[one.check].check;
    const std::uint32_t check_index = one.check;
    for (std::uint16_t i = 0; i < check.unless.size(); ++i) {
        if (!check.unless[i].holds) continue;
        Truth truth = Truth::no;
        {
            const CheckJudge at(state_, check_index);
            const ActivationFrame frame(state_, state_.activations[number]);
            truth = at.judge.judge(*check.unless[i].holds, frame.with);
        }
        if (truth == Truth::unknown) state_.activations[number].may_be_excepted = true;
        if (truth != Truth::yes) continue;
        Activation& excepted = state_.activations[number];
        excepted.state = ActivationState::not_applicable;
        excepted.reason = Reason::exception;
        excepted.closed_on = state_.today;
        if (check.unless[i].reactivates) state_.deferred.push_back({number, i});
        return true;
    }
    return false;
}

// A rule that governs by the due day does not hold for what is due on a day without it.
bool Activator::is_due_without_law(std::uint32_t number) {
    Activation& one = state_.activations[number];
    const CompiledCheck& compiled = state_.rules.checks()[one.check];
    const bool governs_by_due =
        compiled.check->governs_by_due || state_.rules.books()[compiled.book]->governs_by_due;
    if (!governs_by_due || !one.limits.due) return false;
    const CivilDay due = *one.limits.due;
    const auto& periods = compiled.check->valid;
    const bool is_in_force = state_.rules.validity(compiled.book).covers(due) &&
                             (periods.empty() || std::any_of(periods.begin(), periods.end(),
                                                             [&](const Validity& period) {
                                                                 return period.covers(due);
                                                             }));
    if (is_in_force) return false;
    one.state = ActivationState::not_applicable;
    one.reason = Reason::not_in_force;
    one.closed_on = state_.today;
    return true;
}

void Activator::set_limits(std::uint32_t number) {
    Activation& one = state_.activations[number];
    const CompiledCheck& compiled = state_.rules.checks()[one.check];
    const Check& check = *compiled.check;
    BookGate& gate = state_.gate(compiled.book);
    const CaseEvent* event = state_.event(one.other != kNoEvent ? one.other : one.event);
    one.is_planned = event != nullptr && std::find(check.planned_by.begin(), check.planned_by.end(),
                                                   event->type) != check.planned_by.end();
    const auto anchor = anchor_of(state_, one);
    if (!anchor) {
        one.limits.is_unknown = true;
        return;
    }
    const Length* before = length_of(one);
    const LimitRules rules(check.within.calendar, gate.params, gate.calendar);
    const Length* after = check.within.after ? &*check.within.after : nullptr;
    // What has to come first is looked for behind the anchor.
    one.limits = is_precedence(check) ? rules.limits_before(*anchor, after, before)
                                      : rules.limits(*anchor, after, before);
    if (check.scope_until) {
        const CheckJudge at(state_, one.check);
        const ActivationFrame frame(state_, one);
        const auto last = at.judge.day(*check.scope_until, frame.with);
        // What would be due behind the end of its scope is owed no more.
        one.limits.is_cut_short = last && one.limits.due && *one.limits.due > *last;
        if (one.limits.is_cut_short) one.limits.due = *last;
    }
    if (check.repair.empty() || !one.limits.due) return;
    state_.timers.push(
        {*one.limits.due + std::chrono::days(1), TimerKind::breach, one.check, number});
}

// Of its window; nullptr: an event ends it, or nothing does.
const Length* Activator::length_of(Activation& one) const {
    const Window& within = state_.rules.checks()[one.check].check->within;
    const Length* before = within.before ? &*within.before : nullptr;
    if (within.cases.empty()) return before;
    const CheckJudge at(state_, one.check);
    const ActivationFrame frame(state_, one);
    for (const Window::Case& other : within.cases) {
        const Truth truth = at.judge.judge(other.where, frame.with);
        if (truth == Truth::yes) before = &other.before;
        if (truth == Truth::unknown) one.may_be_discharged = true;
    }
    return before;
}

void Activator::judge_now(std::uint32_t number) {
    Activation& one = state_.activations[number];
    const CompiledCheck& compiled = state_.rules.checks()[one.check];
    const Check& check = *compiled.check;
    Truth truth = Truth::unknown;
    bool met_erased = false;
    {
        const CheckJudge at(state_, one.check);
        const ActivationFrame frame(state_, one);
        truth = at.judge.judge(*check.that, frame.with);
        met_erased = at.judge.met_erased();
        if (truth == Truth::unknown) {
            add_unknowns(*check.that, at.judge, frame.with, one.unknowns);
        }
    }
    Discharger discharger(state_);
    if (truth == Truth::yes)
        return discharger.close(number, ActivationState::satisfied, one.reason);
    if (truth == Truth::unknown) one.reason = met_erased ? Reason::erased : Reason::not_known;
    one.may_be_discharged = truth == Truth::unknown;
    const CaseEvent* event = state_.event(one.event);
    const bool may_change = event != nullptr && event->is_whole_day && compiled.asks_memory;
    if (!check.excuse.empty() && truth == Truth::no) {
        Excuses(state_).set_limits(number);
        if (may_change) state_.whole_days.push_back(number);
        return begin_waiting(number);
    }
    if (may_change) {
        one.limits.due = one.day;
        state_.whole_days.push_back(number);
        return;
    }
    const bool is_violated = truth == Truth::no && !one.is_uncertain && !one.may_be_excepted;
    discharger.close(number,
                     is_violated ? ActivationState::violated : ActivationState::undetermined,
                     one.reason);
}

// Into the lists in which events look for it, and past the events that have come already.
void Activator::begin_waiting(std::uint32_t number) {
    const std::uint32_t check_index = state_.activations[number].check;
    const CompiledCheck& compiled = state_.rules.checks()[check_index];
    const Check& check = *compiled.check;
    set_bound(number);
    watch_law(number);
    if (check.kind == Template::alternate_response) close_repeated(number);
    ++state_.checks[check_index].open_count;
    state_.open.append(check_index, number);
    if (compiled.is_keyed) {
        state_.open.append_keyed(check_index, key_of_activation(state_, state_.activations[number]),
                                 number);
    }
    Discharger discharger(state_);
    if (check.kind == Template::chain_precedence) return discharger.look_at_previous(number);
    if (check.kind == Template::chain_response || check.kind == Template::init) {
        state_.chained.push_back(number);
        return;
    }
    if (check.kind == Template::end) state_.last_ones.push_back(number);
    if (check.is_maintenance) state_.maintained.push_back(number);
    if (compiled.looks_back) {
        discharger.look_back(number);
    } else {
        discharger.look_back_in_day(number);
    }
    discharger.look_back_at_exceptions(number);
    if (!check.excuse.empty()) Excuses(state_).look_back(number);
    const Activation& looked = state_.activations[number];
    const CaseEvent* event = state_.event(looked.event);
    const bool is_settled = is_precedence(check) && (event == nullptr || !event->is_whole_day);
    if (!looked.is_open() || !is_settled) return;
    const bool is_unknown =
        looked.may_be_discharged || looked.is_uncertain || looked.may_be_excepted;
    discharger.close(number, is_unknown ? ActivationState::undetermined : ActivationState::violated,
                     Reason::none);
}

// How many are asked for, by what holds now.
void Activator::set_bound(std::uint32_t number) {
    Activation& one = state_.activations[number];
    const Check& check = *state_.rules.checks()[one.check].check;
    const bool is_absence = check.kind == Template::absence;
    const CountBound& bound = is_absence ? check.count.max : check.count.min;
    if (bound.value || bound.table) one.bound = bound_of(state_, one, bound);
}

// What is activated again before it was done will not be done any more (alternate response).
void Activator::close_repeated(std::uint32_t number) {
    const Activation& one = state_.activations[number];
    const EventIndex event = one.event;
    const auto visit = [&](std::uint32_t other) {
        const bool is_open = state_.activations[other].is_open();
        Discharger discharger(state_);
        if (is_open) discharger.close(other, ActivationState::violated, Reason::repeated, event);
        return false;
    };
    if (state_.rules.checks()[one.check].is_keyed) {
        state_.open.sift_keyed(one.check, key_of_activation(state_, one), visit);
    } else {
        state_.open.sift(one.check, visit);
    }
}

// The last day of the law under which it was activated, if its transition asks for it.
void Activator::watch_law(std::uint32_t number) {
    const Activation& one = state_.activations[number];
    const CompiledCheck& compiled = state_.rules.checks()[one.check];
    const Transition transition =
        transition_of(*state_.rules.books()[compiled.book], *compiled.check);
    if (transition != Transition::restart_new && transition != Transition::close_lapsed) return;
    std::optional<CivilDay> last = state_.rules.validity(compiled.book).to;
    for (const Validity& valid : compiled.check->valid) {
        if (valid.covers(one.day) && valid.to && (!last || *valid.to < *last)) last = valid.to;
    }
    if (!last) return;
    state_.timers.push({*last + std::chrono::days(1), TimerKind::law_changes, one.check, number});
}

}  // namespace fallbuch::rules
