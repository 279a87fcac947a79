// How was counted: which events, within which days, and how many were asked for? In German.
#pragma once

#include <string>
#include <vector>

#include "projections/rules/evaluation.h"
#include "projections/rules/misses.h"
#include "projections/rules/outcome.h"

namespace fallbuch::rules {

// From what counts and the window to the comparison of both numbers. The activation counts.
std::vector<std::string> count_steps(const Evaluation& state, const Outcome& outcome,
                                     const Misses& misses);

}  // namespace fallbuch::rules
