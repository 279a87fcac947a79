// Which faults of a rulebook can only the parser know, and no schema of its form?
#pragma once

#include <algorithm>
#include <string_view>

#include "projections/rules/faults.h"

namespace fallbuch::rules {

inline constexpr std::string_view kWordsAboutNames[] = {
    "the catalogue has no such",
    "the code list ",
    "have no order",
    "no code of the list has ",
    "it does not name its ",
    " has this name (",
    " is at hand here",
    "an attribute ",
    "has no attributes",
    "of the case there is only",
    "the envelope has no such attribute",
    "it has no part ",
    "an explanation has no value",
    "there is no rulebook ",
    "has no such rule",
    " is there already",
    " is activated by a repair",
    "months and years need",
    "this parameter ",
    "all values of a parameter",
    "no place that has holidays",
    "no row of the table ",
    "this window ends before",
    "a window is counted in days",
    "this length has no sign",
    "more are asked for at least",
    "two exceptions at once",
    "two lengths at once",
    "another period of the rule",
    "ends before it begins",
    "another value holds, too",
    " the table has ",
    "have as many cells as its first",
    "this is not one norm",
    "this is no law",
    " is needed here, not ",
    " is never equal to ",
    " is never \"",
    " has no order",
    " is not compared with ",
    " is not compared as a whole",
    "a duration is compared",
    "no item of the list is",
    "this list has no items",
    "how many there are is ",
    "they are always the same",
    "it is always present",
    "repairs without an end",
    "in a window without length",
    "says no number, and names",
    "there is no word to be looked for",
    "compares two fields",
};

// Those of names and what they stand for, of the types of values, and of days, rows and rules that
// do not go together.
inline bool is_about_names(const RulebookFault& fault) {
    return std::ranges::any_of(kWordsAboutNames, [&](std::string_view words) {
        return fault.what.find(words) != std::string_view::npos;
    });
}

}  // namespace fallbuch::rules
