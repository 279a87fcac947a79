#include "tools/fallbuch/rulebook_files.h"

#include <algorithm>
#include <set>
#include <utility>

#include "projections/rulebooks/shipped_rulebooks.h"
#include "projections/rules/json_text.h"
#include "tools/fallbuch/rulebook_texts.h"

namespace fallbuch {
namespace {

constexpr std::string_view kEnding = ".json";

std::string text_of(const rules::JsonNode* node) {
    return node == nullptr ? std::string() : node->text;
}

KnownRulebook known(RulebookOrigin origin, rules::RulebookFile file) {
    const rules::JsonParsed parsed = rules::parse_json_text(file.text);
    KnownRulebook one{origin, std::move(file), {}, {}, {}};
    if (parsed.fault) return one;
    one.id = text_of(parsed.root.find("rulebook"));
    one.version = text_of(parsed.root.find("version"));
    const rules::JsonNode* valid = parsed.root.find("valid");
    if (valid != nullptr) one.valid_from = text_of(valid->find("from"));
    return one;
}

bool is_called(const KnownRulebook& one, std::string_view name) {
    return name == one.id + "@" + one.version || one.file.name == std::string(name) + ".json";
}

// Of the versions of one id the one that holds from the latest day on.
const KnownRulebook* newest(std::span<const KnownRulebook> known, std::string_view id) {
    const KnownRulebook* found = nullptr;
    for (const KnownRulebook& one : known) {
        if (one.id != id) continue;
        if (found == nullptr || found->valid_from < one.valid_from) found = &one;
    }
    return found;
}

}  // namespace

std::string_view to_string(RulebookOrigin origin) {
    switch (origin) {
        case RulebookOrigin::shipped: return "shipped";
        case RulebookOrigin::ledger: return "ledger";
        case RulebookOrigin::file: return "file";
    }
    return "";
}

std::string rulebook_folder(const Context& context) {
    return context.options().ledger + "/rulebooks";
}

Result<std::vector<KnownRulebook>> known_rulebooks(Context& context) {
    std::vector<KnownRulebook> all;
    if (!context.options().ledger.empty()) {
        ASSIGN_OR_RETURN(auto own,
                         rules::read_rulebooks(context.files(), rulebook_folder(context)));
        for (rules::RulebookFile& file : own) {
            all.push_back(known(RulebookOrigin::ledger, std::move(file)));
        }
    }
    for (rules::RulebookFile& file : rules::shipped_rulebooks()) {
        if (!file.name.ends_with(kEnding)) continue;
        all.push_back(known(RulebookOrigin::shipped, std::move(file)));
    }
    return all;
}

Result<std::vector<rules::RulebookFile>> rulebooks_in_force(Context& context) {
    ASSIGN_OR_RETURN(auto known_ones, known_rulebooks(context));
    std::ranges::stable_partition(
        known_ones, [](const KnownRulebook& one) { return one.origin == RulebookOrigin::shipped; });
    std::vector<rules::RulebookFile> files;
    for (KnownRulebook& one : known_ones) files.push_back(std::move(one.file));
    return files;
}

Result<KnownRulebook> find_rulebook(Context& context, std::span<const KnownRulebook> known_ones,
                                    const std::string& argument) {
    ASSIGN_OR_RETURN(const bool is_file, context.files().exists(argument));
    if (is_file) {
        ASSIGN_OR_RETURN(std::string text, read_rulebook_text(context, argument));
        return known(RulebookOrigin::file, {argument, std::move(text)});
    }
    for (const KnownRulebook& one : known_ones) {
        if (is_called(one, argument)) return one;
    }
    if (const KnownRulebook* found = newest(known_ones, argument)) return *found;
    std::set<std::string> told;
    for (const KnownRulebook& one : known_ones) {
        told.insert(one.id.empty() ? one.file.name + " (cannot be read)"
                                   : one.id + "@" + one.version);
    }
    std::string names;
    for (const std::string& one : told) names += (names.empty() ? "" : ", ") + one;
    return Error{ErrorCode::not_found,
                 "no file and no rulebook of this name: " + argument + "; there are " + names};
}

Result<std::vector<rules::RulebookFile>> amendable_by(Context& context, const KnownRulebook& one,
                                                      std::span<const KnownRulebook> known_ones) {
    std::vector<rules::RulebookFile> files;
    if (one.origin == RulebookOrigin::file) {
        ASSIGN_OR_RETURN(files, rulebooks_beside(context, one.file.name));
    }
    for (const KnownRulebook& other : known_ones) files.push_back(other.file);
    return files;
}

}  // namespace fallbuch
