// Has each parameter a value on all days on which a rule asks for it?
#pragma once

#include "projections/rules/faults.h"
#include "projections/rules/rulebook.h"

namespace fallbuch::rules {

// A fault for each parameter that has none on a day on which a rule holds that names it, be it by a
// fact or an object. Not told: days before the first value where nobody says when the rule begins;
// rules that another day than the activation's governs; what other rulebooks may say, too
// ("combine"); and units without a value, as nobody knows which units there are. The rulebook has
// no other fault.
void check_parameter_gaps(const Rulebook& book, RulebookFaults& faults);

}  // namespace fallbuch::rules
