#include "projections/rules/rulebook_diff.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

namespace fallbuch::rules {
namespace {

// Sections that are objects of names, and those that are lists of things with an id.
constexpr std::array<std::string_view, 4> kNamed{"params", "tables", "facts", "objects"};
constexpr std::array<std::string_view, 2> kListed{"rules", "unchecked"};
// How it is made and tested, and no part of what it says.
constexpr std::array<std::string_view, 2> kLeftOut{"amends", "scenarios"};

template <typename Names>
bool is_among(const Names& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

std::string text_of(const JsonNode& node) {
    return node.is(JsonKind::text) ? node.text : canonical_text(node);
}

std::string text_of(const JsonNode* node) {
    return node == nullptr ? std::string() : text_of(*node);
}

// A list of things that a member of theirs names, as an object of these names.
JsonNode by_name(const JsonNode* list, std::string_view name_member) {
    JsonNode out;
    out.kind = JsonKind::object;
    if (list == nullptr) return out;
    for (const JsonNode& one : list->items) {
        out.members.push_back({text_of(one.find(name_member)), one.place});
        out.items.push_back(one);
    }
    return out;
}

JsonNode named_section(const JsonNode& root, std::string_view name) {
    const JsonNode* section = root.find(name);
    if (is_among(kListed, name)) return by_name(section, "id");
    return section == nullptr ? by_name(nullptr, "") : *section;
}

// Calls for each member of either, in the order of `before`; a pointer is null if it lacks it.
template <typename Visit>
void each_member(const JsonNode& before, const JsonNode& after, const Visit& visit) {
    for (std::size_t i = 0; i < before.items.size(); ++i) {
        visit(before.members[i].name, &before.items[i], after.find(before.members[i].name));
    }
    for (std::size_t i = 0; i < after.items.size(); ++i) {
        if (before.find(after.members[i].name) != nullptr) continue;
        visit(after.members[i].name, nullptr, &after.items[i]);
    }
}

ChangeKind kind_of(const JsonNode* before, const JsonNode* after) {
    if (before == nullptr) return ChangeKind::added;
    return after == nullptr ? ChangeKind::removed : ChangeKind::changed;
}

class Comparison {
public:
    std::vector<RulebookChange> of(const JsonNode& before, const JsonNode& after) {
        each_member(before, after,
                    [&](const std::string& name, const JsonNode* left, const JsonNode* right) {
                        const bool is_section = is_among(kNamed, name) || is_among(kListed, name);
                        if (is_section || is_among(kLeftOut, name)) return;
                        compare(left, right, name);
                    });
        for (const std::string_view section : kNamed) compare_section(before, after, section);
        for (const std::string_view section : kListed) compare_section(before, after, section);
        return std::move(changes_);
    }

private:
    void compare_section(const JsonNode& before, const JsonNode& after, std::string_view section) {
        const JsonNode old = named_section(before, section);
        const JsonNode now = named_section(after, section);
        each_member(old, now,
                    [&](const std::string& name, const JsonNode* left, const JsonNode* right) {
                        const JsonNode& newest = right == nullptr ? *left : *right;
                        here_ = {};
                        here_.section = section;
                        here_.name = name;
                        here_.title = text_of(newest.find("title"));
                        compare(left, right, "");
                    });
        here_ = {};
    }

    // Objects that share a member are compared by member, lists of equal length by place, the
    // checks of a rule by their parts.
    void compare(const JsonNode* before, const JsonNode* after, const std::string& member) {
        const bool are_both = before != nullptr && after != nullptr;
        if (are_both && canonical_text(*before) == canonical_text(*after)) return;
        if (are_both && share_member(*before, *after)) {
            return compare_members(*before, *after, member.empty() ? "" : member + ".");
        }
        if (are_both && are_alike(*before, *after)) {
            for (std::size_t i = 0; i < before->items.size(); ++i) {
                compare(&before->items[i], &after->items[i],
                        member + '[' + std::to_string(i + 1) + ']');
            }
            return;
        }
        RulebookChange change = here_;
        change.kind = kind_of(before, after);
        change.member = member;
        change.before = text_of(before);
        change.after = text_of(after);
        changes_.push_back(std::move(change));
    }

    void compare_members(const JsonNode& before, const JsonNode& after, const std::string& prefix) {
        each_member(before, after,
                    [&](const std::string& name, const JsonNode* left, const JsonNode* right) {
                        const bool are_checks = name == "checks" && prefix.empty() &&
                                                here_.section == "rules" && left != nullptr &&
                                                right != nullptr;
                        if (!are_checks) return compare(left, right, prefix + name);
                        each_member(by_name(left, "part"), by_name(right, "part"),
                                    [&](const std::string& part, const JsonNode* one,
                                        const JsonNode* other) { compare_part(one, other, part); });
                    });
    }

    void compare_part(const JsonNode* before, const JsonNode* after, const std::string& part) {
        if (before == nullptr || after == nullptr) return compare(before, after, part);
        compare_members(*before, *after, part + "/");
    }

    // Lists of as many parts; those of words alone are told as a whole.
    static bool are_alike(const JsonNode& before, const JsonNode& after) {
        const bool are_lists = before.is(JsonKind::array) && after.is(JsonKind::array);
        const auto has_parts = [](const JsonNode& one) { return !one.items.empty(); };
        return are_lists && before.items.size() == after.items.size() &&
               std::any_of(before.items.begin(), before.items.end(), has_parts);
    }

    static bool share_member(const JsonNode& before, const JsonNode& after) {
        const auto has = [&](const JsonNode::Member& one) {
            return after.find(one.name) != nullptr;
        };
        return std::any_of(before.members.begin(), before.members.end(), has);
    }

    RulebookChange here_;
    std::vector<RulebookChange> changes_;
};

}  // namespace

std::string_view to_string(ChangeKind kind) {
    switch (kind) {
        case ChangeKind::added: return "added";
        case ChangeKind::removed: return "removed";
        case ChangeKind::changed: return "changed";
    }
    return "";
}

std::vector<RulebookChange> changes_between(const JsonNode& before, const JsonNode& after) {
    return Comparison().of(before, after);
}

}  // namespace fallbuch::rules
