// What has come of a duty since it began, in German.
#pragma once

#include <string>
#include <vector>

#include "core/calendar/berlin.h"
#include "projections/rules/evaluation.h"
#include "projections/rules/misses.h"
#include "projections/rules/outcome.h"

namespace fallbuch::rules {

// Times that stood still, what counted and what is missing, what was done when and how far it was
// from the last day, what ended or justified it, and that its time has passed. The evaluation has
// been told a trace from its beginning, and the misses of all of it.
std::vector<std::string> outcome_steps(const Evaluation& state, const Outcome& outcome,
                                       const BerlinTime& berlin, const Misses& misses);

// By what the last verdict was reached, without a full stop: "Frist abgelaufen am Di 01.10.2024";
// empty while it is pending, or if the beginning decided.
std::string reached_by(const Evaluation& state, const Outcome& outcome, const BerlinTime& berlin);

}  // namespace fallbuch::rules
