// Reads what the rules of a rulebook have in common: parameters, tables, facts, kinds of objects;
// and patterns, which stand in each rule. Every mistake is a fault.
#pragma once

#include "projections/rules/definitions.h"
#include "projections/rules/faults.h"
#include "projections/rules/json_text.h"
#include "projections/rules/names.h"

namespace fallbuch::rules {

// {"from": day, "to": day}; a window that ends before it begins is a fault.
Validity parse_validity(const JsonNode& node, RulebookFaults& faults);

bool have_common_day(const Validity& left, const Validity& right);

void parse_params(const JsonNode& node, Names& names);
void parse_tables(const JsonNode& node, Names& names);
void parse_facts(const JsonNode& node, Names& names);
void parse_objects(const JsonNode& node, Names& names);

// A name, {"type", "where", "match"}, or a list of these. The letter that stands for the event of
// the pattern itself is `own`: 'a', 't', 'x' or 'e'; `roots` is what else is at hand.
Patterns parse_patterns(const JsonNode& node, char own, const Roots& roots, Names& names);

}  // namespace fallbuch::rules
