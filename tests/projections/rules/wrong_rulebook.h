// What is told about rulebooks in which a mistake is made.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/events/catalogue.h"
#include "projections/rules/rule_library.h"

namespace fallbuch::rules {

std::shared_ptr<const Catalogue> shipped_catalogue();

// About a text, which may amend the others: one line for each fault.
std::string told(std::string_view text, const std::vector<RulebookFile>& others = {});

// A rulebook whose third line is a section and whose fifth line is the rest of its only rule.
std::string rulebook_with(const std::string& section, const std::string& rest);

// About it, with nothing but a rest, or a section.
std::string told_of_rule(const std::string& rest);
std::string told_of_section(const std::string& section);

}  // namespace fallbuch::rules
