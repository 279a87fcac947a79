#include "projections/rules/rule_library.h"

#include <optional>
#include <string_view>
#include <utility>

#include "core/base/bytes.h"
#include "projections/rules/faults.h"
#include "projections/rules/json_text.h"
#include "projections/rules/rulebook.h"

namespace fallbuch::rules {
namespace {

// A vocabulary and the rulebooks read with it.
struct Reading {
    std::shared_ptr<Vocabulary> vocabulary;
    std::vector<std::unique_ptr<const Rulebook>> books;
};

// `chosen` of the files, which are known to be right.
Reading read_chosen(EventsOf events, const std::shared_ptr<const Catalogue>& catalogue,
                    std::span<const RulebookFile> files, const std::vector<std::size_t>& chosen) {
    Reading reading{std::make_shared<Vocabulary>(events, catalogue), {}};
    for (const std::size_t i : chosen) {
        ParsedRulebook parsed =
            parse_rulebook(files[i].text, *reading.vocabulary, find_among(files));
        reading.books.push_back(std::make_unique<const Rulebook>(std::move(parsed.rulebook)));
    }
    return reading;
}

RuleLibrary library_of(Reading reading) {
    RuleLibrary library;
    library.vocabulary = reading.vocabulary;
    library.rules = std::make_unique<const RuleSet>(reading.vocabulary, std::move(reading.books));
    return library;
}

}  // namespace

Result<std::vector<RulebookFile>> read_rulebooks(FileSystem& files, const std::string& directory) {
    std::vector<RulebookFile> out;
    ASSIGN_OR_RETURN(const bool is_there, files.exists(directory));
    if (!is_there) return out;
    ASSIGN_OR_RETURN(const auto names, files.list(directory));
    for (const std::string& name : names) {
        if (!name.ends_with(".json")) continue;
        ASSIGN_OR_RETURN(const Bytes text,
                         read_file(files, directory + "/" + name, kJsonTextBytesMax));
        out.push_back({name, std::string(as_text(text))});
    }
    return out;
}

FindText find_among(std::span<const RulebookFile> files) {
    return [files](std::string_view id, std::string_view version) -> std::optional<std::string> {
        for (const RulebookFile& file : files) {
            const JsonParsed parsed = parse_json_text(file.text);
            const JsonNode* file_id = parsed.root.find("rulebook");
            const JsonNode* file_version = parsed.root.find("version");
            const bool is_it = file_id != nullptr && file_version != nullptr &&
                               file_id->text == id && file_version->text == version;
            if (is_it) return file.text;
        }
        return std::nullopt;
    };
}

Result<RuleLibrary> make_library(EventsOf events, std::shared_ptr<const Catalogue> catalogue,
                                 std::span<const RulebookFile> files) {
    std::vector<std::size_t> chosen;
    std::vector<std::string> passed_over;
    RuleLibrary library;
    for (std::size_t i = 0; i < files.size(); ++i) {
        if (events_of(files[i].text) != events) continue;
        Vocabulary probe(events, catalogue);
        const ParsedRulebook parsed = parse_rulebook(files[i].text, probe, find_among(files));
        if (!parsed.faults.none()) {
            passed_over.push_back(files[i].name + ":\n" + describe(parsed.faults.all()));
            continue;
        }
        chosen.push_back(i);
        RuleLibrary next = library_of(read_chosen(events, catalogue, files, chosen));
        const Status versions = next.rules->check_versions();
        if (!versions) {
            passed_over.push_back(files[i].name + ": " + versions.error().message);
            chosen.pop_back();
            continue;
        }
        library = std::move(next);
    }
    if (library.rules == nullptr) {
        std::string why = "rulebooks: there is none that can be used";
        for (const std::string& one : passed_over) why += '\n' + one;
        return Error{ErrorCode::invalid, why};
    }
    library.passed_over = std::move(passed_over);
    return library;
}

Result<RulebookFamily> read_family(std::string_view text,
                                   std::shared_ptr<const Catalogue> catalogue,
                                   std::span<const RulebookFile> files) {
    RulebookFamily family;
    const FindText find = find_among(files);
    auto vocabulary = std::make_shared<Vocabulary>(events_of(text), std::move(catalogue));
    std::vector<std::unique_ptr<const Rulebook>> books;
    std::optional<std::string> next(text);
    while (next) {
        ParsedRulebook parsed = parse_rulebook(*next, *vocabulary, find);
        family.faults = std::move(parsed.faults);
        if (!family.faults.none()) return family;
        books.push_back(std::make_unique<const Rulebook>(std::move(parsed.rulebook)));
        const JsonParsed json = parse_json_text(*next);
        const JsonNode* amends = json.root.find("amends");
        // The parser has found it and no circle.
        next = amends == nullptr
                   ? std::nullopt
                   : find(amends->find("rulebook")->text, amends->find("version")->text);
    }
    family.rules = std::make_unique<const RuleSet>(std::move(vocabulary), std::move(books));
    RETURN_IF_ERROR(family.rules->check_versions());
    return family;
}

}  // namespace fallbuch::rules
