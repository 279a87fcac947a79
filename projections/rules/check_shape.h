// Does a check hang together? Every answer "no" is a fault.
#pragma once

#include "projections/rules/check.h"
#include "projections/rules/definitions.h"
#include "projections/rules/faults.h"
#include "projections/rules/json_text.h"

namespace fallbuch::rules {

// Has the template all that it needs?
void check_shape(const Check& check, RulebookFaults& faults);

// Could any day lie in the window?
void check_possible(const Window& window, TextPlace place, RulebookFaults& faults);

}  // namespace fallbuch::rules
