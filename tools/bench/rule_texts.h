// Rulebooks for measuring, as JSON texts: the rules that a goal names, and many of all sorts.
#pragma once

#include <cstddef>
#include <string>

namespace fallbuch {

// Ten pairs of activities of BPI Challenge 2012, each within a day, a week and thirty days.
std::string log_rules();

// How many activities the many rules are about: "T0", "T1", …
inline constexpr std::size_t kManyRulesTypes = 20;
inline constexpr std::size_t kManyRules = 200;
// Rules about made events, each about two activities, so that each activity concerns twenty of
// them: responses, precedences, prohibitions and counts, with conditions and matched values.
std::string many_rules();

// At least four T0 in any half year, from T1 on.
std::string sliding_count_rule();

}  // namespace fallbuch
