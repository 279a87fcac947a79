// Reads the German explanations of a check: texts with braces, in which values are put.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "projections/rules/check_parts.h"
#include "projections/rules/condition.h"
#include "projections/rules/json_text.h"
#include "projections/rules/names.h"

namespace fallbuch::rules {

// By verdict: satisfied, violated, pending, not_applicable, waived, undetermined.
std::map<std::string, Explanation, std::less<>> parse_explanations(const JsonNode& node,
                                                                   const Roots& roots,
                                                                   Names& names);

// The facts that they name, each once.
std::vector<Operand> facts_in(const std::map<std::string, Explanation, std::less<>>& explanations);

}  // namespace fallbuch::rules
