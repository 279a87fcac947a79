// Reads paths: "a.contactId", "a.@actorrole", "o.validity.to", "fact.circle.to", "case.number".
#pragma once

#include <optional>
#include <string_view>
#include <vector>

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

// What the catalogue says of the value at the path, one for each type of event that has it; nullptr
// where it says nothing.
std::vector<const ValueCheck*> checks_of(const Path& path, const Roots& roots, const Names& names);
// The same of an item of the list at the path.
std::vector<const ValueCheck*> checks_of_items(const Path& path, const Roots& roots,
                                               const Names& names);

}  // namespace fallbuch::rules
