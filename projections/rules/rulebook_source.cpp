#include "projections/rules/rulebook_source.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>

#include "core/base/assert.h"
#include "projections/rules/amendment.h"
#include "projections/rules/faults.h"

namespace fallbuch::rules {
namespace {

bool is_at(const JsonNode& node, TextPlace place) {
    return node.place.line == place.line && node.place.column == place.column;
}

// A check of a rule, or the rule itself if it is one.
const JsonNode* check_at(const JsonNode& rule, TextPlace place) {
    if (is_at(rule, place)) return &rule;
    const JsonNode* checks = rule.find("checks");
    if (checks == nullptr) return nullptr;
    const auto found = std::find_if(checks->items.begin(), checks->items.end(),
                                    [&](const JsonNode& one) { return is_at(one, place); });
    return found == checks->items.end() ? nullptr : &*found;
}

const JsonNode* explanation_in(const JsonNode& rule, TextPlace place, std::string_view verdict) {
    const JsonNode* check = check_at(rule, place);
    if (check == nullptr) return nullptr;
    // What a check does not say itself, its rule says for all of them.
    const JsonNode* explain = check->find("explain");
    if (explain == nullptr) explain = rule.find("explain");
    return explain == nullptr ? nullptr : explain->find(verdict);
}

}  // namespace

RulebookSource RulebookSource::read(std::string_view text, const FindText& find) {
    RulebookSource source;
    std::optional<std::string> next(text);
    while (next) {
        JsonParsed parsed = parse_json_text(*next);
        LEDGER_ASSERT(!parsed.fault);
        const JsonNode* amends = parsed.root.find("amends");
        next = amends == nullptr
                   ? std::nullopt
                   : find(amends->find("rulebook")->text, amends->find("version")->text);
        source.roots_.push_back(std::move(parsed.root));
    }
    return source;
}

JsonNode RulebookSource::whole() const {
    const std::optional<JsonNode> amends = base();
    RulebookFaults none;
    return amends ? amended(*amends, own(), none) : own();
}

std::optional<JsonNode> RulebookSource::base() const {
    if (roots_.size() < 2) return std::nullopt;
    JsonNode base = roots_.back();
    RulebookFaults none;
    for (std::size_t i = roots_.size() - 1; i > 1; --i) base = amended(base, roots_[i - 1], none);
    return base;
}

TextPlace RulebookSource::place_of(std::string_view section, std::string_view name) const {
    for (const JsonNode& root : roots_) {
        const JsonNode* all = root.find(section);
        if (all == nullptr) continue;
        for (const JsonNode::Member& member : all->members) {
            if (member.name != name) continue;
            TextPlace place = member.place;
            place.in_base = &root != &roots_.front();
            return place;
        }
    }
    return own().place;
}

TextPlace RulebookSource::place_of_row(std::string_view id) const {
    for (const JsonNode& root : roots_) {
        const JsonNode* rows = root.find("unchecked");
        if (rows == nullptr) continue;
        for (const JsonNode& row : rows->items) {
            const JsonNode* own_id = row.find("id");
            if (own_id == nullptr || own_id->text != id) continue;
            TextPlace place = row.place;
            place.in_base = &root != &roots_.front();
            return place;
        }
    }
    return own().place;
}

TextPlace RulebookSource::place_of_explanation(const Check& check, std::string_view verdict) const {
    for (const JsonNode& root : roots_) {
        const bool is_base = &root != &roots_.front();
        const JsonNode* rules = root.find("rules");
        if (is_base != check.place.in_base || rules == nullptr) continue;
        for (const JsonNode& rule : rules->items) {
            const JsonNode* id = rule.find("id");
            if (id == nullptr || id->text != check.id) continue;
            const JsonNode* text = explanation_in(rule, check.place, verdict);
            if (text == nullptr) continue;
            TextPlace place = text->place;
            place.in_base = is_base;
            return place;
        }
    }
    return check.place;
}

}  // namespace fallbuch::rules
