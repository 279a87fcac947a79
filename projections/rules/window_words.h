// How do numbers and windows of time of a check read in German?
#pragma once

#include "projections/rules/check.h"
#include "projections/rules/check_parts.h"
#include "projections/rules/rule_words.h"
#include "projections/rules/value_words.h"

namespace fallbuch::rules {

// How many, in which stretch of time; nothing if the check counts nothing.
TextLines count_lines(const Count& count, const Speaker& speaker, RuleWords& words);

// From when to when, and how the last day is found; nothing if the check is judged at once.
TextLines window_lines(const Check& check, const Speaker& speaker, RuleWords& words);

}  // namespace fallbuch::rules
