// What began a duty, why it applies, and why it began anew, in German.
#pragma once

#include <string>
#include <vector>

#include "projections/rules/activation.h"
#include "projections/rules/evaluation.h"

namespace fallbuch::rules {

// Of an activation that has just been opened.
std::vector<std::string> beginning_steps(const Evaluation& state, const Activation& one);

}  // namespace fallbuch::rules
