// What does one rulebook say otherwise than another, or than another version of itself?
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "projections/rules/json_text.h"

namespace fallbuch::rules {

enum class ChangeKind : std::uint8_t { added, removed, changed };
std::string_view to_string(ChangeKind kind);

// One member, or a whole rule, parameter, table, fact or object that only one of both has.
struct RulebookChange {
    ChangeKind kind = ChangeKind::changed;
    std::string section;  // "rules", "params", "tables", "facts", "objects", "unchecked"; else ""
    std::string name;     // of the rule, the parameter and so on; of the head: ""
    std::string title;    // of the rule or the parameter, as the later one has it
    // Where in it: "statement", "on.where.all[2].eq", "Bestand/explain.violated" (a part of a
    // rule); empty: all of it.
    std::string member;
    std::string before;  // texts as they are, anything else as JSON; empty: was not there
    std::string after;
};

// Both with everything in them that they amend (RulebookSource::whole). In the order of `before`,
// what is new behind it; what has only moved is no change, and which scenarios test it says
// nothing.
std::vector<RulebookChange> changes_between(const JsonNode& before, const JsonNode& after);

}  // namespace fallbuch::rules
