// What do the parts of a rulebook name: which params, tables, facts, objects and event types?
#pragma once

#include <cstdint>
#include <set>

#include "projections/rules/check.h"
#include "projections/rules/check_parts.h"
#include "projections/rules/condition.h"
#include "projections/rules/definitions.h"
#include "projections/rules/rulebook.h"
#include "projections/rules/vocabulary.h"

namespace fallbuch::rules {

// Indexes into the rulebook's own lists.
struct Uses {
    std::set<std::uint16_t> params;
    std::set<std::uint16_t> tables;
    std::set<std::uint16_t> facts;
    std::set<std::uint16_t> objects;
    std::set<TypeIndex> types;

    void add(const Operand& operand);
    void add(const Condition& condition);
    void add(const Pattern& pattern);
    void add(const Patterns& patterns);
    void add(const Length& length);
    // A row of the table that says how many may name a parameter.
    void add(const CountBound& bound, const Rulebook& book);
};

// What a check names itself.
Uses uses_of(const Check& check, const Rulebook& book);
// What the rulebook names outside of its rules and definitions: its unit, its place, its waivers.
Uses uses_of_head(const Rulebook& book);
// The same, and what the facts and objects among it name in turn.
Uses with_definitions(Uses uses, const Rulebook& book);

}  // namespace fallbuch::rules
