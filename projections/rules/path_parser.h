// Reads paths: "a.contactId", "a.@actorrole", "o.validity.to", "fact.circle.to", "case.number".
#pragma once

#include <optional>
#include <string_view>

#include "core/events/value_check.h"
#include "projections/rules/condition.h"
#include "projections/rules/json_text.h"
#include "projections/rules/names.h"

namespace fallbuch::rules {

// Does the text look like a path, whether or not it is a right one?
bool is_path(std::string_view text);

// Nothing, with a fault, if no such attribute is at hand.
std::optional<Path> parse_path(const JsonNode& node, const Roots& roots, Names& names);

// Says that the rulebook asks who acted in events of these types.
void note_actor(const TypeSet& types, Names& names);

// What the catalogue says of the value at the path; nullptr if it says nothing.
const ValueCheck* check_of(const Path& path, const Roots& roots, const Names& names);

}  // namespace fallbuch::rules
