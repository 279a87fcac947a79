// The values of the case behind what a condition compares, and how its days were reckoned, in
// German.
#pragma once

#include <string>
#include <string_view>

#include "core/calendar/civil_day.h"
#include "core/events/code_list.h"
#include "projections/rules/condition.h"
#include "projections/rules/judge.h"
#include "projections/rules/value.h"

namespace fallbuch::rules {

inline constexpr std::string_view kNotTold = "nicht angegeben";

// It is reckoned from days: a sum, a duration or an age.
bool is_reckoned(const Operand& operand);
// It stands in the rulebook as it is.
bool is_literal(const Operand& operand);

// Borrows the judge.
class OperandSteps {
public:
    explicit OperandSteps(const Judge& judge) : judge_(judge) {}

    // "„Marktnah“", "Di 09.06.2026 bis Mo 21.12.2026 sind 196 Tage", "nicht angegeben". Texts are
    // looked up among the codes.
    std::string value(const Operand& operand, const Bindings& with, const CodeList* codes) const;
    // Of a code first itself, as its letters decide: "„A“ („Ende steht fest“)".
    std::string letters(const Operand& operand, const Bindings& with) const;
    // "Mi 17.07.2024 + 6 Monate = Fr 17.01.2025"; only the day if nothing was reckoned.
    std::string day(const Operand& operand, const Bindings& with) const;
    // Of a duration that is compared with a length, when that would be full; empty of all else.
    std::string full_length(const Condition& condition, const Bindings& with) const;

private:
    static std::string items(const Value& list, const CodeList* codes);
    // How many objects are open, as far as that is known.
    std::string number(const Condition& which, const Bindings& with) const;
    std::string of_several(const Operand& operand, const Bindings& with, CivilDay day) const;
    std::string length(const Operand& part, const Bindings& with) const;

    const Judge& judge_;
};

}  // namespace fallbuch::rules
