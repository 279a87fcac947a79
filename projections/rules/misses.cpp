#include "projections/rules/misses.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "core/calendar/civil_day.h"
#include "projections/rules/activation.h"
#include "projections/rules/case_event.h"
#include "projections/rules/check.h"
#include "projections/rules/check_parts.h"
#include "projections/rules/comparison.h"
#include "projections/rules/condition.h"
#include "projections/rules/condition_steps.h"
#include "projections/rules/definitions.h"
#include "projections/rules/limits.h"
#include "projections/rules/matching.h"
#include "projections/rules/rule_set.h"
#include "projections/rules/step_words.h"
#include "projections/rules/trace.h"
#include "projections/rules/value.h"
#include "projections/rules/vocabulary.h"
#include "projections/rules/window.h"

namespace fallbuch::rules {
namespace {

// Only one event, the one before or behind, or the first or last of the case, can be asked for.
bool asks_for_a_place(const Check& check) {
    switch (check.kind) {
        case Template::chain_response:
        case Template::chain_precedence:
        case Template::init:
        case Template::end: return true;
        default: return false;
    }
}

// It is wrong to do it, or to do it too often.
bool forbids(const Check& check) {
    const bool has_min = check.count.min.value || check.count.min.table;
    return is_negative(check) || (check.kind == Template::count && !has_min);
}

// Of several patterns for the same type the one that the event comes nearest to.
EventView nearest(const Evaluation& state, const Activation& one, const Patterns& group,
                  const CaseEvent& event) {
    std::optional<EventView> best;
    for (const Pattern& pattern : group) {
        if (pattern.type != event.type) continue;
        EventView view = target_view(state, one, pattern, event);
        const auto rank = [](const EventView& any) {
            return std::pair(any.truth, !any.is_about_another);
        };
        if (!best || rank(view) > rank(*best)) best = std::move(view);
    }
    return best.value_or(EventView{Truth::no, true, {}});
}

// Farther before its time than that is long, so that nobody would take it for what is asked for.
bool is_long_before(const Evaluation& state, const Activation& one, const CaseEvent& event) {
    const Limits limits = limits_with_stops(state, one);
    if (!limits.earliest || !limits.due) return true;
    return *limits.earliest - event.day > *limits.due - *limits.earliest + std::chrono::days(1);
}

// Each code that a target has to bear, as far as nothing else would do.
template <typename Visit>
void each_code(const Condition& where, const Visit& visit) {
    if (where.kind == ConditionKind::all) {
        for (const Condition& part : where.parts) each_code(part, visit);
    }
    if (where.kind != ConditionKind::eq) return;
    const Operand& field = where.operands[0];
    const bool is_code = field.kind == OperandKind::path && field.path.codes != nullptr &&
                         field.path.root == PathRoot::target &&
                         where.operands[1].kind == OperandKind::text;
    if (is_code) visit(field.path, std::string_view(where.operands[1].text));
}

// The codes that duties of one rulebook ask for in events of a type.
class AskedCodes {
public:
    AskedCodes(const RuleSet& rules, std::size_t book, TypeIndex type) {
        for (const CompiledCheck& compiled : rules.checks()) {
            if (compiled.book == book) take(*compiled.check, type);
        }
    }

    bool has(const Path& field, std::string_view code) const {
        return std::ranges::any_of(codes_, [&](const auto& one) {
            return is_same_path(*one.first, field) && one.second == code;
        });
    }

private:
    void take(const Check& check, TypeIndex type) {
        for (const Patterns& group : check.require) {
            for (const Pattern& pattern : group) {
                if (pattern.type == type && pattern.where) take(*pattern.where);
            }
        }
    }

    void take(const Condition& where) {
        each_code(where, [&](const Path& path, std::string_view code) {
            codes_.emplace_back(&path, code);
        });
    }

