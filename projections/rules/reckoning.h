// How was a duty begun, and its last day found? Step by step, with the dates of the case, in
// German.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "projections/rules/evaluation.h"

namespace fallbuch::rules {

// From what began it, and why it applies, to the last day in time or what a condition came to; each
// step a sentence. To be asked for when the activation has just been opened (Trace::opened):
// parameters, facts and objects are those of that moment.
std::vector<std::string> window_steps(const Evaluation& state, std::uint32_t activation);

}  // namespace fallbuch::rules
