#include "projections/rules/watcher.h"

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include "projections/rules/activation.h"
#include "projections/rules/activator.h"
#include "projections/rules/case_notes.h"
#include "projections/rules/check_parts.h"
#include "projections/rules/condition.h"
#include "projections/rules/counting.h"
#include "projections/rules/definitions.h"
#include "projections/rules/discharger.h"
#include "projections/rules/judge.h"
#include "projections/rules/memory.h"
#include "projections/rules/rule_set.h"
#include "projections/rules/timers.h"
#include "projections/rules/told_facts.h"
#include "projections/rules/value.h"

namespace fallbuch::rules {

void Watcher::settle_chains(EventIndex event) {
    if (state_.chained.empty()) return;
    const std::vector<std::uint32_t> waiting = std::exchange(state_.chained, {});
    for (const std::uint32_t number : waiting) Discharger(state_).settle_chain(number, event);
}

void Watcher::look_again(EventIndex event) {
    if (!state_.whole_days.empty()) look_again_at_days();
    if (!state_.maintained.empty()) look_again_at_maintained(event);
    if (!state_.last_ones.empty()) look_again_at_last(event);
}

// A bare day is simultaneous with all of its day: what holds at any moment of it holds.
void Watcher::look_again_at_days() {
    std::erase_if(state_.whole_days, [&](std::uint32_t number) {
        const Activation& one = state_.activations[number];
        if (!one.is_open()) return true;
        Truth truth = Truth::no;
        {
            const CheckJudge at(state_, one.check);
            const ActivationFrame frame(state_, one);
            truth = at.judge.judge(*state_.rules.checks()[one.check].check->that, frame.with);
        }
        if (truth == Truth::unknown) state_.activations[number].may_be_discharged = true;
        if (truth != Truth::yes) return false;
        take_down_facts(state_, number);
        Discharger(state_).close(number, ActivationState::satisfied, Reason::none);
        return true;
    });
}

void Watcher::look_again_at_maintained(EventIndex event) {
    std::erase_if(state_.maintained, [&](std::uint32_t number) {
        const Activation& one = state_.activations[number];
        if (!one.is_open()) return true;
        if (one.limits.due && state_.today > *one.limits.due) return true;
        Truth truth = Truth::no;
        {
            const CheckJudge at(state_, one.check);
            const ActivationFrame frame(state_, one);
            truth = at.judge.judge(*state_.rules.checks()[one.check].check->that, frame.with);
        }
        if (truth == Truth::unknown) state_.activations[number].may_be_discharged = true;
        if (truth != Truth::no) return false;
        Discharger(state_).close(number, ActivationState::violated, Reason::maintained_not, event);
        return true;
    });
}

void Watcher::look_again_at_last(EventIndex event) {
    for (const std::uint32_t number : state_.last_ones) {
        Activation& one = state_.activations[number];
        if (!one.is_open() || (one.limits.due && state_.today > *one.limits.due)) continue;
        const Check& check = *state_.rules.checks()[one.check].check;
        const CheckJudge at(state_, one.check);
        Bindings with;
        with.target = &state_.events[event];
        Truth truth = Truth::no;
        for (const Pattern& pattern : check.require.front()) {
            if (pattern.type != state_.events[event].type) continue;
            truth = std::max(truth, at.judge.fits(pattern, with));
        }
        one.discharged_by = truth == Truth::yes ? event : kNoEvent;
        one.may_be_discharged = truth == Truth::unknown;
    }
}

void Watcher::settle_objects() {
    const std::vector<EndedObject> ended = std::exchange(state_.ended, {});
    state_.ends_at_once = true;
    for (const EndedObject& object : ended) {
        for (const std::uint32_t check : state_.rules.end_checks(object.kind)) {
            Activation one;
            one.object = object.number;
            one.other = object.event;
            one.is_uncertain = object.is_uncertain;
            one.day = state_.today;
            Activator(state_).open(check, one);
        }
    }
    // What a day ends, or tells of an object, no event has ended.
    EventIndex ended_by = kNoEvent;
    if (!ended.empty()) ended_by = ended.back().event;
    if (state_.objects_changed) ended_by = static_cast<EventIndex>(state_.events.size() - 1);
    const bool may_have_ended = std::ranges::any_of(ended, &EndedObject::is_uncertain);
    if (state_.objects_changed || !ended.empty()) reactivate(ended_by, may_have_ended);
    state_.ends_at_once = false;
    state_.objects_changed = false;
}

// What an own end leaves open, as its law is unknown, is owed when it has ended for certain.
void Watcher::reactivate(EventIndex ended_by, bool may_have_ended) {
    std::vector<std::pair<std::uint32_t, Truth>> owed;
    std::erase_if(state_.deferred, [&](Deferred& deferred) {
        const Activation& one = state_.activations[deferred.activation];
        const CompiledCheck& compiled = state_.rules.checks()[one.check];
        const CheckJudge at(state_, one.check);
        const ActivationFrame frame(state_, one);
        const Condition& holds = *compiled.check->unless[deferred.exception].holds;
        const Truth truth = !at.judge.judge(holds, frame.with);
        const bool is_doubted = truth == Truth::unknown && may_have_ended && !deferred.is_doubted;
        deferred.is_doubted = deferred.is_doubted || is_doubted;
        if (is_doubted || truth == Truth::yes) owed.emplace_back(deferred.activation, truth);
        return truth == Truth::yes;
    });
    for (const auto& [number, is_owed] : owed) activate_anew(number, ended_by, is_owed);
}

void Watcher::activate_anew(std::uint32_t number, EventIndex ended_by, Truth is_owed) {
    const Activation old = state_.activations[number];
    Activation one;
    one.event = old.event;
    one.object = old.object;
    one.item = old.item;
    one.is_uncertain = old.is_uncertain || is_owed == Truth::unknown;
    one.is_anew = true;
    one.anew_of = number;
    one.anew_by = ended_by;
    one.day = state_.today;
    if (Activator(state_).open(old.check, one)) return;
    for (const std::uint32_t other : state_.rules.checks()[old.check].others) {
        if (Activator(state_).open(other, one)) return;
    }
}

void Watcher::close_case(EventIndex event) {
    for (std::size_t book = 0; book < state_.rules.books().size(); ++book) {
        const Patterns& closing = state_.rules.books()[book]->closing;
        const bool closes = std::any_of(closing.begin(), closing.end(), [&](const Pattern& one) {
            return one.type == state_.events[event].type;
        });
        if (!closes) continue;
        std::erase_if(state_.deferred, [&](const Deferred& deferred) {
            const Activation& one = state_.activations[deferred.activation];
            return state_.rules.checks()[one.check].book == book;
        });
    }
}

void Watcher::begin_day() { state_.whole_days.clear(); }

void Watcher::fire(const Timer& timer) {
    switch (timer.kind) {
        case TimerKind::object_ends: {
            const Instance& one = state_.objects[timer.check].all[timer.number];
            // Told anew since, or closed: another timer or an event has its end.
            const bool is_meant = one.closed_by == kNoEvent && one.last &&
                                  *one.last + std::chrono::days(1) == timer.day;
            if (!is_meant) return;
            const bool is_uncertain = one.is_doubtful || one.doubtfully_closed_by != kNoEvent;
            state_.ended.push_back({timer.check, timer.number, kNoEvent, is_uncertain});
            return settle_objects();
        }
        case TimerKind::fact_begins: return begin_fact(timer);
        case TimerKind::breach: return repair(timer);
        case TimerKind::count: return Counting(state_).turn(timer.number);
        case TimerKind::law_changes: return change_law(timer);
    }
}

// Its event counts from today on, unless a newer one has taken its place.
void Watcher::begin_fact(const Timer& timer) {
    FactState& fact = state_.facts[timer.check];
    if (fact.coming.empty() || fact.coming.front() != timer.number) return;
    fact.latest = timer.number;
    fact.is_doubtful = false;
    fact.coming.erase(fact.coming.begin());
    for (std::size_t book = 0; book < state_.gates.size(); ++book) {
        if (state_.unit_event_of(book) == timer.number) state_.gates[book].is_unit_told = true;
    }
}

void Watcher::change_law(const Timer& timer) {
    const Activation old = state_.activations[timer.number];
    if (!old.is_open()) return;
    // What was breached before stays so.
    if (old.limits.due && state_.today > *old.limits.due + std::chrono::days(1)) return;
    const CompiledCheck& compiled = state_.rules.checks()[old.check];
    const Transition transition =
        compiled.check->transition.value_or(state_.rules.books()[compiled.book]->transition);
    if (transition == Transition::close_lapsed) {
        return Discharger(state_).close(timer.number, ActivationState::not_applicable,
                                        Reason::lapsed);
    }
    Discharger(state_).close(timer.number, ActivationState::not_applicable, Reason::superseded);
    activate_anew(timer.number, kNoEvent);
}

void Watcher::repair(const Timer& timer) {
    const Activation breached = state_.activations[timer.number];
    const bool is_breached =
        breached.state == ActivationState::violated ||
        (breached.is_open() && breached.limits.due && state_.today > *breached.limits.due);
    if (!is_breached) return;
    for (const std::uint32_t check : state_.rules.checks()[timer.check].repairs) {
        Activation one;
        one.event = breached.event;
        one.day = state_.today;
        Activator(state_).open(check, one);
    }
}

}  // namespace fallbuch::rules
