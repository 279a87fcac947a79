// A rulebook that a command was given as a file: its text, what lies beside it, and the whole of it
// with what it amends.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/events/catalogue.h"
#include "projections/rules/rule_library.h"
#include "tools/fallbuch/context.h"

namespace fallbuch {

// Of a rulebook or of its scenarios.
Result<std::string> read_rulebook_text(Context& context, const std::string& path);

// Another file of the same folder.
std::string path_beside(const std::string& path, const std::string& name);

// All rulebooks of the folder in which the file lies, itself among them.
Result<std::vector<rules::RulebookFile>> rulebooks_beside(Context& context,
                                                          const std::string& path);

// What a rulebook may amend: those that lie beside it, and the shipped ones.
Result<std::vector<rules::RulebookFile>> amendable(Context& context, const std::string& path);

// invalid, with all its mistakes, if the text is no rulebook.
Result<rules::RulebookFamily> read_valid(const rules::RulebookFile& file,
                                         const std::shared_ptr<const Catalogue>& catalogue,
                                         std::span<const rules::RulebookFile> files);

}  // namespace fallbuch
