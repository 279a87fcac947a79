// Reads conditions: JSON in, a tree with resolved names out. Every mistake is a fault with its
// place; what is returned then means nothing.
#pragma once

#include "projections/rules/condition.h"
#include "projections/rules/json_text.h"
#include "projections/rules/names.h"

namespace fallbuch::rules {

Condition parse_condition(const JsonNode& node, const Roots& roots, Names& names);

// Which objects are meant: a kind by its name, or {"object": name, "where": condition}. What comes
// out is a condition of kind `holds`.
Condition parse_objects(const JsonNode& node, const Roots& roots, Names& names);

}  // namespace fallbuch::rules
