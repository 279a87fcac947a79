// How does a rulebook get into the folder of a ledger, whole or not at all?
//
// It is there as soon as its own file is (<id>-<version>.json), which is written last: the files of
// its scenarios are durable by then. What an attempt leaves that was cut off, files that no
// rulebook names, is written over by the next one.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/file.h"
#include "core/base/result.h"
#include "projections/rules/rule_library.h"

namespace fallbuch {

struct NewRulebook {
    rules::RulebookFile file;  // by its path
    std::string id;
    std::string version;
    std::vector<rules::RulebookFile> scenarios;
};

// "<id>-<version>.json". invalid, with the place, if a file cannot be called so, or the file of a
// scenario not as the rulebook calls it.
Result<std::string> folder_name(const NewRulebook& rulebook);

// Are both the same JSON value, however they are written?
bool is_same_text(std::string_view left, std::string_view right);

// Writes scenarios and rulebook, durably; whoever calls holds the folder's lock. conflict, and
// nothing is written, if one of the files is there with another text: the rulebook's own, or one
// with scenarios that another rulebook of the folder names. unavailable if writing fails.
Status put_into_folder(FileSystem& files, const std::string& folder, const NewRulebook& rulebook);

}  // namespace fallbuch
