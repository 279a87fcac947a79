// How does one comparison or test of a condition read in German, and how that it is not so?
#pragma once

#include <string>

#include "projections/rules/condition.h"
#include "projections/rules/value_words.h"

namespace fallbuch::rules {

// Of anything but all, any, not, every and some; of "holds" only the thing, of a number of open
// things not which. "Kennung ist eine andere als beim Auslöser", "Rolle ist weder „A“ noch „B“".
std::string leaf_words(const Condition& condition, bool is_denied, ValueWords& values,
                       const Speaker& speaker);

}  // namespace fallbuch::rules
