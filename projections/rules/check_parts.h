// The parts of a check: its template, what excepts it, how it counts, how it is explained.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/calendar/civil_day.h"
#include "projections/rules/condition.h"
#include "projections/rules/definitions.h"
#include "projections/rules/json_text.h"

namespace fallbuch::rules {

enum class Template : std::uint8_t {
    invariant,
    attestation,
    since,
    response,
    precedence,
    responded_existence,
    not_response,
    existence,
    absence,
    exactly,
    init,
    end,
    count,
    forall_exists,
    chain_response,
    chain_precedence,
    alternate_response,
    alternate_precedence,
    not_co_existence,
    succession,
    chain_succession,
    alternate_succession,
    co_existence,
};

enum class Severity : std::uint8_t { hinweis, pruefen, auffaelligkeit, mangel };
enum class DutyType : std::uint8_t { must, should, may, invariant, definition };  // M S K I D
enum class Transition : std::uint8_t { keep_old_version, restart_new, close_lapsed, gap };
struct Exception {
    TextPlace place;
    std::optional<Pattern> event;
    std::optional<Condition> holds;  // a state, when the obligation is activated
    bool reactivates = true;         // the obligation, on the day on which the state ends
};

struct Citation {
    std::string law;        // "SGB III", or "S1" to "S4" for a seed
    std::string paragraph;  // "§ 37 Abs. 3", or the seed's section
    std::optional<CivilDay> as_of;
};

enum class CountWindow : std::uint8_t { sliding, tumbling, activation, between };
enum class CalendarUnit : std::uint8_t { month, quarter, half_year, year };

// How many; nothing: no such bound. `table` and `key`: the row whose first cell is the key.
struct CountBound {
    std::optional<Operand> value;
    std::optional<std::uint16_t> table;
    std::optional<Operand> key;
};

struct Count {
    CountBound min;
    CountBound max;
    std::optional<CountWindow> window;
    std::optional<Length> length;
    CalendarUnit unit = CalendarUnit::month;
    // The least number is weighted by the days on which it held; by a parameter also "last" or
    // "max": the last one counts, or the greatest.
    bool is_prorata = false;
    std::optional<std::uint16_t> prorata_param;
    std::optional<Operand> from;  // the first day that counts, if the window begins before it
};

struct Suspension {
    Pattern from;
    Pattern to;
};

struct Excuse {
    Pattern event;
    std::optional<Length> within;   // so long after the activation
    std::optional<Length> earlier;  // and so long before it; nothing: not before
    bool four_eyes = false;         // by another than who acted
};

// A piece of an explanation: words, or what is put in their place.
enum class TextPartKind : std::uint8_t {
    words,
    value,     // {a.channel}
    due,       // {due}: the last day in time
    earliest,  // {earliest}: the first
    late_by,   // {late_by}: "3 Tage"
    done,      // {done}: the day on which it was done
    counted,   // {count}
    bound,     // {bound}: the number that is asked for
    unknown,   // {unknown}: what nobody has told
};
struct TextPart {
    TextPartKind kind = TextPartKind::words;
    std::string words;
    Operand value;
};
using Explanation = std::vector<TextPart>;

// An obligation's trigger, beyond events.
enum class Trigger : std::uint8_t { events, all_events, date, end_of_object, case_begins, repair };

}  // namespace fallbuch::rules
