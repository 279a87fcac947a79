// The members of one JSON object, read as a closed form: what nobody asks for is a mistake.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/calendar/civil_day.h"
#include "projections/rules/faults.h"
#include "projections/rules/json_text.h"

namespace fallbuch::rules {

// Borrows node and faults.
class Members {
public:
    // `what` names the form in messages, as "a rule". If the node is no object, that is a fault,
    // and nothing is found.
    Members(const JsonNode& node, std::string_view what, RulebookFaults& faults);

    const JsonNode& node() const { return node_; }
    bool is_object() const { return node_.is(JsonKind::object); }

    // nullptr if it is missing; require() then has told so.
    const JsonNode* find(std::string_view name);
    const JsonNode* require(std::string_view name);
    // The same, of one kind; another kind is a fault.
    const JsonNode* find(std::string_view name, JsonKind kind);
    const JsonNode* require(std::string_view name, JsonKind kind);

    std::string text(std::string_view name);  // empty if it is missing
    std::string required_text(std::string_view name);
    // A list of texts; empty if it is missing.
    std::vector<std::string> texts(std::string_view name);
    std::optional<std::int64_t> integer(std::string_view name);
    bool boolean(std::string_view name, bool otherwise);
    std::optional<CivilDay> day(std::string_view name);
    // Which of the names the text is; a fault if none. Nothing if it is missing.
    std::optional<std::size_t> choice(std::string_view name,
                                      std::initializer_list<std::string_view> names);

    // Reports the members that nobody has asked for.
    void finish();

private:
    const JsonNode& node_;
    std::string what_;
    RulebookFaults& faults_;
    std::vector<std::string> asked_;
};

std::string_view kind_name(JsonKind kind);
// A day of the calendar; a fault and nothing otherwise.
std::optional<CivilDay> day_of_node(const JsonNode& node, RulebookFaults& faults);
// The items of a list, or the node itself.
std::vector<const JsonNode*> one_or_many(const JsonNode& node);

}  // namespace fallbuch::rules
