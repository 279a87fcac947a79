// Which rulebooks are there, and which of them can be judged by together?
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/file.h"
#include "core/base/result.h"
#include "core/events/catalogue.h"
#include "projections/rules/faults.h"
#include "projections/rules/rule_set.h"
#include "projections/rules/rulebook_parser.h"
#include "projections/rules/vocabulary.h"

namespace fallbuch::rules {

struct RulebookFile {
    std::string name;
    std::string text;
};

// All *.json files of a directory, sorted by name; none if there is no such directory.
Result<std::vector<RulebookFile>> read_rulebooks(FileSystem& files, const std::string& directory);

// Looks among the files for the one that an amendment names.
FindText find_among(std::span<const RulebookFile> files);
// The same; of several that call themselves so, the first without mistakes.
FindText find_valid_among(std::span<const RulebookFile> files,
                          std::shared_ptr<const Catalogue> catalogue);

struct RuleLibrary {
    std::shared_ptr<const Vocabulary> vocabulary;
    std::unique_ptr<const RuleSet> rules;
    // Files that were passed over, each with its mistakes: what was valid before stays in force.
    std::vector<std::string> passed_over;
};

// All files that can be read as rulebooks of these events. A later file that cannot, or that does
// not go together with those before it, is passed over. invalid only if nothing is left.
Result<RuleLibrary> make_library(EventsOf events, std::shared_ptr<const Catalogue> catalogue,
                                 std::span<const RulebookFile> files);

// The rulebooks in force, and the same with a draft: in the place of the version that it is, or as
// a further one.
struct DraftLibraries {
    RuleLibrary in_force;
    RuleLibrary with_draft;              // of its books the draft is the last
    std::vector<RulebookFile> replaced;  // of the same id and version; none: it is a further one
};

// `files` are those in force; only they may be amended. invalid, with all its mistakes, if the
// draft is no rulebook; conflict, with the places, if one of them could not be used beside the
// others.
Result<DraftLibraries> try_draft(const std::shared_ptr<const Catalogue>& catalogue,
                                 std::span<const RulebookFile> files, const RulebookFile& draft);

// One rulebook, together with those that it amends: what began under them is judged by them.
struct RulebookFamily {
    // Of its text, and where it does not go together with what it amends; with any, nothing else
    // means anything.
    RulebookFaults faults;
    std::unique_ptr<const RuleSet> rules;  // of their books it is the first
};

// `files` hold what may be amended.
Result<RulebookFamily> read_family(std::string_view text,
                                   std::shared_ptr<const Catalogue> catalogue,
                                   std::span<const RulebookFile> files);

}  // namespace fallbuch::rules
