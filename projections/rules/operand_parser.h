// Reads operands and lengths: JSON in, what a condition compares out. Every mistake is a fault with
// its place; what is returned then means nothing.
#pragma once

#include <utility>
#include <vector>

#include "projections/rules/condition.h"
#include "projections/rules/json_text.h"
#include "projections/rules/names.h"
#include "projections/rules/value_types.h"

namespace fallbuch::rules {

// A path ("a.contactId"), a value, or an object of one member: {"plus": [day, period]}. A text that
// is no path is a value; {"value": text} is one in any case.
Operand parse_operand(const JsonNode& node, const Roots& roots, Names& names);

// The same, of one of these types: by all that the catalogue says it may be one.
Operand parse_operand_of(ValueTypes types, const JsonNode& node, const Roots& roots, Names& names);

// The pairs of a "match", [[own, other], ...]: the letters of each side are its own.
std::vector<std::pair<Operand, Operand>> parse_match(const JsonNode& node, const Roots& own,
                                                     const Roots& other, Names& names);

// An operand that stands beside a day or a duration: "P6M" is a period, not a text.
Operand parse_period_operand(const JsonNode& node, const Roots& roots, Names& names);

// "P6M", "P5BD", "PT24H", each with a sign if it lies before, or {"param": name}.
Length parse_length(const JsonNode& node, Names& names);

}  // namespace fallbuch::rules
