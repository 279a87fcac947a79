#include "projections/rules/mutants.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>

#include "projections/rules/mutated_values.h"

namespace fallbuch::rules {
namespace {

// What is said for people, or names something.
constexpr std::array<std::string_view, 21> kUnchanged{
    "rulebook", "version",  "title",     "published", "note", "amends",   "supersedes",
    "events",   "applies",  "scenarios", "unchecked", "id",   "part",     "statement",
    "type",     "template", "grade",     "severity",  "cite", "embodies", "explain"};

// Sections whose members have names of their own.
constexpr std::array<std::string_view, 4> kNamedSections{"params", "tables", "facts", "objects"};

// Lists of which each entry could have been forgotten.
constexpr std::array<std::string_view, 28> kLists{
    "unless",    "excuse",     "suspend",   "supersede", "on",         "require",
    "all",       "any",        "latest",    "count",     "cleared_by", "reset_by",
    "opened_by", "updated_by", "closed_by", "closing",   "from",       "to",
    "until",     "cases",      "readings",  "planned",   "event",      "rows",
    "match",     "min",        "max",       "norms"};  // of "cites"

// Members that an object can do without, so that the last entry can be forgotten, too.
constexpr std::array<std::string_view, 18> kOptional{
    "where",    "unless",     "excuse",    "suspend", "supersede", "cleared_by",
    "reset_by", "updated_by", "closed_by", "until",   "cases",     "readings",
    "planned",  "closing",    "match",     "waivers", "earlier",   "empty"};

struct Renaming {
    std::string_view from;
    std::string_view to;
    bool needs_two = false;  // with one part it would say the same
};
constexpr auto kRenamings = std::to_array<Renaming>({
    {"lt", "le"},
    {"le", "lt"},
    {"gt", "ge"},
    {"ge", "gt"},
    {"eq", "ne"},
    {"ne", "eq"},
    {"every", "some"},
    {"some", "every"},
    {"contains_all", "contains_any"},
    {"contains_any", "contains_all"},
    {"all", "any", true},
    {"any", "all", true},
    {"min", "max", true},
    {"max", "min", true},
});

// Comparisons that have no neighbour to be mistaken for.
constexpr std::array<std::string_view, 9> kNegated{
    "in",      "contains",   "contains_text", "contains_words", "cites",
    "present", "valid_code", "in_table",      "holds"};

template <typename Names>
bool is_among(const Names& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

JsonNode without(const JsonNode& node, std::size_t index) {
    JsonNode out = node;
    const auto at = static_cast<std::ptrdiff_t>(index);
    out.items.erase(out.items.begin() + at);
    if (!out.members.empty()) out.members.erase(out.members.begin() + at);
    return out;
}

// The beginning of a text, cut between two characters.
std::string shortened(std::string text) {
    constexpr std::size_t kBytesMax = 90;
    if (text.size() <= kBytesMax) return text;
    std::size_t end = kBytesMax;
    while ((static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
    return text.substr(0, end) + "…";
}

class MutantFinder {
public:
    std::vector<Mutant> find(const JsonNode& rulebook) {
        walk_members(rulebook, "", "");
        return std::move(mutants_);
    }

private:
    // `name` is that of the nearest member around the node.
    void walk(const JsonNode& node, const std::string& path, std::string_view name) {
        switch (node.kind) {
            case JsonKind::object:
                change_operator(node, path);
                walk_members(node, path, name);
                break;
            case JsonKind::array: walk_list(node, path, name); break;
            default:
                for (ChangedValue& one : changed_values(node, name)) {
                    const std::string change =
                        canonical_text(one.value) + " statt " + canonical_text(node);
                    add(node, path + ' ' + one.what, change, std::move(one.value));
                }
        }
    }

    void walk_members(const JsonNode& node, const std::string& path, std::string_view name) {
        const bool is_root = path.empty();
        const bool has_own_names = is_among(kNamedSections, path);
        for (std::size_t i = 0; i < node.items.size(); ++i) {
            const std::string& member = node.members[i].name;
            if (!has_own_names && is_among(kUnchanged, member)) continue;
            const std::string member_path = is_root ? member : path + '/' + member;
            if (!has_own_names) leave_out_member(node, i, member_path, name);
            walk(node.items[i], member_path, member);
        }
    }

    void leave_out_member(const JsonNode& node, std::size_t index, const std::string& path,
                          std::string_view name) {
        const JsonNode& value = node.items[index];
        const std::string& member = node.members[index].name;
        // The ends of a validity are days, which have mutants of their own.
        const bool is_end_of_scope = name == "scope" && (member == "from" || member == "to");
        const bool is_of_fact = member == "from" && path.starts_with("facts/");
        if (!is_end_of_scope && !is_of_fact && !is_among(kOptional, member)) return;
        const bool has_more = value.is(JsonKind::array) && value.items.size() > 1;
        if (has_more && is_among(kLists, member)) return;
        add_left_out(node, index, path);
    }

    void walk_list(const JsonNode& list, const std::string& path, std::string_view name) {
        const bool is_list = list.items.size() > 1 && is_among(kLists, name);
        for (std::size_t i = 0; i < list.items.size(); ++i) {
            const JsonNode& item = list.items[i];
            const std::string item_path = path + '/' + label_of(item, i, name);
            if (path == "rules") rule_ = label_of(item, i, name);
            const bool is_counting = item.is(JsonKind::text) && item.text == "from_same_day";
            const bool is_own_law = name == "cites" && i == 2;
            if (is_list || is_counting || is_own_law) add_left_out(list, i, item_path);
            const bool is_norms = name == "cites" && item.is(JsonKind::array);
            walk(item, item_path, is_norms ? "norms" : item.is(JsonKind::array) ? "" : name);
        }
        if (path == "rules") rule_.clear();
    }

    static std::string label_of(const JsonNode& item, std::size_t index, std::string_view name) {
        const JsonNode* label = name == "rules"    ? item.find("id")
                                : name == "checks" ? item.find("part")
                                                   : nullptr;
        return label == nullptr ? std::to_string(index) : label->text;
    }

    void change_operator(const JsonNode& node, const std::string& path) {
        if (node.items.size() != 1) return;
        const std::string& name = node.members.front().name;
        const JsonNode& value = node.items.front();
        for (const Renaming& one : kRenamings) {
            const bool has_two = value.is(JsonKind::array) && value.items.size() > 1;
            if (one.from != name || (one.needs_two && !has_two)) continue;
            JsonNode renamed = node;
            renamed.members.front().name = one.to;
            add(node, path + '/' + name + " -> " + std::string(one.to),
                std::string(one.to) + " statt " + name, std::move(renamed));
        }
        if (!is_among(kNegated, name)) return;
        JsonNode negated;
        negated.kind = JsonKind::object;
        negated.place = node.place;
        negated.members.push_back({"not", node.place});
        negated.items.push_back(node);
        add(node, path + '/' + name + " -> not", "verneint: " + shortened(canonical_text(node)),
            std::move(negated));
    }

    void add_left_out(const JsonNode& node, std::size_t index, const std::string& path) {
        add(node, path + " fehlt", "ohne " + shortened(canonical_text(node.items[index])),
            without(node, index));
        mutants_.back().place = node.items[index].place;
    }

    void add(const JsonNode& node, std::string key, std::string change, JsonNode replacement) {
        mutants_.push_back(
            {std::move(key), rule_, std::move(change), node.place, &node, std::move(replacement)});
    }

    std::vector<Mutant> mutants_;
    std::string rule_;
};

void write(const JsonNode& node, const Mutant& mutant, std::string& out) {
    if (&node == mutant.at) return write(mutant.replacement, mutant, out);
    if (!node.is(JsonKind::array) && !node.is(JsonKind::object)) {
        out += canonical_text(node);
        return;
    }
    const bool is_object = node.is(JsonKind::object);
    out += is_object ? '{' : '[';
    for (std::size_t i = 0; i < node.items.size(); ++i) {
        if (i != 0) out += ',';
        if (is_object) out += nlohmann::json(node.members[i].name).dump() + ':';
        write(node.items[i], mutant, out);
    }
    out += is_object ? '}' : ']';
}

}  // namespace

std::vector<Mutant> mutants_of(const JsonNode& rulebook) { return MutantFinder().find(rulebook); }

std::string text_with(const Mutant& mutant, const JsonNode& rulebook) {
    std::string text;
    write(rulebook, mutant, text);
    return text;
}

}  // namespace fallbuch::rules
