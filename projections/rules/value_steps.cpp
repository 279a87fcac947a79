#include "projections/rules/value_steps.h"

#include "projections/rules/step_words.h"

namespace fallbuch::rules {
namespace {

// The item of which the sentence speaks has been named.
bool is_whole_item(const Operand& operand) {
    return operand.kind == OperandKind::path && operand.path.what == PathWhat::whole;
}

}  // namespace

std::string ValueSteps::of(const Condition& comparison, const Bindings& with,
                           const Speaker& speaker, Truth truth) {
    if (comparison.kind == ConditionKind::present || comparison.kind == ConditionKind::holds) {
        return {};
    }
    const bool is_told = comparison.kind == ConditionKind::eq && truth == Truth::yes;
    Found found;
    for (const Operand& operand : comparison.operands) {
        if (is_literal(operand) || is_whole_item(operand)) continue;
        if (is_told && operand.kind == OperandKind::path) continue;
        if (is_as_written(operand, with)) continue;
        if (!add_missing(operand, with, speaker, found)) {
            add_known(comparison, operand, with, found);
        }
    }
    std::string text = joined(found.known, comparison.operands.size() == 2 ? "gegenüber" : "und");
    if (found.known.empty() && found.missing.size() == 1) return std::string(kNotTold);
    if (!found.missing.empty()) {
        const bool is_one = found.missing.size() == 1;
        text += (text.empty() ? "" : "; ") + std::string(kNotTold) + (is_one ? " ist " : " sind ") +
                joined(found.missing, "und");
    } else if (found.known.size() == 1) {
        const bool is_size = comparison.operands.front().kind == OperandKind::size;
        if (found.has_text) text.insert(0, "angegeben ist ");
        if (is_size) text.insert(0, "es sind ");
    }
    const std::string full = operands_.full_length(comparison, with);
    return full.empty() ? text : text + "; " + full;
}

void ValueSteps::add_known(const Condition& comparison, const Operand& operand,
                           const Bindings& with, Found& to) {
    to.known.push_back(comparison.kind == ConditionKind::contains_text
                           ? operands_.letters(operand, with)
                           : operands_.value(operand, with, words_.codes_of(comparison.operands)));
    to.has_text = to.has_text || operand.kind == OperandKind::path;
}

// What it is reckoned from, as far as nobody has told that.
bool ValueSteps::add_missing(const Operand& operand, const Bindings& with, const Speaker& speaker,
                             Found& to) {
    if (operand.kind == OperandKind::path) {
        if (judge_.value(operand, with).kind != ValueKind::missing) return false;
        to.missing.push_back(words_.value(operand, speaker));
        return true;
    }
    if (operand.parts.empty() || judge_.value(operand, with).is_known()) return false;
    const bool is_duration = operand.kind == OperandKind::duration;
    if (is_duration && judge_.day(operand.parts[0], with) && judge_.day(operand.parts[1], with)) {
        return false;
    }
    bool is_missing = false;
    for (const Operand& part : operand.parts) {
        is_missing = add_missing(part, with, speaker, to) || is_missing;
    }
    return is_missing;
}

// A parameter whose value the sentence has told, as no office has set another.
bool ValueSteps::is_as_written(const Operand& operand, const Bindings& with) const {
    if (operand.kind != OperandKind::param) return false;
    const auto& values = book_.params[operand.param].values;
    return values.size() == 1 && value_words(judge_.value(values.front().value, with), nullptr) ==
                                     value_words(judge_.value(operand, with), nullptr);
}

}  // namespace fallbuch::rules
