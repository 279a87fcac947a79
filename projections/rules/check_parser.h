// Reads one check of a rule. Every mistake is a fault with its place.
#pragma once

#include "projections/rules/check.h"
#include "projections/rules/definitions.h"
#include "projections/rules/json_text.h"
#include "projections/rules/names.h"

namespace fallbuch::rules {

// `node` holds the members of the rule and those of the check, joined.
Check parse_check(const JsonNode& node, const CalendarRules& calendar, Names& names);

}  // namespace fallbuch::rules
