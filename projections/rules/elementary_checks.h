// Templates that say two things at once, taken apart.
#pragma once

#include <vector>

#include "projections/rules/check.h"

namespace fallbuch::rules {

// Succession is a response and a precedence, co-existence two responded existences; any other check
// stays alone.
std::vector<Check> elementary(Check check);

}  // namespace fallbuch::rules
