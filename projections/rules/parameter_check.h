// Has a value of a parameter a meaning? The values that its rulebook gives it say of which kind it
// is, and what names it says which of them mean something.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/base/result.h"
#include "projections/rules/condition.h"
#include "projections/rules/faults.h"
#include "projections/rules/rulebook.h"

namespace fallbuch::rules {

// All values of each parameter: what differs in kind from the first, or has no meaning, is a fault.
void check_parameters(const Rulebook& book, RulebookFaults& faults);

// What an office says that a parameter be, read as its rulebook would write it: "P7D", "4", "true",
// a list as "A, B". invalid if it means nothing, with the reason alone.
Result<Operand> read_parameter(const Rulebook& book, std::uint16_t param, std::string_view text);

}  // namespace fallbuch::rules
