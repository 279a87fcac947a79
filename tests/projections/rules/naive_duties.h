// Which duties has a case by one check, and what has each event to do with them? By definition.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/calendar/civil_day.h"
#include "projections/rules/check.h"
#include "projections/rules/check_parts.h"
#include "projections/rules/condition.h"
#include "projections/rules/definitions.h"
#include "tests/projections/rules/naive_conditions.h"
#include "tests/projections/rules/naive_evaluator.h"
#include "tests/projections/rules/naive_things.h"
#include "tests/projections/rules/naive_windows.h"

namespace fallbuch::rules::testing {

struct NaiveDuty {
    static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

    std::size_t event = kNone;  // that activates it
    std::optional<NaiveThing> thing;
    CivilDay day{};
    // Twice the number of events before it, and one more if the last of them activates it.
    std::size_t opens = 0;
    NaiveWindow window;
    bool is_unsure = false;  // whether it is activated at all, nobody knows
    bool is_anew = false;    // a state excepted it before

    bool is_done = false;
    bool may_be_done = false;
    bool is_broken = false;
    bool is_excepted = false;
    bool is_excepted_by_state = false;
    bool may_be_excepted = false;
    bool is_out_of_scope = false;
    bool has_neighbour = false;  // something came behind it, for good
    std::optional<std::size_t> repaired_by;
    std::optional<std::size_t> settled_by;  // the event that made it done, broken or excepted
    std::optional<std::size_t> due_by;      // the event on whose day it is due
    unsigned groups = 0;                    // of targets that are done, a bit each
    double counted = 0;
};

bool is_negative(Template kind);
bool is_backward(Template kind);
bool is_looking_at_neighbours(Template kind);

// Borrows all of it.
class NaiveDuties {
public:
    NaiveDuties(const NaiveRule& rule, const std::vector<NaiveEvent>& events);

    // In the order in which they are opened; those that are activated later than today are not.
    std::vector<NaiveDuty> duties(CivilDay today) const;

    // A condition alone decides.
    bool is_judged_at_once() const;
    bool activates(std::size_t event) const;
    bool ends_scope(std::size_t event) const;
    bool closes_case(std::size_t event) const;
    bool is_at_or_after(const NaiveDuty& duty, std::size_t event) const;
    // In every order of what is simultaneous.
    bool is_strictly_before(std::size_t left, std::size_t right) const;
    // On the right side of the activation.
    bool may_be_target(const NaiveDuty& duty, std::size_t event) const;
    Kleene truth_of_target(const NaiveDuty& duty, const Patterns& group, std::size_t event) const;
    Kleene truth_of_other(const NaiveDuty& duty, const Pattern& pattern, std::size_t event) const;
    Kleene truth_of_that(const NaiveDuty& duty) const;
    // Is the last event up to the due day the one that is asked for?
    std::string verdict_of_last(const NaiveDuty& duty) const;
    bool is_waived(const NaiveDuty& duty, const JudgedDuty& judged) const;
    // Of what is judged at once: may an excuse still come on the day, and has one come?
    bool may_be_excused(const NaiveDuty& duty, CivilDay day) const;
    bool is_excused(const NaiveDuty& duty) const;

private:
    std::optional<CivilDay> last_day_for(const NaiveDuty& duty, const Excuse& excuse) const;
    bool is_near(const NaiveDuty& duty, const Excuse& excuse, std::size_t event) const;
    NaiveLetters letters(const NaiveDuty& duty, std::size_t at) const;
    Kleene holds(const Condition& condition, const NaiveDuty& duty, std::size_t at) const;
    bool is_in_scope(std::size_t event) const;
    Kleene state_on(const Condition& state, const NaiveDuty& duty,
                    std::pair<std::size_t, CivilDay> at) const;
    Kleene is_trigger(std::size_t event) const;
    Kleene is_nth(std::size_t event) const;
    void add_duties_of(std::size_t event, Kleene is_wanted, std::vector<NaiveDuty>& duties) const;
    void add(NaiveDuty duty, CivilDay today, std::vector<NaiveDuty>& duties) const;
    void set_window(NaiveDuty& duty) const;
    std::vector<NaiveStop> stops_of(const NaiveDuty& duty) const;
    std::optional<CivilDay> end_of_state(const Condition& state, const NaiveDuty& duty,
                                         std::pair<Kleene, CivilDay> most) const;
    void add_anew(const NaiveDuty& duty, std::pair<CivilDay, CivilDay> days,
                  std::vector<NaiveDuty>& duties) const;

    const NaiveRule& rule_;
    const Check& check_;
    const std::vector<NaiveEvent>& events_;
    std::vector<std::vector<NaiveThing>> things_;  // by kind
};

}  // namespace fallbuch::rules::testing
