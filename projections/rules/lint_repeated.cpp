// What an amendment says again as it is.
#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include "projections/rules/json_text.h"
#include "projections/rules/lint_subject.h"

namespace fallbuch::rules {
namespace {

constexpr std::array<std::string_view, 4> kSections{"params", "tables", "facts", "objects"};
constexpr std::array<std::string_view, 2> kLists{"rules", "unchecked"};
// Members that are always the amendment's own.
constexpr std::array<std::string_view, 10> kOwn{"rulebook",  "version", "title",  "published",
                                                "valid",     "note",    "amends", "supersedes",
                                                "scenarios", "events"};

template <typename Names>
bool has(const Names& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_same(const JsonNode& left, const JsonNode& right) {
    return canonical_text(left) == canonical_text(right);
}

std::string id_of(const JsonNode& row) {
    const JsonNode* id = row.find("id");
    return id == nullptr ? std::string() : id->text;
}

void compare_lists(const JsonNode& own, const JsonNode& base, LintFindings& findings) {
    for (const JsonNode& row : own.items) {
        const std::string id = id_of(row);
        const bool is_repeated = std::any_of(
            base.items.begin(), base.items.end(),
            [&](const JsonNode& other) { return id_of(other) == id && is_same(row, other); });
        if (!is_repeated) continue;
        findings.push_back(
            {row.place, LintKind::repeated, id, "the rulebook that is amended says the same"});
    }
}

void compare_sections(std::string_view section, const JsonNode& own, const JsonNode& base,
                      LintFindings& findings) {
    for (std::size_t i = 0; i < own.items.size(); ++i) {
        const JsonNode* other = base.find(own.members[i].name);
        if (other == nullptr || !is_same(own.items[i], *other)) continue;
        findings.push_back({own.members[i].place, LintKind::repeated, "",
                            "the rulebook that is amended says the same of \"" +
                                own.members[i].name + "\" of \"" + std::string(section) + '"'});
    }
}

}  // namespace

void find_repeated(const LintSubject& subject, LintFindings& findings) {
    const auto base = subject.source.base();
    if (!base) return;
    const JsonNode& own = subject.source.own();
    for (std::size_t i = 0; i < own.items.size(); ++i) {
        const std::string& name = own.members[i].name;
        const JsonNode* other = base->find(name);
        if (other == nullptr || has(kOwn, name)) continue;
        if (has(kLists, name)) {
            compare_lists(own.items[i], *other, findings);
        } else if (has(kSections, name)) {
            compare_sections(name, own.items[i], *other, findings);
        } else if (is_same(own.items[i], *other)) {
            findings.push_back({own.members[i].place, LintKind::repeated, "",
                                "the rulebook that is amended says the same of \"" + name + '"'});
        }
    }
}

}  // namespace fallbuch::rules
