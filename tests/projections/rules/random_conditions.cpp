#include "tests/projections/rules/random_conditions.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "projections/rules/condition.h"

namespace fallbuch::rules::testing {
namespace {

Answer answer_of(bool is_true) { return is_true ? Answer::yes : Answer::no; }

bool compare(ConditionKind kind, const std::string& value, const Operand& with) {
    switch (kind) {
        case ConditionKind::eq: return value == with.text;
        case ConditionKind::ne: return value != with.text;
        case ConditionKind::in: return std::count(with.texts.begin(), with.texts.end(), value) > 0;
        case ConditionKind::lt: return std::stod(value) < with.number;
        case ConditionKind::le: return std::stod(value) <= with.number;
        case ConditionKind::gt: return std::stod(value) > with.number;
        default: return std::stod(value) >= with.number;
    }
}

}  // namespace

Operand path_of(std::size_t attribute) {
    Operand operand;
    operand.kind = OperandKind::path;
    operand.path.field = {static_cast<std::uint16_t>(attribute)};
    return operand;
}

Operand text_of(std::string text) {
    Operand operand;
    operand.text = std::move(text);
    return operand;
}

Operand number_of(double number) {
    Operand operand;
    operand.kind = OperandKind::number;
    operand.number = number;
    return operand;
}

Condition condition_of(ConditionKind kind, std::vector<Operand> operands) {
    Condition condition;
    condition.kind = kind;
    condition.operands = std::move(operands);
    return condition;
}

Condition joined(ConditionKind kind, std::vector<Condition> parts) {
    Condition condition;
    condition.kind = kind;
    condition.parts = std::move(parts);
    return condition;
}

Answer naive_answer(const Condition& condition, const Assignment& values) {
    std::vector<Answer> parts;
    for (const Condition& part : condition.parts) parts.push_back(naive_answer(part, values));
    switch (condition.kind) {
        case ConditionKind::all: return *std::min_element(parts.begin(), parts.end());
        case ConditionKind::any: return *std::max_element(parts.begin(), parts.end());
        case ConditionKind::negation:
            return static_cast<Answer>(2 - static_cast<int>(parts.front()));
        default: break;
    }
    const auto& value = values[condition.operands.front().path.field.value];
    if (condition.kind == ConditionKind::present) return answer_of(value.has_value());
    if (!value) return Answer::unknown;
    return answer_of(compare(condition.kind, *value, condition.operands.back()));
}

const std::vector<std::optional<std::string>>& telling_values(bool are_numbers) {
    static const std::vector<std::optional<std::string>> texts{
        std::nullopt, "A", "AB", "B", "C", "Q", "A1", "AB1", "B1", "C1"};
    static const std::vector<std::optional<std::string>> numbers{std::nullopt, "-1",  "0", "0.5",
                                                                 "1",          "1.5", "2", "3"};
    return are_numbers ? numbers : texts;
}

Condition RandomConditions::next(int depth) {
    const auto choice = pick(depth == 0 ? 1 : 4);
    if (choice == 0) return leaf();
    if (choice == 3) return joined(ConditionKind::negation, {next(depth - 1)});
    std::vector<Condition> parts;
    const std::size_t count = 2 + pick(2);
    for (std::size_t i = 0; i < count; ++i) parts.push_back(next(depth - 1));
    return joined(choice == 1 ? ConditionKind::all : ConditionKind::any, std::move(parts));
}

Condition RandomConditions::leaf() {
    const Operand path = path_of(pick(kAttributes));
    if (pick(6) == 0) return condition_of(ConditionKind::present, {path});
    if (are_numbers_) {
        constexpr std::array kKinds{ConditionKind::lt, ConditionKind::le, ConditionKind::gt,
                                    ConditionKind::ge};
        return condition_of(kKinds[pick(4)], {path, number_of(static_cast<double>(pick(3)))});
    }
    constexpr std::array kKinds{ConditionKind::eq, ConditionKind::ne, ConditionKind::in};
    constexpr std::array<std::string_view, 4> kTexts{"A", "AB", "B", "C"};
    const ConditionKind kind = kKinds[pick(3)];
    Operand with = text_of(std::string(kTexts[pick(4)]));
    if (kind == ConditionKind::in) {
        with.kind = OperandKind::texts;
        with.texts = {with.text, std::string(kTexts[pick(4)])};
    }
    return condition_of(kind, {path, with});
}

}  // namespace fallbuch::rules::testing
