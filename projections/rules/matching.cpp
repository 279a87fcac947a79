#include "projections/rules/matching.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <variant>
#include <vector>

#include "core/calendar/civil_day.h"
#include "core/calendar/period.h"
#include "projections/rules/activation.h"
#include "projections/rules/case_event.h"
#include "projections/rules/check_state.h"
#include "projections/rules/definitions.h"
#include "projections/rules/judge.h"
#include "projections/rules/limits.h"
#include "projections/rules/memory.h"
#include "projections/rules/value.h"

namespace fallbuch::rules {
namespace {

// The key of several values.
class Key {
public:
    void add(const Value& value) {
        is_known_ = is_known_ && value.is_known();
        key_ = (key_ ^ hash_of(value)) * 0x100000001b3ULL + 0x9e3779b97f4a7c15ULL;
    }
    std::uint64_t get() const {
        if (!is_known_) return kUnknownKey;
        return key_ == kUnknownKey ? ~kUnknownKey : key_;
    }

private:
    std::uint64_t key_ = 0;
    bool is_known_ = true;
};

}  // namespace

Truth fits_target(const CheckJudge& at, const ActivationFrame& frame, const Pattern& pattern,
                  const CaseEvent& event) {
    Bindings with = frame.with;
    with.target = &event;
    return at.judge.fits(pattern, with);
}

Truth fits_other(const CheckJudge& at, const ActivationFrame& frame, const Pattern& pattern,
                 const CaseEvent& event) {
    Bindings with = frame.with;
    with.other = &event;
    return at.judge.fits(pattern, with);
}

std::uint64_t key_of_activation(const Evaluation& state, const Activation& one) {
    const CheckJudge at(state, one.check);
    const ActivationFrame frame(state, one);
    Key key;
    for (const auto& [own, other] :
         state.rules.checks()[one.check].check->require.front().front().match) {
        key.add(at.judge.value(other, frame.with));
    }
    return key.get();
}

std::uint64_t key_of_target(const Evaluation& state, const Subscription& by, EventIndex event) {
    const CheckJudge at(state, by.check);
    Bindings with;
    with.target = &state.events[event];
    Key key;
    for (const auto& [own, other] : by.pattern->match) key.add(at.judge.value(own, with));
    return key.get();
}

std::string_view kind_of(const Evaluation& state, const Activation& one) {
    const Check& check = *state.rules.checks()[one.check].check;
    if (!check.ids_key) return {};
    const CheckJudge at(state, one.check);
    const ActivationFrame frame(state, one);
    return at.judge.value(*check.ids_key, frame.with).text;
}

std::optional<Anchor> anchor_of(const Evaluation& state, Activation& one) {
    const Check& check = *state.rules.checks()[one.check].check;
    const CaseEvent* event = state.event(one.other != kNoEvent ? one.other : one.event);
    const Anchor own{one.day, event == nullptr ? 0 : event->second};
    if (!check.anchor) return own;
    const CheckJudge at(state, one.check);
    const ActivationFrame frame(state, one);
    const Value value = at.judge.value(*check.anchor, frame.with);
    const auto day = at.judge.day(*check.anchor, frame.with);
    if (!day) {
        one.reason = value.kind == ValueKind::erased ? Reason::erased : Reason::not_known;
        return std::nullopt;
    }
    return Anchor{*day, value.kind == ValueKind::moment ? value.second : own.second};
}

Limits limits_with_stops(const Evaluation& state, const Activation& one) {
    Limits limits = one.limits;
    const CompiledCheck& compiled = state.rules.checks()[one.check];
    const Check& check = *compiled.check;
    const std::vector<Stop>& stops = state.checks[one.check].stops;
    if (stops.empty() || !limits.unmoved) return limits;
    const CheckJudge at(state, one.check);
    const ActivationFrame frame(state, one);
    const bool counts_working_days =
        check.within.before && check.within.before->civil &&
        std::holds_alternative<WorkingDays>(*check.within.before->civil);
    const BookGate& gate = state.gates[compiled.book];
    const LimitRules rules(check.within.calendar, gate.params, gate.calendar);
    // Both days of a stop count, and no day twice; stops within the added days count, too.
    CivilDay due = *limits.unmoved;
    CivilDay counted_to = one.day - std::chrono::days(1);
    for (const Stop& stop : stops) {
        const Pattern& from = check.suspend.front().from;
        if (fits_other(at, frame, from, state.events[stop.begun_by]) != Truth::yes) continue;
        const CivilDay first = std::max({stop.from, counted_to + std::chrono::days(1), one.day});
        if (first > due) continue;
        if (!stop.to) {
            limits.due.reset();
            limits.unmoved.reset();
            return limits;
        }
        if (*stop.to < first) continue;
        int stopped = static_cast<int>((*stop.to - first).count()) + 1;
        if (counts_working_days && gate.calendar != nullptr) {
            stopped = gate.calendar->count_working_days(first, *stop.to).value_or(0);
        }
        due = rules.extended(due, stopped, counts_working_days).value_or(due);
        counted_to = *stop.to;
    }
    limits.unmoved = due;
    limits.due = rules.moved(due);
    return limits;
}

}  // namespace fallbuch::rules
