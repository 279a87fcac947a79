// The earlier events, facts and objects behind a condition, in German.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "projections/rules/condition.h"
#include "projections/rules/definitions.h"
#include "projections/rules/evaluation.h"
#include "projections/rules/judge.h"
#include "projections/rules/memory.h"
#include "projections/rules/operand_steps.h"
#include "projections/rules/rule_set.h"
#include "projections/rules/rule_words.h"
#include "projections/rules/rulebook.h"
#include "projections/rules/value_words.h"

namespace fallbuch::rules {

// By what a thing fails to be what is asked for, in one line; empty: its values are told.
using WhyNot = std::function<std::string(const Bindings& of_it)>;

// Of the conditions of one check. Borrows the evaluation, its judge and the words.
class WitnessSteps {
public:
    WitnessSteps(const Evaluation& state, std::uint32_t check, const Judge& judge,
                 RuleWords& words);

    // The events beside the activation's own that told the values.
    std::vector<std::string> of_values(const Condition& condition, const Bindings& with) const;
    // Of `holds`: which of them is open and what was told of it, or how the last one ended.
    std::string of_object(const Condition& condition, const Bindings& with, const Speaker& speaker,
                          const WhyNot& why_not) const;

private:
    void add_counted(const Condition& which, const Bindings& with,
                     std::vector<std::string>& all) const;
    std::string of_fact(const Path& path) const;
    std::string told(const Instance& one, const Bindings& with) const;
    std::string told_of(const Condition& condition, const Bindings& with,
                        const Speaker& speaker) const;
    std::string none_fits(const Condition& condition, const Bindings& with, const Speaker& speaker,
                          const WhyNot& why_not) const;
    std::string ended(const ObjectKind& kind, const Instance& one) const;
    const std::vector<Instance>& all_of(std::uint16_t kind) const;

    const Evaluation& state_;
    const CompiledCheck& compiled_;
    const Rulebook& book_;
    const Judge& judge_;
    RuleWords& words_;
    OperandSteps operands_;
};

}  // namespace fallbuch::rules
