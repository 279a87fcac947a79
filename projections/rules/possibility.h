// Can conditions be true together, as far as their constants tell?
//
// Errs on the side of yes: "no" is certain. What depends on more than constants, as two attributes
// that are compared with each other, is taken as possible.
#pragma once

#include <cstdint>
#include <span>

#include "projections/rules/condition.h"
#include "projections/rules/definitions.h"
#include "projections/rules/rulebook.h"

namespace fallbuch::rules {

// When a condition is judged. Facts and objects may be others later; events stay as they are.
enum class JudgedAt : std::uint8_t { activation, later };

// Borrows the condition.
struct Claim {
    const Condition* condition = nullptr;
    bool is_true = true;
    JudgedAt at = JudgedAt::activation;
};

// `activated`: on which days `a` may occur.
bool may_hold(std::span<const Claim> claims, const Rulebook& book, const Validity& activated);

// Written the same but for white space and order of members.
bool is_same(const Operand& left, const Operand& right);
bool is_same(const Condition& left, const Condition& right);

}  // namespace fallbuch::rules
