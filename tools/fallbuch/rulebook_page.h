// How does a rulebook read as a document for a person of law? Everything on the page comes from its
// file and from the catalogue.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "projections/rules/rulebook.h"
#include "projections/rules/vocabulary.h"

namespace fallbuch {

// Which rulebook it is, when and to whom it applies, its parameters, and a list of its rules. Lines
// have at most `width` cells, as far as single words allow.
std::string rulebook_page(const rules::Rulebook& book, const rules::Vocabulary& vocabulary,
                          std::size_t width);

// Everything about the rules that are called so, whose findings bear the id, or in which that row
// is embodied, or why it is not checked; empty if there is none.
std::string rule_page(const rules::Rulebook& book, const rules::Vocabulary& vocabulary,
                      std::string_view id, std::size_t width);

}  // namespace fallbuch
