// Can a check be kept at all? Windows that end before they begin, lengths that lead back, and more
// at least than at most leave nothing that would do.
#pragma once

#include <vector>

#include "projections/rules/check.h"
#include "projections/rules/definitions.h"
#include "projections/rules/faults.h"
#include "projections/rules/json_text.h"

namespace fallbuch::rules {

// With each value of the parameters that it names; params[i] is that of index i. What is wrong with
// its window is told at `window`.
void check_possible(const Check& check, const std::vector<Parameter>& params, TextPlace window,
                    RulebookFaults& faults);

}  // namespace fallbuch::rules
