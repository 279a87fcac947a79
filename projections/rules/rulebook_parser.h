// Reads a rulebook: START HERE for the language. Every mistake is named with line and column.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "projections/rules/faults.h"
#include "projections/rules/rulebook.h"
#include "projections/rules/vocabulary.h"

namespace fallbuch::rules {

struct ParsedRulebook {
    Rulebook rulebook;  // means nothing if there are faults
    RulebookFaults faults;
};

// The text of a rulebook by id and version, for one that amends it; nothing if there is none.
using FindText =
    std::function<std::optional<std::string>(std::string_view id, std::string_view version)>;

// Of a text at most kJsonTextBytesMax bytes long. Adds to the vocabulary what the rulebook names.
ParsedRulebook parse_rulebook(std::string_view text, Vocabulary& vocabulary, const FindText& find);

// Which events a rulebook speaks of ("events": "log"), without reading all of it; casework if it
// does not say or cannot be read.
EventsOf events_of(std::string_view text);

}  // namespace fallbuch::rules
