#include "projections/rules/members.h"

#include <algorithm>
#include <array>

#include "core/calendar/timestamp.h"

namespace fallbuch::rules {

std::string_view kind_name(JsonKind kind) {
    constexpr std::array<std::string_view, 7> kNames{
        "null", "a boolean", "an integer", "a number", "a text", "a list", "an object"};
    return kNames[static_cast<std::size_t>(kind)];
}

Members::Members(const JsonNode& node, std::string_view what, RulebookFaults& faults)
    : node_(node), what_(what), faults_(faults) {
    if (!is_object()) {
        faults_.add(node.place, what_ + " is an object, not " + std::string(kind_name(node.kind)));
    }
}

const JsonNode* Members::find(std::string_view name) {
    asked_.emplace_back(name);
    return node_.find(name);
}

const JsonNode* Members::require(std::string_view name) {
    const JsonNode* found = find(name);
    if (found == nullptr && is_object()) {
        faults_.add(node_.place, what_ + " needs \"" + std::string(name) + "\"");
    }
    return found;
}

const JsonNode* Members::find(std::string_view name, JsonKind kind) {
    const JsonNode* found = find(name);
    if (found == nullptr || found->is(kind)) return found;
    faults_.add(found->place, "\"" + std::string(name) + "\" is " + std::string(kind_name(kind)) +
                                  ", not " + std::string(kind_name(found->kind)));
    return nullptr;
}

const JsonNode* Members::require(std::string_view name, JsonKind kind) {
    return require(name) == nullptr ? nullptr : find(name, kind);
}

std::string Members::text(std::string_view name) {
    const JsonNode* found = find(name, JsonKind::text);
    return found == nullptr ? std::string() : found->text;
}

std::string Members::required_text(std::string_view name) {
    const JsonNode* found = require(name, JsonKind::text);
    if (found == nullptr) return {};
    if (found->text.empty()) faults_.add(found->place, "\"" + std::string(name) + "\" is empty");
    return found->text;
}

std::vector<std::string> Members::texts(std::string_view name) {
    const JsonNode* found = find(name, JsonKind::array);
    std::vector<std::string> all;
    for (std::size_t i = 0; found != nullptr && i < found->items.size(); ++i) {
        const JsonNode& item = found->items[i];
        if (item.is(JsonKind::text)) {
            all.push_back(item.text);
        } else {
            faults_.add(item.place, "\"" + std::string(name) + "\" is a list of texts");
        }
    }
    return all;
}

std::optional<std::int64_t> Members::integer(std::string_view name) {
    const JsonNode* found = find(name, JsonKind::integer);
    return found == nullptr ? std::nullopt : std::optional(found->integer);
}

bool Members::boolean(std::string_view name, bool otherwise) {
    const JsonNode* found = find(name, JsonKind::boolean);
    return found == nullptr ? otherwise : found->boolean;
}

std::optional<CivilDay> day_of_node(const JsonNode& node, RulebookFaults& faults) {
    const auto day = node.is(JsonKind::text) ? parse_day(node.text) : std::nullopt;
    if (!day) faults.add(node.place, "a day is written as 2026-06-30");
    return day;
}

std::optional<CivilDay> Members::day(std::string_view name) {
    const JsonNode* found = find(name);
    return found == nullptr ? std::nullopt : day_of_node(*found, faults_);
}

std::optional<std::size_t> Members::choice(std::string_view name,
                                           std::initializer_list<std::string_view> names) {
    const JsonNode* found = find(name, JsonKind::text);
    if (found == nullptr) return std::nullopt;
    const auto at = std::find(names.begin(), names.end(), found->text);
    if (at != names.end()) return static_cast<std::size_t>(at - names.begin());
    std::string known;
    for (const std::string_view one : names) {
        known += (known.empty() ? "" : ", ") + std::string(one);
    }
    faults_.add(found->place,
                "\"" + std::string(name) + "\" is one of " + known + " (" + found->text + ")");
    return std::nullopt;
}

void Members::finish() {
    for (const JsonNode::Member& member : node_.members) {
        if (std::find(asked_.begin(), asked_.end(), member.name) != asked_.end()) continue;
        faults_.add(member.place, what_ + " has no \"" + member.name + "\"");
    }
}

std::vector<const JsonNode*> one_or_many(const JsonNode& node) {
    std::vector<const JsonNode*> nodes;
    if (!node.is(JsonKind::array)) return {&node};
    for (const JsonNode& item : node.items) nodes.push_back(&item);
    return nodes;
}

}  // namespace fallbuch::rules
