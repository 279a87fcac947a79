// The rulebooks and scenarios of this folder, as they are built into the program.
#pragma once

#include <vector>

#include "projections/rules/rule_library.h"

namespace fallbuch::rules {

// Rulebooks (*.json), scenarios (*.szenarien) and the rows of the domain (rows.tsv), by name.
std::vector<RulebookFile> shipped_rulebooks();

}  // namespace fallbuch::rules
