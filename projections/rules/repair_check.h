// Are breaches repaired by rules that are there, and does repairing come to an end?
#pragma once

#include <vector>

#include "projections/rules/check.h"
#include "projections/rules/faults.h"

namespace fallbuch::rules {

// A fault for each check whose `repair` names no rule that a repair activates, and for each circle
// in which checks repair one another.
void check_repairs(const std::vector<Check>& checks, RulebookFaults& faults);

}  // namespace fallbuch::rules
