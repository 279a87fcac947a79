// Reads the parts of a check that stand for themselves: what excepts it, what excuses it, how it
// counts.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "projections/rules/check_parts.h"
#include "projections/rules/faults.h"
#include "projections/rules/json_text.h"
#include "projections/rules/names.h"

namespace fallbuch::rules {

Citation parse_citation(const JsonNode& node, RulebookFaults& faults);
// Whether it is a norm that is cited, "§ …" or "Art. …": its wording changes with the law, and that
// of a seed does not.
bool is_norm(std::string_view paragraph);

// Nothing if it is not whole.
std::optional<Suspension> parse_suspension(const JsonNode& node, const Roots& roots, Names& names);

// One for each type of event that excepts, or one for the state.
std::vector<Exception> parse_exception(const JsonNode& node, const Roots& roots, Names& names);

// One for each type of event that excuses.
std::vector<Excuse> parse_excuse(const JsonNode& node, const Roots& roots, Names& names);

Count parse_count(const JsonNode& node, const Roots& roots, Names& names);

}  // namespace fallbuch::rules
