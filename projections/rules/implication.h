// Is a condition true whenever another one is?
//
// Errs on the side of no: "yes" is certain, also where attributes are missing.
#pragma once

#include "projections/rules/condition.h"

namespace fallbuch::rules {

bool implies(const Condition& narrow, const Condition& wide);

}  // namespace fallbuch::rules
