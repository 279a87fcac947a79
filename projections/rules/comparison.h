// What does a comparison of one path with a constant say of the value of the path?
#pragma once

#include "projections/rules/condition.h"
#include "projections/rules/value_domain.h"

namespace fallbuch::rules {

bool is_same_path(const Path& left, const Path& right);

// Of lt, le, gt, ge: what is true where it is false, and the same with the sides changed.
bool is_order(ConditionKind kind);
ConditionKind opposite(ConditionKind kind);
ConditionKind mirrored(ConditionKind kind);

// The side of a comparison that is a path, as a rule its first; nullptr if none is, or if the
// condition compares nothing.
const Operand* compared_path(const Condition& condition);

// Takes in that the comparison is true, or false, of a value of the path that `compared_path`
// found. Says whether some value is left. What is compared with anything but a constant leaves all.
bool take_comparison(const Condition& comparison, bool is_true, ValueDomain& domain);

}  // namespace fallbuch::rules
