// One activation of a check, and what has become of it so far.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/calendar/civil_day.h"
#include "projections/rules/limits.h"
#include "projections/rules/memory.h"
#include "projections/rules/told_facts.h"
#include "projections/rules/unknowns.h"

namespace fallbuch::rules {

enum class ActivationState : std::uint8_t {
    open,  // its due day decides, and what comes until then
    satisfied,
    violated,  // for certain, whatever the day
    not_applicable,
    undetermined,  // for certain
};

// Why it is closed, or how it came to be judged.
enum class Reason : std::uint8_t {
    none,
    exception,   // an event of `unless` came, or a state of `unless` held
    superseded,  // another activation took its place
    scope_ended,
    lapsed,          // the norm has gone while it was open
    not_in_force,    // it would have been due on a day without the norm
    gap,             // no norm was in force
    not_known,       // an attribute is missing
    erased,          // what is needed was erased
    repeated,        // activated again before it was done (alternate, chain)
    maintained_not,  // what had to hold on did not
};

// How a number counts that was another one on other days of the window.
enum class Prorata : std::uint8_t { days, last, greatest };

struct Activation {
    static constexpr std::uint32_t kNone = 0xffffffff;

    std::uint32_t check = 0;
    EventIndex event = kNoEvent;   // `a`; none of a day, of a case as a whole, of an ended object
    EventIndex other = kNoEvent;   // `x`: what superseded an earlier activation of it
    std::uint32_t object = kNone;  // instance of the check's kind of object
    std::uint32_t item = kNone;    // of the list that `each` names
    CivilDay day{};
    Limits limits;
    ActivationState state = ActivationState::open;
    Reason reason = Reason::none;
    bool is_uncertain = false;       // whether it is activated at all is not known
    bool may_be_discharged = false;  // an event may have been a target; nobody knows
    bool may_be_excepted = false;
    bool is_planned = false;  // its anchor may still move
    bool is_excused = false;
    bool is_anew = false;           // a state excepted it before, or another law
    std::uint32_t anew_of = kNone;  // the activation whose place it has taken
    EventIndex anew_by = kNoEvent;  // that ended the state; none: a day did, or the law
    bool is_late = false;           // discharged, but after the due day
    bool is_settled = false;        // open, but no event can change any more what it comes to
    EventIndex discharged_by = kNoEvent;
    EventIndex closed_by = kNoEvent;  // what excepted, superseded, breached or ended it
    std::uint32_t targets_done = 0;   // bits, one for each group of targets
    std::uint32_t counted = 0;
    // On this day it was due if an event that nobody can tell ended its window.
    std::optional<CivilDay> may_be_due;
    std::optional<double> bound;   // the number that was asked for
    std::string_view kind;         // by which the finding may bear another rule's id
    std::uint32_t parameters = 0;  // that it is judged by: the number of their set
    Prorata prorata = Prorata::days;
    std::optional<CivilDay> closed_on;
    Unknowns unknowns;     // on which it hung when it was judged
    ToldFacts told_facts;  // of which its texts speak, as they were then

    bool is_open() const { return state == ActivationState::open; }
    bool is_waiting() const { return is_open() && !is_settled; }
};

}  // namespace fallbuch::rules
