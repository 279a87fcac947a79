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

// One rulebook, together with those that it amends: what began under them is judged by them.
struct RulebookFamily {
    RulebookFaults faults;                 // of its text; with any, nothing else means anything
    std::unique_ptr<const RuleSet> rules;  // of their books it is the first
};

// `files` hold what may be amended. invalid if the versions do not go together.
Result<RulebookFamily> read_family(std::string_view text,
                                   std::shared_ptr<const Catalogue> catalogue,
                                   std::span<const RulebookFile> files);

}  // namespace fallbuch::rules
