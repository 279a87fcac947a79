// The conditions of a rulebook, as trees: what is compared, and how. Names are resolved; nothing is
// looked up any more when a condition is judged (judgement.h).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/calendar/civil_day.h"
#include "core/calendar/period.h"
#include "core/events/code_list.h"
#include "core/events/envelope.h"
#include "projections/rules/json_text.h"
#include "projections/rules/norm.h"
#include "projections/rules/vocabulary.h"

namespace fallbuch::rules {

// Whose attribute is it? The letters are those of a rulebook's paths.
enum class PathRoot : std::uint8_t {
    activation,  // a: what opened the obligation
    target,      // t: what may discharge it
    other,       // x: what excepts, supersedes, suspends or excuses
    object,      // o: the object that the check is about
    item,        // i: one item of a list
    fact,        // fact.NAME
    stream,      // case.number
};

// What of it?
enum class PathWhat : std::uint8_t {
    field,      // a field of data
    attribute,  // of the envelope: a.@actorrole
    occurred,
    recorded,
    count,   // of a fact that counts
    whole,   // the item itself
    number,  // of the case
};

struct Path {
    PathRoot root = PathRoot::activation;
    PathWhat what = PathWhat::field;
    FieldIndex field;
    EnvelopeField attribute = EnvelopeField::id;
    std::uint16_t fact = 0;          // index into the rulebook's facts
    std::string key;                 // of a log: the attribute's full key
    std::vector<std::string> inner;  // within an object: "validity.from"
    bool is_date = false;            // the schema says that the text is a day
    const CodeList* codes = nullptr;
};

enum class OperandKind : std::uint8_t {
    path,
    text,
    number,
    boolean,
    texts,     // a list of texts
    day,       // a text that is a date
    period,    // "P2M", beside a duration
    param,     // its value when the rule is activated
    plus,      // a day and a period; `boolean`: the day itself counts
    minus,     // the same
    duration,  // from one day to another, both counted; only compared with a period
    age,       // completed years of life on a day
    least,     // "min": of several days or numbers
    greatest,  // "max"
    first,     // the first that is known
    size,      // of a list
    open,      // how many objects are open that fit
};

// Of a name that no parameter has, while a rulebook is read.
inline constexpr std::uint16_t kNoParameter = 0xffff;

struct Condition;

struct Operand {
    OperandKind kind = OperandKind::text;
    TextPlace place;
    Path path;
    std::string text;
    double number = 0;
    bool boolean = false;
    std::vector<std::string> texts;
    CivilDay day{};
    CivilPeriod period;
    std::uint16_t param = 0;
    std::vector<Operand> parts;
    std::vector<Condition> open;  // of `open`: one that says which objects, of kind `holds`
};

enum class ConditionKind : std::uint8_t {
    all,
    any,
    negation,  // "not"
    eq,
    ne,
    lt,
    le,
    gt,
    ge,
    in,              // the first is one of the second, a list
    contains,        // the first, a list, has the second
    contains_all,    // the first, a list, has every one of the second
    contains_any,    // the first, a list, has one of the second
    contains_text,   // the first, a text, has one of the second somewhere in it
    contains_words,  // the same of whole words (german_text.h says when two are the same)
    cites,           // the first, a text, names a norm within one of `norms`
    present,         // the attribute was told
    in_table,        // the operands are a row of a table
    holds,           // an object of this kind is open that fits; its operands are the pairs of
                     // `match`: what the object says, and what that has to be equal to
    every,           // of the items of a list
    some,
    valid_code,  // the code is valid on the day of the activation
};

struct Condition {
    ConditionKind kind = ConditionKind::all;
    TextPlace place;
    std::vector<Condition> parts;
    std::vector<Operand> operands;
    std::uint16_t index = 0;          // of the table, or of the object kind
    const CodeList* codes = nullptr;  // an order, by which texts are compared
    // Of `cites`: what is asked for, and the law of a text that names none (empty: unknown).
    std::vector<Norm> norms;
    std::string own_law;
    bool is_unknown_if_empty = false;  // of `every` and `some`: nobody knows of an empty list
};

// A duration as rulebooks write it: of civil days, of working days, or elapsed ("PT24H", seconds),
// or a parameter that says it.
struct Length {
    TextPlace place;
    std::optional<Period> civil;
    std::optional<std::int64_t> elapsed_seconds;
    std::optional<std::uint16_t> param;
};

}  // namespace fallbuch::rules
