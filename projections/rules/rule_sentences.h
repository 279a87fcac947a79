// What does a check say, as sentences that a person of law reads? Derived from its data.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "projections/rules/check.h"
#include "projections/rules/check_parts.h"
#include "projections/rules/rule_words.h"

namespace fallbuch::rules {

// "Frist" and what is said of it.
struct RuleSection {
    std::string label;
    TextLines lines;
};

// Of the checks of `words`' rulebook: trigger, scope, demand, window, exceptions and so on. What
// it is silent about is left out.
std::vector<RuleSection> sections_of(const Check& check, RuleWords& words);

// The explanation that a finding bears, for each verdict; values that are put in stand in [ ].
TextLines explanations_of(const Check& check, RuleWords& words);

// "Muss", "Soll", "Kann", "Invariante", "Begriff".
std::string_view german(DutyType type);
// "SGB III § 37 Abs. 3 (Stand 30.06.2026)"; a seed by its title.
std::string german_citation(const Citation& citation);

}  // namespace fallbuch::rules
