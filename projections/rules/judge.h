// Judges conditions and looks up operands, in the three-valued logic of Kleene: what nobody has
// told is unknown, never false.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "core/calendar/civil_day.h"
#include "core/calendar/period.h"
#include "projections/rules/case_event.h"
#include "projections/rules/condition.h"
#include "projections/rules/definitions.h"
#include "projections/rules/memory.h"
#include "projections/rules/parameters.h"
#include "projections/rules/rulebook.h"
#include "projections/rules/value.h"

namespace fallbuch::rules {

// What the letters of a path stand for. All of it is borrowed for one call; nullptr: not at hand.
struct Bindings {
    const CaseEvent* activation = nullptr;
    const CaseEvent* target = nullptr;
    const CaseEvent* other = nullptr;
    const Instance* object = nullptr;
    const std::vector<CaseEvent>* object_events = nullptr;  // of the office; nullptr: the case's
    const Value* item = nullptr;
};

// What is around a condition: the rulebook that it stands in, and the case at one moment.
struct Surroundings {
    const Rulebook* rulebook = nullptr;
    const std::vector<CaseEvent>* events = nullptr;
    const FactState* facts = nullptr;      // of the rulebook
    const ObjectState* objects = nullptr;  // of the rulebook
    // Of objects of the office, and the events that they are told by.
    const ObjectState* office_objects = nullptr;
    const std::vector<CaseEvent>* office_events = nullptr;
    const ParameterValues* params = nullptr;
    const std::function<std::string_view()>* case_number = nullptr;
    CivilDay today{};
    std::int64_t second = 0;
    // What a bare day closes is closed at once, not only when the day is over.
    bool ends_at_once = false;
};

// Borrows the surroundings.
class Judge {
public:
    explicit Judge(const Surroundings& around) : around_(around) {}

    Truth judge(const Condition& condition, const Bindings& with) const;
    Value value(const Operand& operand, const Bindings& with) const;
    std::optional<CivilDay> day(const Operand& operand, const Bindings& with) const;
    // The pattern's type, its condition, and that all pairs of `match` are equal. The event at hand
    // is bound as `own` by the caller.
    Truth fits(const Pattern& pattern, const Bindings& with) const;
    // Is the object open now?
    Truth is_open(const ObjectKind& kind, const Instance& one) const;
    // Of each object that may be open, whether it is and fits; `which` is a condition of kind
    // `holds`. Until `visit` returns false.
    using VisitObject = std::function<bool(const Instance& one, Truth fits)>;
    void each_open(const Condition& which, const Bindings& with, const VisitObject& visit) const;
    // How many of them there are: between both, as far as that is known.
    struct NumberOpen {
        std::uint32_t least = 0;
        std::uint32_t most = 0;
    };
    NumberOpen number_open(const Condition& which, const Bindings& with) const;
    // Of the kind that "holds" asks for: all of them, and whether one is open.
    std::span<const Instance> objects_of(const Condition& holds) const;
    Truth is_open(const Condition& holds, const Instance& one) const {
        return is_open(kind_of(holds), one);
    }
    // Is it one that "holds" asks for, open or not? Its pairs alone tell whose it is.
    Truth is_paired(const Condition& holds, const Instance& one, const Bindings& with) const;
    Truth fits(const Condition& holds, const Instance& one, const Bindings& with) const;
    // What the letters stand for within "holds".
    Bindings with_object(const Condition& holds, const Instance& one, Bindings with) const;
    // Something that was met could not be told because it was erased.
    bool met_erased() const { return met_erased_; }

private:
    // Of the letters that stand for an event, and of facts; nullptr: it is not at hand.
    const CaseEvent* event_of(const Path& path, const Bindings& with) const;
    // Without looking further than a field of an event; nothing: ask value().
    std::optional<std::string_view> text_of(const Operand& operand, const Bindings& with) const;
    Value at(const Path& path, const Bindings& with) const;
    Value of_object(const Path& path, const Bindings& with) const;
    Value of_days(const Operand& operand, const Bindings& with) const;
    std::optional<CivilPeriod> period_of(const Operand& operand, const Bindings& with) const;
    Value of_several(const Operand& operand, const Bindings& with) const;
    Truth equals(const Condition& condition, const Bindings& with) const;
    Truth compared(const Condition& condition, const Bindings& with) const;
    Truth ordered(const Condition& condition, const Value& left, const Value& right) const;
    Truth with_number_open(const Condition& condition, const Bindings& with) const;
    std::vector<Value> possible_values(const Operand& operand, const Bindings& with) const;
    Truth with_duration(const Condition& condition, const Bindings& with) const;
    Truth of_list(const Condition& condition, const Bindings& with) const;
    Truth is_within_text(const Condition& condition, const Bindings& with) const;
    Truth names_norm(const Condition& condition, const Bindings& with) const;
    Truth in_table(const Condition& condition, const Bindings& with) const;
    Truth holds(const Condition& condition, const Bindings& with) const;
    Truth quantified(const Condition& condition, const Bindings& with) const;
    Truth valid_code(const Condition& condition, const Bindings& with) const;
    const ObjectKind& kind_of(const Condition& holds) const {
        return around_.rulebook->objects[holds.index];
    }
    const std::vector<CaseEvent>& events_of(const ObjectKind& kind) const {
        return kind.is_of_office ? *around_.office_events : *around_.events;
    }
    bool has_ended_by(const ObjectKind& kind, EventIndex closing) const;

    const Surroundings& around_;
    mutable bool met_erased_ = false;
};

}  // namespace fallbuch::rules
