#include "tools/fallbuch/rulebook_folder.h"

#include <algorithm>
#include <cstddef>
#include <optional>

#include "core/base/assert.h"
#include "core/base/bytes.h"
#include "projections/rules/faults.h"
#include "projections/rules/json_text.h"

namespace fallbuch {
namespace {

constexpr std::size_t kNameBytesMax = 200;
constexpr std::string_view kEnding = ".json";

// Letters of any language, digits, '.', '-', '_' and spaces; no name of the system.
bool is_file_name(std::string_view name) {
    const auto is_allowed = [](char one) {
        const auto byte = static_cast<unsigned char>(one);
        const bool is_letter = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
        const bool is_digit = byte >= '0' && byte <= '9';
        return is_letter || is_digit || byte >= 0x80 ||
               std::string_view(".-_ ").find(one) != std::string_view::npos;
    };
    return !name.empty() && name.size() <= kNameBytesMax && name.front() != '.' &&
           std::all_of(name.begin(), name.end(), is_allowed);
}

void check_member(const rules::JsonNode& root, std::string_view member,
                  rules::RulebookFaults& faults) {
    const rules::JsonNode* node = root.find(member);
    LEDGER_ASSERT(node != nullptr);
    if (is_file_name(node->text)) return;
    faults.add(node->place,
               "an installed rulebook is a file of this name: letters, digits, '.', "
               "'-', '_' and spaces, '.' not first (" +
                   node->text + ")");
}

// Its own text only: an amendment has scenarios of its own.
void check_scenarios(const rules::JsonNode& root, rules::RulebookFaults& faults) {
    const rules::JsonNode* scenarios = root.find("scenarios");
    if (scenarios == nullptr) return;
    for (const rules::JsonNode& one : scenarios->items) {
        const bool is_rulebook = one.text.ends_with(kEnding);
        if (is_file_name(one.text) && !is_rulebook) continue;
        faults.add(one.place, is_rulebook
                                  ? "a file of scenarios is not called .json (" + one.text + ")"
                                  : "scenarios lie beside the rulebook, in a file of this name: "
                                    "letters, digits, '.', '-', '_' and spaces, '.' not first (" +
                                        one.text + ")");
    }
}

// Nothing if there is no such file.
Result<std::optional<std::string>> text_at(FileSystem& files, const std::string& path) {
    ASSIGN_OR_RETURN(const bool is_there, files.exists(path));
    if (!is_there) return std::optional<std::string>();
    ASSIGN_OR_RETURN(const Bytes bytes, read_file(files, path, rules::kJsonTextBytesMax));
    return std::optional(std::string(as_text(bytes)));
}

// The rulebook of the folder that names the file; empty if none does.
Result<std::string> user_of(FileSystem& files, const std::string& folder,
                            const std::string& scenarios) {
    ASSIGN_OR_RETURN(const auto installed, rules::read_rulebooks(files, folder));
    for (const rules::RulebookFile& one : installed) {
        const rules::JsonParsed parsed = rules::parse_json_text(one.text);
        const rules::JsonNode* names = parsed.root.find("scenarios");
        if (names == nullptr) continue;
        for (const rules::JsonNode& name : names->items) {
            if (name.text == scenarios) return one.name;
        }
    }
    return std::string();
}

// Those that are not there yet.
Result<std::vector<rules::RulebookFile>> missing_scenarios(FileSystem& files,
                                                           const std::string& folder,
                                                           const NewRulebook& rulebook) {
    std::vector<rules::RulebookFile> missing;
    for (const rules::RulebookFile& one : rulebook.scenarios) {
        ASSIGN_OR_RETURN(const auto old, text_at(files, folder + "/" + one.name));
        if (old == one.text) continue;
        missing.push_back(one);
        if (!old) continue;
        ASSIGN_OR_RETURN(const std::string user, user_of(files, folder, one.name));
        if (user.empty()) continue;
        return Error{ErrorCode::conflict,
                     folder + "/" + one.name + ": scenarios of " + user +
                         " with another text; those of this version need another file name"};
    }
    return missing;
}

}  // namespace

Result<std::string> folder_name(const NewRulebook& rulebook) {
    const rules::JsonParsed parsed = rules::parse_json_text(rulebook.file.text);
    LEDGER_ASSERT(!parsed.fault);
    rules::RulebookFaults faults;
    check_member(parsed.root, "rulebook", faults);
    check_member(parsed.root, "version", faults);
    check_scenarios(parsed.root, faults);
    std::string name = rulebook.id + "-" + rulebook.version + std::string(kEnding);
    if (faults.none() && name.size() <= kNameBytesMax) return name;
    if (faults.none()) {
        faults.add(parsed.root.find("version")->place, "too long for the name of a file: " + name);
    }
    return Error{ErrorCode::invalid, rulebook.file.name + ":\n" + rules::describe(faults.all())};
}

bool is_same_text(std::string_view left, std::string_view right) {
    const rules::JsonParsed one = rules::parse_json_text(left);
    const rules::JsonParsed other = rules::parse_json_text(right);
    if (one.fault || other.fault) return left == right;
    return rules::canonical_text(one.root) == rules::canonical_text(other.root);
}

Status put_into_folder(FileSystem& files, const std::string& folder, const NewRulebook& rulebook) {
    ASSIGN_OR_RETURN(const std::string name, folder_name(rulebook));
    const std::string path = folder + "/" + name;
    ASSIGN_OR_RETURN(const auto old, text_at(files, path));
    if (old) return Error{ErrorCode::conflict, path + ": is there already"};
    ASSIGN_OR_RETURN(const auto missing, missing_scenarios(files, folder, rulebook));
    for (const rules::RulebookFile& one : missing) {
        RETURN_IF_ERROR(
            replace_file(files, folder + "/" + one.name, as_bytes(one.text), Durability::synced));
    }
    return replace_file(files, path, as_bytes(rulebook.file.text), Durability::synced);
}

}  // namespace fallbuch
