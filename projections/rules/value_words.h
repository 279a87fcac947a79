// How do the values and lengths of a rulebook read in German? With the titles of the catalogue, and
// the rulebook's own names in »…«.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/calendar/civil_day.h"
#include "core/events/code_list.h"
#include "core/events/value_check.h"
#include "projections/rules/condition.h"
#include "projections/rules/definitions.h"
#include "projections/rules/names.h"
#include "projections/rules/rulebook.h"
#include "projections/rules/vocabulary.h"

namespace fallbuch::rules {

// "30.06.2026"; of a day that a rulebook writes for none, "ohne Ende" or "von Anfang an".
std::string german_date(CivilDay day);
// Before or behind all that an office records: it stands for no day at all.
bool is_no_day(CivilDay day);
// "14.06.2023 bis 30.06.2026", "ab 01.07.2026", "ohne Grenzen"
std::string german_validity(const Validity& valid);
// "6 Monate", "4 Wochen", "5 Arbeitstage", "24 Stunden"; empty if a parameter says it.
std::string german_length(const Length& length);
// A value of a parameter: "7 Tage" for P7D, "ja", a day, a code by its title, anything else as it
// is written.
std::string german_parameter(const Operand& value, const CodeList* codes = nullptr);
// „text“, and »name« for what the rulebook calls so.
std::string quoted(std::string_view text);
std::string term(std::string_view name);
// Of what has a German title that one, else its name: »Rechtskreis«.
template <typename Named>
std::string title_of(const Named& named) {
    return term(named.title.empty() ? named.name : named.title);
}
// "a, b und c"
std::string joined(const std::vector<std::string>& parts, std::string_view last);

// A day or a moment, as far as the rulebook tells.
bool is_day(const Operand& operand);
// A length of no days, months and years.
bool is_no_length(const Operand& operand);
// Whose attributes are at hand. Those of `own`, of which the sentence speaks, stand alone; others
// say whose they are.
struct Speaker {
    Roots roots;
    PathRoot own = PathRoot::activation;
};

// What of a rulebook has been mentioned, by index, so that a glossary can be added.
struct Mentioned {
    std::set<std::uint16_t> facts;
    std::set<std::uint16_t> objects;
    std::set<std::uint16_t> tables;
    std::set<std::uint16_t> params;
};

// Borrows rulebook and vocabulary, and remembers what it mentions.
class ValueWords {
public:
    ValueWords(const Rulebook& book, const Vocabulary& vocabulary)
        : book_(book), vocabulary_(vocabulary) {}

    // A text is looked up among the codes, if there are any.
    std::string value(const Operand& operand, const Speaker& speaker,
                      const CodeList* codes = nullptr);
    std::string length(const Length& length);
    std::string object(std::uint16_t index);
    std::string table(std::uint16_t index);
    std::string fact(std::uint16_t index);
    // With its value, if the rulebook has only one.
    std::string param(std::uint16_t index, const CodeList* codes = nullptr);

    // The code list of the first path that has one.
    const CodeList* codes_of(const std::vector<Operand>& operands) const;
    // Whose value it is: "beim Auslöser"; empty of facts, items and what the sentence speaks of.
    std::string where(const Path& path, const Speaker& speaker);
    // Long lists of parameters are told by their names from now on.
    void abridge() { is_abridged_ = true; }
    bool is_abridged() const { return is_abridged_; }

    // A field by the catalogue's title, or its name if it has none, and what may stand in it.
    struct Described {
        std::string title;
        const ValueCheck* check = nullptr;
    };
    Described described(const Path& path, const Speaker& speaker) const;

    const Mentioned& mentioned() const { return mentioned_; }
    const Rulebook& book() const { return book_; }
    const Vocabulary& vocabulary() const { return vocabulary_; }

private:
    TypeSet types_behind(const Path& path, const Speaker& speaker) const;
    std::string path(const Path& path, const Speaker& speaker);
    std::string whose(const Path& path, const Speaker& speaker);
    std::string computed(const Operand& operand, const Speaker& speaker, const CodeList* codes);

    const Rulebook& book_;
    const Vocabulary& vocabulary_;
    Mentioned mentioned_;
    bool is_abridged_ = false;
};

}  // namespace fallbuch::rules
