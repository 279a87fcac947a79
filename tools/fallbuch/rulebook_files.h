// Which rulebooks does a command mean, and what else is there that they may amend?
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "projections/rules/rule_library.h"
#include "tools/fallbuch/context.h"

namespace fallbuch {

enum class RulebookOrigin : std::uint8_t { shipped, ledger, file };
// "shipped", "ledger", "file".
std::string_view to_string(RulebookOrigin origin);

struct KnownRulebook {
    RulebookOrigin origin = RulebookOrigin::shipped;
    rules::RulebookFile file;  // by its name in the folder, or the path that was given
    std::string id;            // empty if its text does not say it
    std::string version;
    std::string valid_from;  // as it is written; empty: nothing said
};

// The folder of a ledger in which an office keeps rulebooks of its own.
std::string rulebook_folder(const Context& context);

// Those of the ledger's folder, if one is named and has it, then the shipped ones; each by name.
Result<std::vector<KnownRulebook>> known_rulebooks(Context& context);

// The files of those, the shipped ones first: what is in force, as far as they go together. A
// rulebook of the ledger never takes the place of a shipped version.
Result<std::vector<rules::RulebookFile>> rulebooks_in_force(Context& context);

// The one that `argument` names: a file, or "ID" (its newest version), "ID@VERSION" or a file's
// name without ".json" of those that are known, of which the ledger's come first. not_found, naming
// all, if there is none.
Result<KnownRulebook> find_rulebook(Context& context, std::span<const KnownRulebook> known,
                                    const std::string& argument);

// What the rulebook may amend: those that lie beside it, if it is a file, and the known ones.
Result<std::vector<rules::RulebookFile>> amendable_by(Context& context, const KnownRulebook& one,
                                                      std::span<const KnownRulebook> known);

}  // namespace fallbuch
