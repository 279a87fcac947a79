// Reads calendars and windows of time. Every mistake is a fault.
#pragma once

#include "projections/rules/definitions.h"
#include "projections/rules/json_text.h"
#include "projections/rules/names.h"

namespace fallbuch::rules {

// `otherwise` holds where the node is silent.
CalendarRules parse_calendar(const JsonNode& node, const CalendarRules& otherwise, Names& names);

Window parse_window(const JsonNode& node, const CalendarRules& calendar, const Roots& roots,
                    Names& names);

}  // namespace fallbuch::rules
