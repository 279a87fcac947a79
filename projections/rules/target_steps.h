// What is asked for, what came and what is missing, and what did not count and why; in German.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "projections/rules/evaluation.h"
#include "projections/rules/misses.h"
#include "projections/rules/outcome.h"

namespace fallbuch::rules {

// Of a check that asks for events, or forbids them. The evaluation has been told a trace from its
// beginning, and the misses of all of it.
std::vector<std::string> target_steps(const Evaluation& state, const Outcome& outcome,
                                      const Misses& misses);
// Of the group of targets: the newest of those that did not count, with the reason.
std::vector<std::string> miss_steps(const Evaluation& state, const Outcome& outcome,
                                    const Misses& misses, std::uint16_t group);
// The events that the group asks for, in one line.
std::string demand_words(const Evaluation& state, const Outcome& outcome, std::uint16_t group);

}  // namespace fallbuch::rules
