// What made a condition come out as it did: its decisive parts with the values, days and events
// behind them, in German.
#pragma once

#include <string>
#include <vector>

#include "projections/rules/activation.h"
#include "projections/rules/condition.h"
#include "projections/rules/evaluation.h"

namespace fallbuch::rules {

enum class Shown {
    all,          // every decisive part
    what_it_saw,  // only those that reckon days, or rest on events beside the activation's own
};

// A sentence for each part that decided, as of the evaluation's moment: of what is true what makes
// it so, of what is not each part that fails, of what is unknown what nobody has told.
std::vector<std::string> condition_steps(const Evaluation& state, const Activation& one,
                                         const Condition& condition, Shown shown);
// How a day was reckoned: "Mi 17.07.2024 + 6 Monate = Fr 17.01.2025"; only the day if nothing was.
std::string day_steps(const Evaluation& state, const Activation& one, const Operand& operand);

}  // namespace fallbuch::rules
