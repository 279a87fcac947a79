// A rulebook as it was read (rulebook_parser.h): the unit of version, validity and approval.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/calendar/civil_day.h"
#include "core/codec/digest.h"
#include "projections/rules/check.h"
#include "projections/rules/check_parts.h"
#include "projections/rules/condition.h"
#include "projections/rules/definitions.h"
#include "projections/rules/vocabulary.h"

namespace fallbuch::rules {

// By which events a deviation from a rule is justified, and what they say (2.4: waived).
struct Waivers {
    Patterns events;
    Operand rule;
    Operand from;
    Operand to;
};

// A row that no event can decide: what it demands, and what somebody has to ask instead.
struct UncheckedRow {
    std::string id;
    std::string title;
    std::string statement;
    std::string grade;
    std::string reason;
    std::vector<Citation> cites;
};

struct Rulebook {
    std::string id;
    std::string version;
    std::string title;
    std::optional<CivilDay> published;
    Validity valid;
    bool applies_by_activation = false;
    std::optional<Operand> unit;     // of the case
    std::optional<Condition> where;  // where it applies at all
    std::optional<Operand> governs_by;
    bool governs_by_due = false;
    Transition transition = Transition::keep_old_version;
    CalendarRules calendar;
    Patterns closing;  // what has no other end is due on the day of the first of them
    std::optional<Waivers> waivers;
    std::vector<std::string> supersedes;  // versions of the same rulebook
    std::vector<Parameter> params;
    std::vector<Table> tables;
    std::vector<Fact> facts;
    std::vector<ObjectKind> objects;
    std::vector<Check> checks;
    std::vector<UncheckedRow> unchecked;
    std::vector<TypeIndex> actor_types;  // of which it asks who acted
    std::vector<std::string> scenario_files;
    Digest digest;  // of its text, in canonical writing
};

}  // namespace fallbuch::rules
