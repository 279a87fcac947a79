// Conditions of rulebooks, judged over plain lists of words: slow, and made of nothing that
// projections/rules judges with. Only what the tests' rulebooks use is there.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>

#include "core/calendar/civil_day.h"
#include "projections/rules/condition.h"
#include "projections/rules/definitions.h"
#include "projections/rules/vocabulary.h"

namespace fallbuch::rules::testing {

using Words = std::map<std::string, std::string>;  // by field

// An event as somebody would write it down: its line in the story, its day, its words.
struct NaiveEvent {
    std::uint64_t line = 0;
    std::string type;
    CivilDay day{};
    std::int64_t second = 0;  // since 1970 UTC; of a bare day: of its beginning
    bool is_whole_day = false;
    CivilDay recorded{};
    Words values;
};

enum class Kleene : std::uint8_t { no, unknown, yes };

// What the letters stand for; nullptr: not at hand.
struct NaiveLetters {
    const NaiveEvent* a = nullptr;
    const NaiveEvent* t = nullptr;
    const NaiveEvent* x = nullptr;
    const Words* o = nullptr;
    // Is a thing of this kind open that fits?
    std::function<Kleene(const Condition&)> holds;
};

Kleene naive_truth(const Condition& condition, const NaiveLetters& letters,
                   const Vocabulary& names);
Kleene naive_fits(const Pattern& pattern, const NaiveEvent& event, const NaiveLetters& letters,
                  const Vocabulary& names);
// Does it ask which things are open?
bool naive_asks_for_state(const Condition& condition);
// The words that the operand comes to; empty: nobody knows.
std::string naive_words(const Operand& operand, const NaiveLetters& letters,
                        const Vocabulary& names);

}  // namespace fallbuch::rules::testing
