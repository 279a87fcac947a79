// What else could have been written instead of one value of a rulebook: a number or a day one
// more or less, a window a day longer or shorter, the other choice.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "projections/rules/json_text.h"

namespace fallbuch::rules {

struct ChangedValue {
    std::string what;  // "+1", "-1", "-> recorded"
    JsonNode value;
};

// `name` is the member to which the value belongs. None for a text that is neither day nor window
// nor a choice of that member.
std::vector<ChangedValue> changed_values(const JsonNode& value, std::string_view name);

}  // namespace fallbuch::rules
