// Things of a case, from the event that opens each to the one that closes it, by definition.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "core/calendar/civil_day.h"
#include "projections/rules/definitions.h"
#include "projections/rules/vocabulary.h"
#include "tests/projections/rules/naive_conditions.h"

namespace fallbuch::rules::testing {

struct NaiveThing {
    std::string id;
    std::size_t opened = 0;             // which event
    std::optional<std::size_t> closed;  // which event
    std::optional<CivilDay> last;       // the last day of its own end
    Words values;
    bool is_doubtful = false;                // whether that opens it is unknown
    std::optional<std::size_t> may_be_over;  // the first event of which that is unknown of its end

    // From this day on it is not open any more, if it ends.
    std::optional<CivilDay> gone(const std::vector<NaiveEvent>& events) const;
};

// Simultaneous: one of them is a bare day, and the other one is of that day (2.4).
bool are_simultaneous(const NaiveEvent& left, const NaiveEvent& right);

// In the order in which they were opened. A thing is told all at once, when it is opened.
std::vector<NaiveThing> naive_things(const ObjectKind& kind, const std::vector<NaiveEvent>& events,
                                     const Vocabulary& names);

// Is it open at the event, in some order of what is simultaneous?
Kleene is_open_at(const NaiveThing& thing, std::size_t event,
                  const std::vector<NaiveEvent>& events);

}  // namespace fallbuch::rules::testing
