// Which small mistakes could somebody make in a rulebook? Its text, each time with one of them: a
// number or a day or a window one off, an exception or an alternative left out, a comparison
// turned round, a choice made otherwise.
#pragma once

#include <string>
#include <vector>

#include "projections/rules/json_text.h"

namespace fallbuch::rules {

struct Mutant {
    // Where and what, without lines: "rules/G-09/Frist/within/before +1". Rules go by their id,
    // checks by their part, other lists count from 0.
    std::string key;
    std::string rule;    // empty: in what rules have in common
    std::string change;  // in German: "P29D statt P28D"
    TextPlace place;
    const JsonNode* at = nullptr;  // in the rulebook; there stands instead:
    JsonNode replacement;
};

// Of a rulebook's own text, in the order of the text. Not all of them can be read as rulebooks.
// What only says how a rule is called, cited and explained is left as it is. The mutants borrow the
// rulebook.
std::vector<Mutant> mutants_of(const JsonNode& rulebook);

// The rulebook's text with the mistake in it.
std::string text_with(const Mutant& mutant, const JsonNode& rulebook);

}  // namespace fallbuch::rules
