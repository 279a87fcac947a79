#include "projections/rules/told_beside.h"

#include <algorithm>
#include <string>
#include <utility>

namespace fallbuch::rules {
namespace {

// By what they are called: "fact.x.y" may be called as another path.
class Search {
public:
    Search(std::string value, ValueWords& words, const Speaker& speaker)
        : value_(std::move(value)), words_(words), speaker_(speaker) {}

    bool is_in(const Condition& condition) {
        if (condition.kind == ConditionKind::present) return false;
        return std::ranges::any_of(condition.parts,
                                   [&](const Condition& part) { return is_in(part); }) ||
               std::ranges::any_of(condition.operands,
                                   [&](const Operand& operand) { return is_in(operand); });
    }

private:
    bool is_in(const Operand& operand) {
        if (operand.kind == OperandKind::path) return words_.value(operand, speaker_) == value_;
        return std::ranges::any_of(operand.parts, [&](const Operand& part) { return is_in(part); });
    }

    const std::string value_;
    ValueWords& words_;
    const Speaker& speaker_;
};

}  // namespace

bool is_told_beside(const Condition& part, const Condition& group, ValueWords& words,
                    const Speaker& speaker) {
    const bool is_all = group.kind == ConditionKind::all;
    const bool is_denied = part.kind == ConditionKind::negation;
    const Condition& inner = is_denied ? part.parts.front() : part;
    if (inner.kind != ConditionKind::present || is_denied == is_all) return false;
    Search search(words.value(inner.operands[0], speaker), words, speaker);
    return std::ranges::any_of(group.parts,
                               [&](const Condition& other) { return search.is_in(other); });
}

}  // namespace fallbuch::rules
