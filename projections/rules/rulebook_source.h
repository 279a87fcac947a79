// Where do the parts of a rulebook stand that its model does not place, and what do the texts say
// that it amends?
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "projections/rules/check.h"
#include "projections/rules/json_text.h"
#include "projections/rules/rulebook_parser.h"

namespace fallbuch::rules {

class RulebookSource {
public:
    // Of a text that was read without a fault, and those that it amends.
    static RulebookSource read(std::string_view text, const FindText& find);

    // Its text with everything in it that it amends.
    JsonNode whole() const;
    const JsonNode& own() const { return roots_.front(); }
    // What it amends, as it holds with all that it amends itself; nothing if it amends nothing.
    std::optional<JsonNode> base() const;

    // Of "params", "tables", "facts" or "objects" the one of this name.
    TextPlace place_of(std::string_view section, std::string_view name) const;
    // Of "unchecked" the row of this id.
    TextPlace place_of_row(std::string_view id) const;
    // The text that explains the verdict; the check itself if it has none.
    TextPlace place_of_explanation(const Check& check, std::string_view verdict) const;

private:
    std::vector<JsonNode> roots_;  // the newest first
};

}  // namespace fallbuch::rules
