#include "projections/rules/excuses.h"

#include <algorithm>
#include <vector>

#include "core/events/envelope.h"
#include "projections/rules/activation.h"
#include "projections/rules/case_event.h"
#include "projections/rules/check.h"
#include "projections/rules/check_parts.h"
#include "projections/rules/check_state.h"
#include "projections/rules/discharger.h"
#include "projections/rules/limits.h"
#include "projections/rules/matching.h"
#include "projections/rules/value.h"
#include "projections/rules/window.h"

namespace fallbuch::rules {
namespace {

// Both in days, or both in seconds. What has no end, or one that nobody knows, never ends.
bool ends_later(const Limits& one, const Limits& other) {
    if (!other.due && !other.to_second) return false;
    if (!one.due && !one.to_second) return true;
    return one.is_elapsed ? *one.to_second > *other.to_second : *one.due > *other.due;
}

}  // namespace

void Excuses::take(const Subscription& by, EventIndex event) {
    const Excused excused{event, by.part};
    keep(by.check, excused);
    if (state_.checks[by.check].open_count == 0) return;
    state_.open.sift(by.check, [&](std::uint32_t number) {
        Activation& one = state_.activations[number];
        if (!one.is_waiting()) return false;
        if (is_over(state_, one, state_.events[event])) {
            return !Discharger(state_).set_aside(number);
        }
        if (fits(one, excused)) {
            one.is_excused = true;
            one.closed_by = event;
        }
        return true;
    });
}

void Excuses::set_limits(std::uint32_t number) {
    Activation& one = state_.activations[number];
    const auto& excuses = state_.rules.checks()[one.check].check->excuse;
    one.limits = limits_of(one, excuses.front());
    for (const Excuse& excuse : excuses) {
        const Limits other = limits_of(one, excuse);
        if (ends_later(other, one.limits)) one.limits = other;
    }
}

void Excuses::look_back(std::uint32_t number) {
    Activation& one = state_.activations[number];
    if (one.event == kNoEvent || one.is_anew) return;
    for (const Excused& by : state_.checks[one.check].excuses) {
        if (by.event == one.event || !is_near(one.check, one.event, by) || !fits(one, by)) continue;
        one.is_excused = true;
        one.closed_by = by.event;
    }
}

Limits Excuses::limits_of(const Activation& one, const Excuse& excuse) const {
    const CompiledCheck& compiled = state_.rules.checks()[one.check];
    const CaseEvent* event = state_.event(one.event);
    const BookGate& gate = state_.gate(compiled.book);
    const LimitRules rules(compiled.check->within.calendar, gate.params, gate.calendar);
    return rules.limits({one.day, event == nullptr ? 0 : event->second}, nullptr,
                        excuse.within ? &*excuse.within : nullptr);
}

// In the time of this excuse, which may be shorter than that of another.
bool Excuses::is_soon_enough(const Activation& one, const Excuse& excuse,
                             const CaseEvent& other) const {
    if (state_.rules.checks()[one.check].check->excuse.size() == 1) return true;
    Activation alone = one;
    alone.limits = limits_of(one, excuse);
    return !is_over(state_, alone, other);
}

bool Excuses::fits(const Activation& one, const Excused& by) const {
    const Excuse& excuse = state_.rules.checks()[one.check].check->excuse[by.part];
    const CaseEvent& other = state_.events[by.event];
    if (!is_soon_enough(one, excuse, other)) return false;
    const CheckJudge at(state_, one.check);
    const ActivationFrame frame(state_, one);
    if (fits_other(at, frame, excuse.event, other) != Truth::yes) return false;
    const CaseEvent* acted = state_.event(one.event);
    const bool is_same_person = acted != nullptr && acted->event->text_of(EnvelopeField::actor) ==
                                                        other.event->text_of(EnvelopeField::actor);
    return !excuse.four_eyes || !is_same_person;
}

bool Excuses::is_near(std::uint32_t check_index, EventIndex event, const Excused& by) const {
    const CompiledCheck& compiled = state_.rules.checks()[check_index];
    const Excuse& excuse = compiled.check->excuse[by.part];
    const CaseEvent& later = state_.events[event];
    const CaseEvent& other = state_.events[by.event];
    const bool is_bare = later.is_whole_day || other.is_whole_day;
    if (later.day == other.day && is_bare) return true;
    if (!excuse.earlier) return false;
    const BookGate& gate = state_.gate(compiled.book);
    const LimitRules rules(compiled.check->within.calendar, gate.params, gate.calendar);
    const Limits limits = rules.limits_before({later.day, later.second}, nullptr, &*excuse.earlier);
    if (limits.is_elapsed) return other.second >= limits.from_second;
    return limits.earliest && other.day >= *limits.earliest;
}

void Excuses::keep(std::uint32_t check, const Excused& by) {
    std::vector<Excused>& kept = state_.checks[check].excuses;
    const auto first = std::find_if(kept.begin(), kept.end(), [&](const Excused& one) {
        return is_near(check, by.event, one);
    });
    kept.erase(kept.begin(), first);
    // Without a time before it, only what is simultaneous may still follow.
    const Excuse& excuse = state_.rules.checks()[check].check->excuse[by.part];
    if (excuse.earlier || state_.events[by.event].is_whole_day) kept.push_back(by);
}

}  // namespace fallbuch::rules
