// How was a due day found? Step by step, with the dates of the case, in German.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "projections/rules/activation.h"
#include "projections/rules/evaluation.h"
#include "projections/rules/outcome.h"

namespace fallbuch::rules {

// Why it is closed, or how it came to be judged: words behind "Grund: "; of none empty.
std::string_view german(Reason reason);

// From the event to the last day in time, each step a sentence; empty if the activation has no
// window of time. To be asked for while the activation is the newest: parameters are those of that
// moment.
std::vector<std::string> window_steps(const Evaluation& state, std::uint32_t activation);

// What has come of it since: times that stood still, the end of the scope, what was done when, and
// how far it was from the last day.
std::vector<std::string> outcome_steps(const Evaluation& state, const Outcome& outcome);

}  // namespace fallbuch::rules
