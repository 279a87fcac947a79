// Does it go without saying that a value is there, or is not, as another part shows the value?
#pragma once

#include "projections/rules/condition.h"
#include "projections/rules/value.h"
#include "projections/rules/value_words.h"

namespace fallbuch::rules {

// True of "present" in a group that came out so: of what is true beside the value, and of
// alternatives that all fail, of which one would be that the value is not there.
bool is_told_beside(const Condition& part, const Condition& group, Truth truth, ValueWords& words,
                    const Speaker& speaker);

}  // namespace fallbuch::rules
