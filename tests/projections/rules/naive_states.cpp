// What is open when, as conditions of the naive model ask for it.
#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>

#include "core/calendar/civil_day.h"
#include "projections/rules/condition.h"
#include "tests/projections/rules/naive_conditions.h"
#include "tests/projections/rules/naive_duties.h"
#include "tests/projections/rules/naive_things.h"

namespace fallbuch::rules::testing {

Kleene NaiveDuties::holds(const Condition& condition, const NaiveDuty& duty, std::size_t at) const {
    Kleene truth = Kleene::no;
    for (const NaiveThing& thing : things_[condition.index]) {
        const Kleene is_open = is_open_at(thing, at, events_);
        if (is_open == Kleene::no) continue;
        NaiveLetters with = letters(duty, at);
        with.o = &thing.values;
        Kleene one = condition.parts.empty()
                         ? Kleene::yes
                         : naive_truth(condition.parts.front(), with, rule_.names);
        for (std::size_t i = 0; i + 1 < condition.operands.size(); i += 2) {
            const std::string own = naive_words(condition.operands[i], with, rule_.names);
            const std::string other =
                naive_words(condition.operands[i + 1], letters(duty, at), rule_.names);
            const bool is_known = !own.empty() && !other.empty();
            const Kleene equal = own == other ? Kleene::yes : Kleene::no;
            one = std::min(one, is_known ? equal : Kleene::unknown);
        }
        truth = std::max(truth, std::min(one, is_open));
    }
    return truth;
}

// Is something open that makes it, after so many events, on this day?
Kleene NaiveDuties::state_on(const Condition& state, const NaiveDuty& duty,
                             std::pair<std::size_t, CivilDay> at) const {
    const auto& [count, day] = at;
    Kleene truth = Kleene::no;
    for (const NaiveThing& thing : things_[state.index]) {
        const bool is_ended =
            (thing.closed && *thing.closed < count) || (thing.last && *thing.last < day);
        if (thing.opened >= count || is_ended) continue;
        NaiveLetters with = letters(duty, duty.event);
        with.o = &thing.values;
        Kleene one =
            state.parts.empty() ? Kleene::yes : naive_truth(state.parts.front(), with, rule_.names);
        const bool is_in_doubt =
            thing.is_doubtful || (thing.may_be_over && *thing.may_be_over < count);
        if (is_in_doubt) one = std::min(one, Kleene::unknown);
        truth = std::max(truth, one);
    }
    return truth;
}

// The first day on which it is at most that for a moment: when the day begins, or behind an event.
std::optional<CivilDay> NaiveDuties::end_of_state(const Condition& state, const NaiveDuty& duty,
                                                  std::pair<Kleene, CivilDay> most) const {
    const auto& [truth, today] = most;
    std::size_t count = duty.event + 1;
    for (CivilDay day = duty.day; day <= today; day += std::chrono::days(1)) {
        if (state_on(state, duty, {count, day}) <= truth) return day;
        for (; count < events_.size() && events_[count].day == day; ++count) {
            if (state_on(state, duty, {count + 1, day}) <= truth) return day;
            if (closes_case(count)) return std::nullopt;
        }
    }
    return std::nullopt;
}

}  // namespace fallbuch::rules::testing
