// How was counted: which events, within which days, and how many were asked for? In German.
#pragma once

#include <string>
#include <vector>

#include "projections/rules/evaluation.h"
#include "projections/rules/outcome.h"

namespace fallbuch::rules {

// Each event that counted, as the evaluation's trace has them; "Keines zählt." if there is none.
std::vector<std::string> counted_events(const Evaluation& state, const Outcome& outcome);
// From the window to the comparison of both numbers. The activation counts.
std::vector<std::string> count_steps(const Evaluation& state, const Outcome& outcome);

}  // namespace fallbuch::rules
