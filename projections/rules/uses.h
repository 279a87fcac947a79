// What do the parts of a rulebook name: which params, tables, facts, objects and event types?
#pragma once

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "core/events/code_list.h"
#include "projections/rules/check.h"
#include "projections/rules/check_parts.h"
#include "projections/rules/condition.h"
#include "projections/rules/definitions.h"
#include "projections/rules/rulebook.h"
#include "projections/rules/vocabulary.h"

namespace fallbuch::rules {

// As what a parameter is named.
enum class ParamRole : std::uint8_t {
    value,         // any of its kind has a meaning
    length,        // of a window
    civil_length,  // of days, months or years, that are added to a day
    number,        // how many
    prorata,       // how a number counts that was another one before
    place,         // whose holidays
    code,          // of a code list
    cell,          // of a column of a table
    word,          // that is compared with another
};
struct ParamUse {
    std::uint16_t param = 0;
    ParamRole role = ParamRole::value;
    const CodeList* codes = nullptr;
    std::uint16_t table = 0;
    std::size_t column = 0;
    std::string word = {};
};

// Indexes into the rulebook's own lists.
struct Uses {
    std::set<std::uint16_t> params;
    std::set<std::uint16_t> tables;
    std::set<std::uint16_t> facts;
    std::set<std::uint16_t> objects;
    std::set<TypeIndex> types;
    std::vector<ParamUse> roles;  // of the params, but for what only tells of them

    void add(const Operand& operand);
    void add(const Condition& condition);
    void add(const Pattern& pattern);
    void add(const Patterns& patterns);
    void add(const Length& length);
    // A row of the table that says how many may name a parameter.
    void add(const CountBound& bound, const Rulebook& book);
    void add(ParamUse use);
};

// What a check names itself.
Uses uses_of(const Check& check, const Rulebook& book);
// What the rulebook names outside of its rules and definitions: its unit, its place, its waivers.
Uses uses_of_head(const Rulebook& book);
// The same, and what the facts and objects among it name in turn.
Uses with_definitions(Uses uses, const Rulebook& book);
// As what any part of it names parameters. Asks nothing that only a rulebook without faults has.
std::vector<ParamUse> parameter_uses(const Rulebook& book);

}  // namespace fallbuch::rules
