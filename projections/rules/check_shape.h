// Does a check hang together? Every answer "no" is a fault.
#pragma once

#include "projections/rules/check.h"
#include "projections/rules/faults.h"

namespace fallbuch::rules {

// Has the template all that it needs, and are its exceptions apart?
void check_shape(const Check& check, RulebookFaults& faults);

}  // namespace fallbuch::rules
