#include "projections/rules/told_facts.h"

#include <utility>

#include "projections/rules/activation.h"
#include "projections/rules/check.h"
#include "projections/rules/condition.h"
#include "projections/rules/evaluation.h"
#include "projections/rules/judge.h"
#include "projections/rules/rule_set.h"

namespace fallbuch::rules {

void take_down_facts(Evaluation& state, std::uint32_t activation) {
    const Activation& one = state.activations[activation];
    const Check& check = *state.rules.checks()[one.check].check;
    if (check.told_facts.empty()) return;
    ToldFacts told;
    {
        const CheckJudge at(state, one.check);
        const ActivationFrame frame(state, one);
        for (const Operand& fact : check.told_facts) {
            told.push_back(at.judge.value(fact, frame.with));
        }
    }
    state.activations[activation].told_facts = std::move(told);
}

}  // namespace fallbuch::rules
