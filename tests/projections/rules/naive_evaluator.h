// What a check comes to in a whole history, by the definitions of the rulebook language (2.4) taken
// word by word: every event is held against every other one, nothing is remembered between them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/calendar/civil_day.h"
#include "core/calendar/work_calendar.h"
#include "projections/rules/check.h"
#include "projections/rules/rulebook.h"
#include "projections/rules/vocabulary.h"
#include "tests/projections/rules/naive_conditions.h"

namespace fallbuch::rules::testing {

// One activation, and how it stands.
struct JudgedDuty {
    std::uint64_t line = 0;   // of the event that activated it; 0: no event did
    std::uint64_t thing = 0;  // line of the event that opened what it is about
    CivilDay day{};
    std::string verdict;
    std::optional<CivilDay> due;
    std::optional<std::int64_t> due_second;
    std::optional<std::int64_t> late_by;  // days, or seconds of an elapsed window
    std::uint64_t repaired_by = 0;        // line
    bool is_final = false;                // told by the evaluator only

    // All of it but whether it is final.
    std::string text() const;
};

// As of when it is judged; no event of the history is later.
struct NaiveMoment {
    CivilDay day{};
    std::int64_t second = 0;
};

struct NaiveRule {
    const Check& check;
    const Rulebook& book;
    const Vocabulary& names;
    const WorkCalendar& calendar;
};

// The events in their order: by second, then by line. In no particular order.
std::vector<JudgedDuty> naive_verdicts(const NaiveRule& rule, const std::vector<NaiveEvent>& events,
                                       NaiveMoment now);

}  // namespace fallbuch::rules::testing
