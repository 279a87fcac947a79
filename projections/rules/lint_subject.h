// What the parts of the linter look at, and what they hand back.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "projections/rules/check.h"
#include "projections/rules/json_text.h"
#include "projections/rules/rulebook.h"
#include "projections/rules/rulebook_source.h"
#include "projections/rules/vocabulary.h"

namespace fallbuch::rules {

enum class LintKind : std::uint8_t {
    unreachable,  // it never has an effect
    unused,       // no rule asks for it
    overlap,      // two say what to do about the same
    explanation,
    citation,
    title,
    repeated,  // an amendment that changes nothing
};
std::string_view to_string(LintKind kind);

struct LintFinding {
    TextPlace place;
    LintKind kind = LintKind::unreachable;
    std::string rule;  // with its part: "L-06/Abs1"; empty: it is about no rule
    std::string what;
    bool operator==(const LintFinding&) const = default;
};
using LintFindings = std::vector<LintFinding>;

// Borrows all of it.
struct LintSubject {
    const Rulebook& book;
    const RulebookSource& source;
    const Vocabulary& vocabulary;
};

// "L-06/Abs1"; of another reading with its title.
std::string name_of(const Check& check);

// What the verdicts of a check hang on. A last day, by a length, an event, the end of the case, or
// because it looks back only:
bool has_due(const Check& check, const Rulebook& book);

void find_unreachable(const LintSubject& subject, LintFindings& findings);
void find_codes_out_of_date(const LintSubject& subject, LintFindings& findings);
void find_overlaps(const LintSubject& subject, LintFindings& findings);
void find_unused(const LintSubject& subject, LintFindings& findings);
void find_citations_out_of_time(const LintSubject& subject, LintFindings& findings);
void find_missing_texts(const LintSubject& subject, LintFindings& findings);
void find_repeated(const LintSubject& subject, LintFindings& findings);

}  // namespace fallbuch::rules
