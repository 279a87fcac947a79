// Does it go without saying that a value is there, or is not, as another part shows the value?
#pragma once

#include "projections/rules/condition.h"
#include "projections/rules/value_words.h"

namespace fallbuch::rules {

// True of "present" among what is all true, and of that it is not there among alternatives that all
// fail: another part of the group has the value.
bool is_told_beside(const Condition& part, const Condition& group, ValueWords& words,
                    const Speaker& speaker);

}  // namespace fallbuch::rules
