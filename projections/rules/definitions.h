// What the rules of a rulebook have in common: patterns of events, parameters, tables, facts, kinds
// of objects, windows of time. README.md is the language.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/calendar/civil_day.h"
#include "core/calendar/legal_period.h"
#include "projections/rules/condition.h"
#include "projections/rules/json_text.h"
#include "projections/rules/vocabulary.h"

namespace fallbuch::rules {

struct Validity {
    std::optional<CivilDay> from;
    std::optional<CivilDay> to;  // the last day
    bool covers(CivilDay day) const { return (!from || *from <= day) && (!to || day <= *to); }
};

// Events of a type that fit; `match` pairs attributes of the event with those of another.
struct Pattern {
    TextPlace place;
    TypeIndex type;
    std::optional<Condition> where;
    std::vector<std::pair<Operand, Operand>> match;
};
using Patterns = std::vector<Pattern>;  // any of them

struct Parameter {
    std::string name;
    std::string title;
    TextPlace place;
    bool combines_by_max = false;  // the greatest of all rulebooks that apply
    // It stands for a word of the law that nobody has defined ("unverzüglich"): what it makes late
    // is only to be looked at.
    bool is_undefined_term = false;
    struct Value {
        TextPlace place;
        Validity valid;
        std::vector<std::string> units;  // empty: everywhere
        Operand value;
    };
    std::vector<Value> values;
};

struct Table {
    std::string name;
    std::string title;  // German; empty: the name says it, here and below
    struct Row {
        Validity valid;
        std::vector<std::string> cells;
    };
    std::vector<Row> rows;
};

// The newest event of its kind, or how many there have been since the last reset.
struct Fact {
    std::string name;
    std::string title;
    bool counts = false;
    Patterns events;
    Patterns cleared_by;
    // The first day on which an event counts; nothing: that on which it occurred. What a newer
    // event leaves no day of never counts.
    std::optional<Operand> from;
};

// Things that are opened, told more about, and closed.
struct ObjectKind {
    std::string name;
    std::string title;
    bool is_of_office = false;     // its events are the office's, not the case's
    bool is_retroactive = false;   // what is told about it later holds since its opening
    std::optional<FieldIndex> id;  // nothing: there is one of them at a time
    Patterns opened_by;
    Patterns updated_by;
    Patterns closed_by;
    // The last day on which it is open, if no event closed it before; by the law of that day.
    struct Until {
        Validity valid;
        std::optional<Condition> where;
        Operand last;
    };
    std::vector<Until> until;
};

enum class Roll : std::uint8_t { none, next_working_day, report_both };
enum class MonthRound : std::uint8_t { down, up };

struct CalendarRules {
    Counting count = Counting::from_next_day;
    std::optional<MonthRound> month_round;
    Roll roll = Roll::none;
    std::optional<Operand> place;  // of the holidays; nothing: those of all of Germany
};

struct Window {
    std::optional<Length> after;
    std::optional<Length> before;
    // Another length where a condition holds; at most one of them may.
    struct Case {
        Condition where;
        Length before;
    };
    std::vector<Case> cases;
    Patterns until;  // the day of the first of them is the last in time
    CalendarRules calendar;
};

}  // namespace fallbuch::rules
