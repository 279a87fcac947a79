#include "projections/rules/amendment.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>
#include <vector>

#include "core/calendar/timestamp.h"
#include "projections/rules/check_parts_parser.h"

namespace fallbuch::rules {
namespace {

constexpr std::array<std::string_view, 4> kNamedSections{"params", "tables", "facts", "objects"};

void mark_as_base(JsonNode& node) {
    node.place.in_base = true;
    for (JsonNode::Member& member : node.members) member.place.in_base = true;
    for (JsonNode& item : node.items) mark_as_base(item);
}

void put(JsonNode& object, const JsonNode::Member& member, const JsonNode& value) {
    for (std::size_t i = 0; i < object.members.size(); ++i) {
        if (object.members[i].name != member.name) continue;
        object.members[i] = member;
        object.items[i] = value;
        return;
    }
    object.members.push_back(member);
    object.items.push_back(value);
}

void take_out(JsonNode& object, std::string_view name) {
    for (std::size_t i = 0; i < object.members.size(); ++i) {
        if (object.members[i].name != name) continue;
        object.members.erase(object.members.begin() + static_cast<std::ptrdiff_t>(i));
        object.items.erase(object.items.begin() + static_cast<std::ptrdiff_t>(i));
        return;
    }
}

std::string_view id_of(const JsonNode& rule) {
    const JsonNode* id = rule.find("id");
    return id == nullptr ? std::string_view() : std::string_view(id->text);
}

JsonNode joined_rules(const JsonNode& base, const JsonNode* rules) {
    JsonNode all = base;
    if (rules == nullptr) return all;
    all.place = rules->place;
    for (const JsonNode& rule : rules->items) {
        const auto old = std::find_if(all.items.begin(), all.items.end(), [&](const JsonNode& one) {
            return !id_of(one).empty() && id_of(one) == id_of(rule);
        });
        if (old == all.items.end()) {
            all.items.push_back(rule);
        } else {
            *old = rule;
        }
    }
    return all;
}

// A rule by its id, or one of its checks: "KP-01/AlteEinV". Whether it was there.
bool take_out_rule(JsonNode& rules, std::string_view name) {
    const std::string_view id = name.substr(0, name.find('/'));
    const auto rule = std::find_if(rules.items.begin(), rules.items.end(),
                                   [&](const JsonNode& one) { return id_of(one) == id; });
    if (rule == rules.items.end()) return false;
    if (id.size() == name.size()) {
        rules.items.erase(rule);
        return true;
    }
    for (std::size_t i = 0; i < rule->members.size(); ++i) {
        if (rule->members[i].name != "checks") continue;
        return std::erase_if(rule->items[i].items, [&](const JsonNode& check) {
                   const JsonNode* part = check.find("part");
                   return part != nullptr && part->text == name.substr(id.size() + 1);
               }) > 0;
    }
    return false;
}

void leave_out(const JsonNode& without, JsonNode& rules, RulebookFaults& faults) {
    for (const JsonNode& name : without.items) {
        if (take_out_rule(rules, name.text)) continue;
        faults.add(name.place, "the rulebook that is amended has no such rule (" + name.text + ")");
    }
}

// What the citation says of its law it says as of this day, if that is later.
void move_citation(JsonNode& citation, const JsonNode& as_of) {
    const JsonNode* paragraph = citation.find("paragraph");
    if (paragraph == nullptr || !is_norm(paragraph->text)) return;
    for (std::size_t i = 0; i < citation.members.size(); ++i) {
        // Days in this writing are in the order of their texts.
        if (citation.members[i].name != "as_of" || citation.items[i].text >= as_of.text) continue;
        citation.items[i] = as_of;
        citation.place = as_of.place;
    }
}

// All norms that rules and rows, and the checks and readings in them, cite.
void move_citations(JsonNode& node, const JsonNode& as_of) {
    for (std::size_t i = 0; i < node.items.size(); ++i) {
        const bool are_citations = node.is(JsonKind::object) && node.members[i].name == "cite";
        if (!are_citations) {
            move_citations(node.items[i], as_of);
            continue;
        }
        for (JsonNode& citation : node.items[i].items) move_citation(citation, as_of);
    }
}

}  // namespace

JsonNode overlaid(const JsonNode& base, const JsonNode& change) {
    JsonNode out = base;
    for (std::size_t i = 0; i < change.items.size(); ++i) {
        put(out, change.members[i], change.items[i]);
    }
    return out;
}

JsonNode amended(const JsonNode& base, const JsonNode& amendment, RulebookFaults& faults) {
    JsonNode out = base;
    mark_as_base(out);
    out.place = amendment.place;
    // Whose text it is and since when it holds is never inherited.
    for (const std::string_view own : {"supersedes", "published", "valid", "amends", "scenarios"}) {
        take_out(out, own);
    }
    const JsonNode* amends = amendment.find("amends");
    const JsonNode* as_of = amends == nullptr ? nullptr : amends->find("as_of");
    // What is no day is told where the amendment is read.
    if (as_of != nullptr && parse_day(as_of->text)) move_citations(out, *as_of);
    for (std::size_t i = 0; i < amendment.items.size(); ++i) {
        const JsonNode::Member& member = amendment.members[i];
        const JsonNode& value = amendment.items[i];
        const bool is_named = std::find(kNamedSections.begin(), kNamedSections.end(),
                                        member.name) != kNamedSections.end();
        const JsonNode* old = out.find(member.name);
        const bool is_list_by_id = member.name == "rules" || member.name == "unchecked";
        const bool are_lists =
            old != nullptr && old->is(JsonKind::array) && value.is(JsonKind::array);
        const bool are_objects =
            old != nullptr && old->is(JsonKind::object) && value.is(JsonKind::object);
        if (is_list_by_id && are_lists) {
            put(out, member, joined_rules(*old, &value));
        } else if (is_named && are_objects) {
            put(out, member, overlaid(*old, value));
        } else {
            put(out, member, value);
        }
    }
    const JsonNode* without = amends == nullptr ? nullptr : amends->find("without");
    for (std::size_t i = 0; without != nullptr && i < out.members.size(); ++i) {
        const bool are_rules = out.members[i].name == "rules" && out.items[i].is(JsonKind::array);
        if (are_rules) leave_out(*without, out.items[i], faults);
    }
    return out;
}

}  // namespace fallbuch::rules
