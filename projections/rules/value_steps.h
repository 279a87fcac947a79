// Which values did a comparison find, and which has nobody told? In German.
#pragma once

#include <string>
#include <vector>

#include "projections/rules/condition.h"
#include "projections/rules/judge.h"
#include "projections/rules/operand_steps.h"
#include "projections/rules/rulebook.h"
#include "projections/rules/value.h"
#include "projections/rules/value_words.h"

namespace fallbuch::rules {

// Borrows the rulebook, the judge and the words.
class ValueSteps {
public:
    ValueSteps(const Rulebook& book, const Judge& judge, ValueWords& words)
        : book_(book), judge_(judge), words_(words), operands_(judge) {}

    // What the sentence does not tell already, of a comparison that came out so; may be empty.
    // "Mo 03.03.2025; nicht angegeben ist Tag des Ersuchens"
    std::string of(const Condition& comparison, const Bindings& with, const Speaker& speaker,
                   Truth truth);

private:
    struct Found {
        std::vector<std::string> known;
        std::vector<std::string> missing;  // names
        bool has_text = false;             // a path is known
    };
    void add_known(const Condition& comparison, const Operand& operand, const Bindings& with,
                   Found& to);
    bool add_missing(const Operand& operand, const Bindings& with, const Speaker& speaker,
                     Found& to);
    bool is_as_written(const Operand& operand, const Bindings& with) const;

    const Rulebook& book_;
    const Judge& judge_;
    ValueWords& words_;
    OperandSteps operands_;
};

}  // namespace fallbuch::rules
