#include "tests/projections/rules/naive_conditions.h"

#include <algorithm>

#include "core/base/assert.h"
#include "core/calendar/timestamp.h"

namespace fallbuch::rules::testing {
namespace {

Kleene truth_of(bool is_true) { return is_true ? Kleene::yes : Kleene::no; }

std::string number_words(double number) {
    LEDGER_ASSERT(number == static_cast<double>(static_cast<int>(number)));
    return std::to_string(static_cast<int>(number));
}

std::string words_at(const Path& path, const NaiveLetters& letters, const Vocabulary& names) {
    const NaiveEvent* event = nullptr;
    const Words* words = nullptr;
    switch (path.root) {
        case PathRoot::activation: event = letters.a; break;
        case PathRoot::target: event = letters.t; break;
        case PathRoot::other: event = letters.x; break;
        case PathRoot::object: words = letters.o; break;
        default: break;
    }
    if (event != nullptr && path.what == PathWhat::occurred) return day_text(event->day);
    if (event != nullptr) words = &event->values;
    LEDGER_ASSERT(path.what == PathWhat::field);
    if (words == nullptr) return "";
    const auto found = words->find(names.field_name(path.field));
    return found == words->end() ? "" : found->second;
}

Kleene compared(const Condition& condition, const std::string& left, const std::string& right) {
    if (left.empty() || right.empty()) return Kleene::unknown;
    switch (condition.kind) {
        case ConditionKind::eq: return truth_of(left == right);
        case ConditionKind::ne: return truth_of(left != right);
        default: break;
    }
    // Days and numbers of one digit have the order of their words.
    switch (condition.kind) {
        case ConditionKind::lt: return truth_of(left < right);
        case ConditionKind::le: return truth_of(left <= right);
        case ConditionKind::gt: return truth_of(left > right);
        default: break;
    }
    LEDGER_ASSERT(condition.kind == ConditionKind::ge);
    return truth_of(left >= right);
}

}  // namespace

bool naive_asks_for_state(const Condition& condition) {
    return condition.kind == ConditionKind::holds ||
           std::any_of(condition.parts.begin(), condition.parts.end(), naive_asks_for_state);
}

std::string naive_words(const Operand& operand, const NaiveLetters& letters,
                        const Vocabulary& names) {
    switch (operand.kind) {
        case OperandKind::path: return words_at(operand.path, letters, names);
        case OperandKind::text: return operand.text;
        case OperandKind::number: return number_words(operand.number);
        case OperandKind::boolean: return operand.boolean ? "true" : "false";
        case OperandKind::day: return day_text(operand.day);
        default: break;
    }
    LEDGER_ASSERT(false);
    return "";
}

Kleene naive_truth(const Condition& condition, const NaiveLetters& letters,
                   const Vocabulary& names) {
    switch (condition.kind) {
        case ConditionKind::all:
        case ConditionKind::any: {
            const bool is_all = condition.kind == ConditionKind::all;
            Kleene truth = is_all ? Kleene::yes : Kleene::no;
            for (const Condition& part : condition.parts) {
                const Kleene one = naive_truth(part, letters, names);
                truth = is_all ? std::min(truth, one) : std::max(truth, one);
            }
            return truth;
        }
        case ConditionKind::negation: {
            const Kleene one = naive_truth(condition.parts.front(), letters, names);
            if (one == Kleene::unknown) return one;
            return one == Kleene::yes ? Kleene::no : Kleene::yes;
        }
        case ConditionKind::present:
            return truth_of(!naive_words(condition.operands.front(), letters, names).empty());
        case ConditionKind::holds: return letters.holds(condition);
        default: break;
    }
    return compared(condition, naive_words(condition.operands[0], letters, names),
                    naive_words(condition.operands[1], letters, names));
}

Kleene naive_fits(const Pattern& pattern, const NaiveEvent& event, const NaiveLetters& letters,
                  const Vocabulary& names) {
    if (names.type_name(pattern.type) != event.type) return Kleene::no;
    Kleene truth = pattern.where ? naive_truth(*pattern.where, letters, names) : Kleene::yes;
    for (const auto& [own, other] : pattern.match) {
        const std::string left = naive_words(own, letters, names);
        const std::string right = naive_words(other, letters, names);
        const bool is_known = !left.empty() && !right.empty();
        truth = std::min(truth, is_known ? truth_of(left == right) : Kleene::unknown);
    }
    return truth;
}

}  // namespace fallbuch::rules::testing
