// What do the names mean that a rulebook gives to facts, objects and tables, in German?
#pragma once

#include <vector>

#include "projections/rules/rule_sentences.h"
#include "projections/rules/rule_words.h"

namespace fallbuch::rules {

// What the words have mentioned by the rulebook's own names: facts, objects, tables, and whatever
// these mention in turn.
std::vector<RuleSection> glossary_of(RuleWords& words);

}  // namespace fallbuch::rules
