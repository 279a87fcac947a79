// What made a condition come out as it did: its decisive parts with the values, days and events
// behind them, in German.
#pragma once

#include <string>
#include <vector>

#include "projections/rules/activation.h"
#include "projections/rules/case_event.h"
#include "projections/rules/condition.h"
#include "projections/rules/definitions.h"
#include "projections/rules/evaluation.h"
#include "projections/rules/value.h"

namespace fallbuch::rules {

enum class Shown {
    all,          // every decisive part
    what_it_saw,  // only those that reckon days, or rest on events beside the activation's own
};

// A sentence for each part that decided, as of the evaluation's moment: of what is true what makes
// it so, of what is not each part that fails, of what is unknown what nobody has told. Of several
// of which one would have been enough, why each is none.
std::vector<std::string> condition_steps(const Evaluation& state, const Activation& one,
                                         const Condition& condition, Shown shown);
// How a day was reckoned: "Mi 17.07.2024 + 6 Monate = Fr 17.01.2025"; only the day if nothing was.
std::string day_steps(const Evaluation& state, const Activation& one, const Operand& operand);

// An event beside a pattern that the activation asks for, forbids or is excepted by.
struct EventView {
    Truth truth = Truth::no;
    bool is_about_another = false;  // it is not the same thing, plan or talk that it speaks of
    std::string why;                // the parts that decided, in one line without a full stop
};
// As a target (t), or as any other event (x).
EventView target_view(const Evaluation& state, const Activation& one, const Pattern& pattern,
                      const CaseEvent& event);
EventView other_view(const Evaluation& state, const Activation& one, const Pattern& pattern,
                     const CaseEvent& event);

}  // namespace fallbuch::rules
