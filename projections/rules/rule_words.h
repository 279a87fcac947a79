// How do the conditions and event patterns of a rulebook read in German? Everything is derived from
// the rulebook; nothing is written beside it.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "projections/rules/check.h"
#include "projections/rules/condition.h"
#include "projections/rules/definitions.h"
#include "projections/rules/rulebook.h"
#include "projections/rules/value_words.h"
#include "projections/rules/vocabulary.h"

namespace fallbuch::rules {

// A line of a text, and how deep it stands below the one that introduces it.
struct TextLine {
    std::size_t depth = 0;
    std::string text;
    bool operator==(const TextLine&) const = default;
};
using TextLines = std::vector<TextLine>;
void append(TextLines from, TextLines& to);
// Behind each other: "alles davon (A; mindestens eines davon (B; C))".
std::string in_one_line(const TextLines& lines);

// Whose attributes the sentences of a check speak of.
Speaker speaker_of(const Check& check, const ValueWords& words);

// Borrows rulebook and vocabulary.
class RuleWords {
public:
    RuleWords(const Rulebook& book, const Vocabulary& vocabulary) : values_(book, vocabulary) {}

    TextLines condition(const Condition& condition, const Speaker& speaker, std::size_t depth = 0);
    // One line for each event, with what has to be true of it behind or below. `own`: the letter of
    // its attributes.
    TextLines events(const Patterns& patterns, PathRoot own, const Speaker& speaker,
                     std::size_t depth = 0);
    // The condition behind the words that introduce it.
    TextLines introduced(const std::string& head, const Condition& condition,
                         const Speaker& speaker, std::size_t depth = 0);
    // Whose attributes the condition on each item of a list speaks of.
    Speaker speaker_of_items(const Condition& condition, const Speaker& speaker) const;
    // And on the thing that "holds" asks for.
    static Speaker within(const Condition& holds, const Speaker& speaker);
    // In one line that leaves out what the condition asks of each item or thing.
    std::string brief(const Condition& condition, const Speaker& speaker);
    ValueWords& values() { return values_; }

private:
    TextLines group(const Condition& condition, const Speaker& speaker, std::size_t depth);
    TextLines of_number(const Condition& condition, const Speaker& speaker, std::size_t depth);
    TextLines of_object(const Condition& condition, bool is_denied, const Speaker& speaker,
                        std::size_t depth);
    std::string object_head(const Condition& condition, bool is_denied, const Speaker& speaker);
    TextLines over_list(const Condition& condition, bool is_denied, const Speaker& speaker,
                        std::size_t depth);
    std::string list_head(const Condition& condition, bool is_denied, const Speaker& speaker);
    TextLines negated(const Condition& inner, const Speaker& speaker, std::size_t depth);
    using Pairs = std::vector<std::pair<Operand, Operand>>;
    std::string matches(const Pairs& pairs, const Speaker& own, const Speaker& other);

    ValueWords values_;
};

}  // namespace fallbuch::rules