    std::vector<std::pair<const Path*, std::string_view>> codes_;
};

// By its code it is what another duty asks for, so that nobody would take it for this.
bool is_for_another(const RuleSet& rules, std::size_t book, const Patterns& group,
                    const CaseEvent& event) {
    const AskedCodes asked(rules, book, event.type);
    bool is_another = false;
    for (const Pattern& pattern : group) {
        if (pattern.type != event.type) continue;
        bool has_other_code = false;
        const auto look = [&](const Path& field, std::string_view code) {
            const Value told = field_of(event, field);
            const bool is_other = told.kind == ValueKind::text && told.text != code;
            has_other_code = has_other_code || (is_other && asked.has(field, told.text));
        };
        if (pattern.where) each_code(*pattern.where, look);
        if (!has_other_code) return false;
        is_another = true;
    }
    return is_another;
}

bool names_type(const Patterns& group, TypeIndex type) {
    return std::ranges::any_of(group, [&](const Pattern& one) { return one.type == type; });
}

}  // namespace

void Misses::look_back(std::uint32_t activation) {
    // The case is judged anew from its beginning.
    if (state_.activations.size() < known_) {
        all_.clear();
        previous_.clear();
        looked_to_ = 0;
    }
    known_ = state_.activations.size();
    const Activation& one = state_.activations[activation];
    const CompiledCheck& compiled = state_.rules.checks()[one.check];
    const Check& check = *compiled.check;
    if (!compiled.looks_back || asks_for_a_place(check) || one.event == kNoEvent) return;
    const bool is_alternate = check.kind == Template::alternate_precedence;
    const EventIndex previous = state_.checks[one.check].last_event;
    if (is_alternate && previous != kNoEvent) previous_[activation] = previous;
    const auto before = static_cast<EventIndex>(state_.events.size());
    for (EventIndex i = 0; i < before; ++i) {
        if (i != one.event && i != one.other) look_at(activation, i);
    }
}

void Misses::take_newest() {
    const auto end = static_cast<EventIndex>(state_.events.size());
    for (; looked_to_ < end; ++looked_to_) {
        for (std::uint32_t i = 0; i < state_.activations.size(); ++i) {
            const Activation& one = state_.activations[i];
            const EventIndex opened_by = one.other != kNoEvent ? one.other : one.event;
            const bool is_older = opened_by == kNoEvent || opened_by < looked_to_;
            const bool is_done_by_it = one.closed_by == looked_to_;
            if (is_older && (one.is_open() || is_done_by_it)) look_at(i, looked_to_);
            if (is_older && one.is_open()) look_at_exceptions(i, looked_to_);
        }
    }
}

void Misses::look_at(std::uint32_t activation, EventIndex event) {
    const Check& check = *state_.rules.checks()[state_.activations[activation].check].check;
    if (decides_at_once(check) || asks_for_a_place(check)) return;
    for (std::uint16_t group = 0; group < check.require.size(); ++group) {
        const bool is_met = (state_.activations[activation].targets_done & (1U << group)) != 0;
        if (is_met || !names_type(check.require[group], state_.events[event].type)) continue;
        look_at_group(activation, group, event);
    }
}

void Misses::look_at_exceptions(std::uint32_t activation, EventIndex event) {
    const Activation& one = state_.activations[activation];
    const CaseEvent& other = state_.events[event];
    for (const Exception& exception : state_.rules.checks()[one.check].check->unless) {
        const bool may_be = exception.event && exception.event->type == other.type;
        if (!may_be || is_over(state_, one, other)) continue;
        EventView view = other_view(state_, one, *exception.event, other);
        if (view.truth != Truth::unknown) continue;
        add({MissKind::may_except, activation, kExceptions, event, std::move(view.why)});
    }
}

void Misses::look_at_group(std::uint32_t activation, std::uint16_t group, EventIndex event) {
    const Activation& one = state_.activations[activation];
    const Check& check = *state_.rules.checks()[one.check].check;
    bool is_too_early = false;
    const bool is_in_window = is_in_time(state_, one, state_.events[event], is_too_early);
    const EventIndex previous = previous_of(activation);
    const bool is_long_ago = is_too_early && is_long_before(state_, one, state_.events[event]);
    is_too_early = is_too_early || (previous != kNoEvent && event <= previous);
    if (is_long_ago || !is_in_window ||
        (!is_too_early && !forbids(check) && has_hit(activation, event)))
        return;
    EventView view = nearest(state_, one, check.require[group], state_.events[event]);
    if (view.is_about_another) return;
    const std::size_t book = state_.rules.checks()[one.check].book;
    const bool is_other =
        view.truth == Truth::no &&
        is_for_another(state_.rules, book, check.require[group], state_.events[event]);
    if (is_other) return;
    Miss miss{MissKind::does_not_fit, activation, group, event, std::move(view.why)};
    switch (view.truth) {
        case Truth::unknown:
            if (is_too_early) return;
            miss.kind = MissKind::not_known;
            break;
        case Truth::yes:
            if (!is_too_early && (!forbids(check) || one.discharged_by != event)) return;
            miss.kind = is_too_early ? MissKind::too_early : MissKind::forbidden;
            if (is_too_early) miss.why = why_too_early(activation, event);
            break;
        case Truth::no:
            if (is_too_early || forbids(check)) return;
            break;
    }
    add(std::move(miss));
}

// Of what came too early the last one alone.
void Misses::add(Miss miss) {
    if (miss.kind == MissKind::too_early) {
        std::erase_if(all_, [&](const Miss& other) {
            return other.kind == MissKind::too_early && other.activation == miss.activation &&
                   other.group == miss.group;
        });
    }
    all_.push_back(std::move(miss));
}

bool Misses::has_hit(std::uint32_t activation, EventIndex event) const {
    return std::ranges::any_of(state_.trace->hits, [&](const Trace::Hit& hit) {
        return hit.activation == activation && hit.event == event;
    });
}

std::string Misses::why_too_early(std::uint32_t activation, EventIndex event) const {
    const EventIndex previous = previous_of(activation);
    if (previous != kNoEvent && event <= previous) {
        return "liegt vor " + event_on_day(state_.rules.vocabulary(), state_.events[previous]);
    }
    const Limits limits = limits_with_stops(state_, state_.activations[activation]);
    return limits.earliest ? "liegt vor " + named_day(*limits.earliest) : "kam zu früh";
}

std::vector<const Miss*> Misses::of(std::uint32_t activation, std::uint16_t group) const {
    std::vector<const Miss*> some;
    for (const Miss& one : all_) {
        if (one.activation == activation && one.group == group) some.push_back(&one);
    }
    return some;
}

EventIndex Misses::previous_of(std::uint32_t activation) const {
    const auto found = previous_.find(activation);
    return found == previous_.end() ? kNoEvent : found->second;
}

}  // namespace fallbuch::rules
