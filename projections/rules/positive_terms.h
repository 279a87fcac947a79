// How does a condition read without "not"? People lose count of nested negations.
#pragma once

#include "projections/rules/condition.h"

namespace fallbuch::rules {

// A condition that is judged the same whatever the case. "not" stands only over what has no
// opposite of its own ("in", "present", "holds", "some", …).
Condition in_positive_terms(const Condition& condition);

// It says what is not so.
bool is_denial(const Condition& condition);

}  // namespace fallbuch::rules
