// One check of a rule: what activates it, what discharges it, within which time, and what excepts
// it. A rule has one or several checks (parts).
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/calendar/civil_day.h"
#include "projections/rules/check_parts.h"
#include "projections/rules/condition.h"
#include "projections/rules/definitions.h"
#include "projections/rules/json_text.h"
#include "projections/rules/vocabulary.h"

namespace fallbuch::rules {

struct Check {
    std::string id;
    std::string part;  // empty: the rule has one check
    TextPlace place;
    std::string title;
    std::string statement;
    DutyType type = DutyType::must;
    std::string grade;
    std::vector<std::string>
        embodies;  // other rows, exceptions and definitions, that it makes real
    std::optional<Severity> severity;
    std::vector<Citation> cites;
    Template kind = Template::response;
    std::vector<Validity> valid;        // empty: as the rulebook
    std::optional<Operand> governs_by;  // nothing: the activation's day
    bool governs_by_due = false;
    std::optional<Transition> transition;

    Trigger trigger = Trigger::events;
    Patterns on;
    CivilDay on_day{};
    std::uint16_t on_object = 0;
    std::uint32_t nth = 0;  // 0: each
    std::optional<Operand> anchor;
    std::vector<TypeIndex> planned_by;  // events that name an anchor which may still move
    std::optional<Condition> where;     // of the scope
    Patterns scope_from;
    Patterns scope_to;
    std::optional<Operand> scope_until;

    std::vector<Patterns> require;  // all of them, each any of its patterns
    std::optional<Condition> that;
    bool basis_recorded = false;
    bool consumes_one = false;
    Window within;
    std::vector<Exception> unless;
    std::vector<Pattern> superseded_by;
    bool is_superseded_in_time = false;  // only until what was opened first was due
    std::vector<Suspension> suspend;
    std::vector<Excuse> excuse;
    bool is_maintenance = false;
    bool is_preemptive = false;
    bool is_perdurant = true;
    std::string repair;  // the rule that a breach activates
    Count count;
    std::optional<std::uint16_t> each_object;
    std::optional<Operand> each_item;
    std::optional<Condition> each_where;
    // By the value of `ids_key` the finding bears another rule's id.
    std::optional<Operand> ids_key;
    std::map<std::string, std::string, std::less<>> ids;
    std::map<std::string, Explanation, std::less<>> explain;  // by verdict
    std::vector<Operand> told_facts;                          // that its texts name
    std::optional<std::size_t> reading_of;  // the check of which this is another reading
    std::string reading;                    // its title
};

// It is judged when it is activated, by a condition.
bool decides_at_once(const Check& check);
// It forbids: what it names must not happen.
bool is_negative(const Check& check);
// Its targets have to come before what activates it.
bool is_precedence(const Check& check);

}  // namespace fallbuch::rules
