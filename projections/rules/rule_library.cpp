#include "projections/rules/rule_library.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "core/base/assert.h"
#include "core/base/bytes.h"
#include "projections/rules/faults.h"
#include "projections/rules/json_text.h"
#include "projections/rules/rulebook.h"

namespace fallbuch::rules {
namespace {

bool is_version(const RulebookFile& file, std::string_view id, std::string_view version) {
    const JsonParsed parsed = parse_json_text(file.text);
    const JsonNode* file_id = parsed.root.find("rulebook");
    const JsonNode* file_version = parsed.root.find("version");
    return file_id != nullptr && file_version != nullptr && file_id->text == id &&
           file_version->text == version;
}

// A vocabulary and the rulebooks read with it.
struct Reading {
    std::shared_ptr<Vocabulary> vocabulary;
    std::vector<std::unique_ptr<const Rulebook>> books;
};

// `chosen` of the files, which are known to be right.
Reading read_chosen(EventsOf events, const std::shared_ptr<const Catalogue>& catalogue,
                    std::span<const RulebookFile> files, const std::vector<std::size_t>& chosen) {
    Reading reading{std::make_shared<Vocabulary>(events, catalogue), {}};
    const FindText find = find_valid_among(files, catalogue);
    for (const std::size_t i : chosen) {
        ParsedRulebook parsed = parse_rulebook(files[i].text, *reading.vocabulary, find);
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

// The clash of a rulebook with others of the set, with its place in the text.
RulebookFaults clash_in(const RuleSet& rules, std::size_t book, std::string_view text) {
    RulebookFaults faults;
    const auto clash = rules.version_clash(book);
    if (!clash) return faults;
    // What a version says about itself is never inherited. Without "valid" it holds always.
    const JsonParsed parsed = parse_json_text(text);
    const JsonNode* member = parsed.root.find(clash->member);
    if (member == nullptr) member = parsed.root.find("version");
    LEDGER_ASSERT(member != nullptr);
    faults.add(member->place, "rulebook " + rules.books()[book]->id + ": " + clash->what);
    return faults;
}

std::string named(const RulebookFile& file, const RulebookFaults& faults) {
    return file.name + ":\n" + describe(faults.all());
}

// No rulebook at all, or those that can be used.
Result<RuleLibrary> library_or_none(EventsOf events,
                                    const std::shared_ptr<const Catalogue>& catalogue,
                                    std::span<const RulebookFile> files) {
    const bool is_any = std::any_of(files.begin(), files.end(), [&](const RulebookFile& file) {
        return events_of(file.text) == events;
    });
    if (is_any) return make_library(events, catalogue, files);
    return library_of({std::make_shared<Vocabulary>(events, catalogue), {}});
}

// Those that were not passed over before, a line each.
std::string new_ones(const std::vector<std::string>& now, const std::vector<std::string>& before) {
    std::string all;
    for (const std::string& one : now) {
        if (std::find(before.begin(), before.end(), one) == before.end()) all += '\n' + one;
    }
    return all;
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
            if (is_version(file, id, version)) return file.text;
        }
        return std::nullopt;
    };
}

FindText find_valid_among(std::span<const RulebookFile> files,
                          std::shared_ptr<const Catalogue> catalogue) {
    return [files, catalogue = std::move(catalogue)](
               std::string_view id, std::string_view version) -> std::optional<std::string> {
        std::vector<const RulebookFile*> all;
        for (const RulebookFile& file : files) {
            if (is_version(file, id, version)) all.push_back(&file);
        }
        if (all.empty()) return std::nullopt;
        const auto is_valid = [&](const RulebookFile* file) {
            Vocabulary probe(events_of(file->text), catalogue);
            return parse_rulebook(file->text, probe, find_among(files)).faults.none();
        };
        const auto valid =
            all.size() == 1 ? all.begin() : std::find_if(all.begin(), all.end(), is_valid);
        return valid == all.end() ? all.front()->text : (*valid)->text;
    };
}

Result<RuleLibrary> make_library(EventsOf events, std::shared_ptr<const Catalogue> catalogue,
                                 std::span<const RulebookFile> files) {
    std::vector<std::size_t> chosen;
    std::vector<std::string> passed_over;
    RuleLibrary library;
    const FindText find = find_valid_among(files, catalogue);
    for (std::size_t i = 0; i < files.size(); ++i) {
        if (events_of(files[i].text) != events) continue;
        Vocabulary probe(events, catalogue);
        const ParsedRulebook parsed = parse_rulebook(files[i].text, probe, find);
        if (!parsed.faults.none()) {
            passed_over.push_back(named(files[i], parsed.faults));
            continue;
        }
        chosen.push_back(i);
        RuleLibrary next = library_of(read_chosen(events, catalogue, files, chosen));
        const RulebookFaults clash = clash_in(*next.rules, chosen.size() - 1, files[i].text);
        if (!clash.none()) {
            passed_over.push_back(named(files[i], clash));
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

Result<DraftLibraries> try_draft(const std::shared_ptr<const Catalogue>& catalogue,
                                 std::span<const RulebookFile> files, const RulebookFile& draft) {
    const EventsOf events = events_of(draft.text);
    Vocabulary probe(events, catalogue);
    const ParsedRulebook parsed =
        parse_rulebook(draft.text, probe, find_valid_among(files, catalogue));
    if (!parsed.faults.none()) return Error{ErrorCode::invalid, named(draft, parsed.faults)};
    DraftLibraries out;
    std::vector<RulebookFile> others;
    for (const RulebookFile& file : files) {
        if (is_version(file, parsed.rulebook.id, parsed.rulebook.version)) {
            out.replaced.push_back(file);
        } else {
            others.push_back(file);
        }
    }
    // As the last one it is what is told to be wrong wherever it does not fit the others.
    others.push_back(draft);
    ASSIGN_OR_RETURN(out.in_force, library_or_none(events, catalogue, files));
    auto with_draft = make_library(events, catalogue, others);
    const std::string why = with_draft ? new_ones(with_draft->passed_over, out.in_force.passed_over)
                                       : '\n' + with_draft.error().message;
    if (!why.empty()) {
        return Error{ErrorCode::conflict,
                     draft.name + " does not go together with the rulebooks in force:" + why};
    }
    out.with_draft = *std::move(with_draft);
    return out;
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
    family.faults = clash_in(*family.rules, 0, text);
    return family;
}

}  // namespace fallbuch::rules
