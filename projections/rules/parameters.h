// Which value has a parameter on a day, in a unit? What the rulebook says, unless the office has
// changed it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/calendar/civil_day.h"
#include "core/codec/digest.h"
#include "projections/rules/condition.h"
#include "projections/rules/definitions.h"
#include "projections/rules/rulebook.h"

namespace fallbuch::rules {

// A value that the office set for one of a rulebook's parameters.
struct ParameterChange {
    std::string rulebook;
    std::string parameter;
    Validity valid;
    std::vector<std::string> units;  // empty: everywhere
    Operand value;
};

// Of one rulebook, on one day in one unit. Borrows all of it.
class ParameterValues {
public:
    // `same_duty`: the other rulebooks that apply, for parameters of which the greatest counts.
    ParameterValues(const Rulebook& rulebook, const std::vector<ParameterChange>& changes)
        : rulebook_(&rulebook), changes_(&changes) {}

    void set(CivilDay day, std::string_view unit) {
        day_ = day;
        unit_ = unit;
    }
    void set_others(const std::vector<const Rulebook*>* others) { others_ = others; }
    CivilDay day() const { return day_; }
    std::string_view unit() const { return unit_; }
    const std::vector<const Rulebook*>* others() const { return others_; }

    // nullptr if the parameter has no value then.
    const Operand* find(std::uint16_t index) const;
    // Of all parameters with their values: which set of them a finding was judged by.
    Digest digest() const;

private:
    const Operand* own(const Rulebook& rulebook, const Parameter& parameter) const;

    const Rulebook* rulebook_;
    const std::vector<ParameterChange>* changes_;
    const std::vector<const Rulebook*>* others_ = nullptr;
    CivilDay day_{};
    std::string_view unit_;
};

// "P7D", "4", a word.
std::string text_of(const Operand& value);

}  // namespace fallbuch::rules
