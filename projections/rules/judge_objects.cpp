// What a judge knows of objects: which are open, how many, and what was told about them.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "projections/rules/case_event.h"
#include "projections/rules/condition.h"
#include "projections/rules/definitions.h"
#include "projections/rules/judge.h"
#include "projections/rules/memory.h"
#include "projections/rules/value.h"

namespace fallbuch::rules {

// Has it come to an end with the event?
bool Judge::has_ended_by(const ObjectKind& kind, EventIndex closing) const {
    if (closing == kNoEvent) return false;
    if (kind.is_of_office) return (*around_.office_events)[closing].second <= around_.second;
    // What was closed on a bare day is simultaneous with all of that day.
    const CaseEvent& event = (*around_.events)[closing];
    const bool is_simultaneous = event.is_whole_day && event.day == around_.today;
    return !is_simultaneous || around_.ends_at_once;
}

Truth Judge::is_open(const ObjectKind& kind, const Instance& one) const {
    const bool is_to_come =
        kind.is_of_office && (*around_.office_events)[one.told_by.front()].second > around_.second;
    if (is_to_come || has_ended_by(kind, one.closed_by)) return Truth::no;
    if (one.last && *one.last < around_.today) return Truth::no;
    if (one.unknown_from && *one.unknown_from <= around_.today) return Truth::unknown;
    const bool is_in_doubt = one.is_doubtful || has_ended_by(kind, one.doubtfully_closed_by);
    return is_in_doubt ? Truth::unknown : Truth::yes;
}

Bindings Judge::with_object(const Condition& holds, const Instance& one, Bindings with) const {
    with.object = &one;
    with.object_events = &events_of(kind_of(holds));
    return with;
}

std::span<const Instance> Judge::objects_of(const Condition& holds) const {
    const bool is_of_office = kind_of(holds).is_of_office;
    const ObjectState* objects = is_of_office ? around_.office_objects : around_.objects;
    return objects == nullptr ? std::span<const Instance>() : objects[holds.index].all;
}

Truth Judge::is_paired(const Condition& holds, const Instance& one, const Bindings& with) const {
    const Bindings inner = with_object(holds, one, with);
    Truth truth = Truth::yes;
    for (std::size_t i = 0; i < holds.operands.size() && truth != Truth::no; i += 2) {
        const Value own = value(holds.operands[i], inner);
        truth = std::min(truth, equal(own, value(holds.operands[i + 1], with)));
    }
    return truth;
}

Truth Judge::fits(const Condition& holds, const Instance& one, const Bindings& with) const {
    const Truth truth = is_paired(holds, one, with);
    if (truth == Truth::no || holds.parts.empty()) return truth;
    return std::min(truth, judge(holds.parts.front(), with_object(holds, one, with)));
}

void Judge::each_open(const Condition& which, const Bindings& with,
                      const VisitObject& visit) const {
    for (const Instance& one : objects_of(which)) {
        Truth truth = is_open(which, one);
        if (truth == Truth::no) continue;
        truth = std::min(truth, fits(which, one, with));
        if (!visit(one, truth)) return;
    }
}

Truth Judge::holds(const Condition& condition, const Bindings& with) const {
    Truth best = Truth::no;
    each_open(condition, with, [&](const Instance&, Truth fits) {
        best = std::max(best, fits);
        return best != Truth::yes;
    });
    return best;
}

Judge::NumberOpen Judge::number_open(const Condition& which, const Bindings& with) const {
    NumberOpen number;
    each_open(which, with, [&](const Instance&, Truth fits) {
        if (fits == Truth::yes) ++number.least;
        if (fits != Truth::no) ++number.most;
        return true;
    });
    return number;
}

std::vector<Value> Judge::possible_values(const Operand& operand, const Bindings& with) const {
    if (operand.kind != OperandKind::open) return {value(operand, with)};
    const auto [least, most] = number_open(operand.open.front(), with);
    std::vector<Value> all;
    for (std::uint32_t number = least; number <= most; ++number) {
        all.push_back(value_of_number(number));
    }
    return all;
}

// It is decided if all numbers that are possible decide it alike.
Truth Judge::with_number_open(const Condition& condition, const Bindings& with) const {
    const bool is_equation =
        condition.kind == ConditionKind::eq || condition.kind == ConditionKind::ne;
    bool may_be_true = false;
    bool may_be_false = false;
    for (const Value& left : possible_values(condition.operands[0], with)) {
        for (const Value& right : possible_values(condition.operands[1], with)) {
            const Truth truth = is_equation ? equal(left, right) : ordered(condition, left, right);
            may_be_true = may_be_true || truth != Truth::no;
            may_be_false = may_be_false || truth != Truth::yes;
        }
    }
    if (may_be_true && may_be_false) return Truth::unknown;
    return truth_of(may_be_true);
}

namespace {

// What was told last counts. What may have been told since leaves it in doubt, unless it is the
// same.
class NewestTold {
public:
    // The newest first; true: nothing older counts.
    bool take(const Value& told, bool is_doubtful) {
        if (!told.is_known()) {
            if (told.kind == ValueKind::erased) value_ = told;
            return false;
        }
        if (is_doubtful) {
            doubtful_.push_back(told);
            return false;
        }
        value_ = told;
        return true;
    }

    Value value() const {
        const bool is_sure = std::ranges::all_of(
            doubtful_, [&](const Value& one) { return equal(one, value_) == Truth::yes; });
        return is_sure ? value_ : in_doubt();
    }

private:
    Value value_;
    std::vector<Value> doubtful_;
};

}  // namespace

Value Judge::of_object(const Path& path, const Bindings& with) const {
    if (with.object == nullptr) return {};
    const Instance& object = *with.object;
    const auto& events = with.object_events != nullptr ? *with.object_events : *around_.events;
    // The moments of an object are those of its opening.
    if (path.what == PathWhat::occurred || path.what == PathWhat::recorded) {
        const CaseEvent& opening = events[object.told_by.front()];
        return opening.second > around_.second ? Value{} : field_of(opening, path);
    }
    NewestTold newest;
    for (auto later = object.told_later.rbegin(); later != object.told_later.rend(); ++later) {
        if (newest.take(field_of(later->event, path), later->is_doubtful)) return newest.value();
    }
    for (auto told = object.told_by.rbegin(); told != object.told_by.rend(); ++told) {
        // Of the office all is known; what it said later was not said yet.
        if (events[*told].second > around_.second) continue;
        const auto& doubtful = object.doubtfully_told_by;
        const bool is_doubtful = std::ranges::find(doubtful, *told) != doubtful.end();
        if (newest.take(field_of(events[*told], path), is_doubtful)) return newest.value();
    }
    return newest.value();
}

}  // namespace fallbuch::rules
