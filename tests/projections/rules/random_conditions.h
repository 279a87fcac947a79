// Random conditions over two attributes, and what they come to in Kleene's logic, tried out value
// by value: as slow and plain as can be.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "projections/rules/condition.h"

namespace fallbuch::rules::testing {

inline constexpr std::size_t kAttributes = 2;

Operand path_of(std::size_t attribute);
Operand text_of(std::string text);
Operand number_of(double number);
Condition condition_of(ConditionKind kind, std::vector<Operand> operands);
Condition joined(ConditionKind kind, std::vector<Condition> parts);

using Assignment = std::array<std::optional<std::string>, kAttributes>;
enum class Answer : std::uint8_t { no, unknown, yes };
Answer naive_answer(const Condition& condition, const Assignment& values);

// Values that tell apart what the random conditions say: one that none of them names, and some that
// begin as one that they name.
const std::vector<std::optional<std::string>>& telling_values(bool are_numbers);

class RandomConditions {
public:
    RandomConditions(std::uint32_t seed, bool are_numbers)
        : random_(seed), are_numbers_(are_numbers) {}

    Condition next(int depth);

private:
    std::size_t pick(std::size_t count) { return random_() % count; }
    Condition leaf();

    std::mt19937 random_;
    bool are_numbers_;
};

}  // namespace fallbuch::rules::testing
