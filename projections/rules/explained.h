// What an outcome means, in the words of its rule and with the dates and values of the case.
#pragma once

#include <string>

#include "projections/rules/evaluation.h"
#include "projections/rules/outcome.h"

namespace fallbuch::rules {

// German. Days are written as 28.02.2025, codes by their titles, what nobody has told as "–". Empty
// if the rule says nothing about this verdict. Facts and objects are those of the evaluation's day.
std::string explained(const Evaluation& state, const Outcome& outcome);

}  // namespace fallbuch::rules
