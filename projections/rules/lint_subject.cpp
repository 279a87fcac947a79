#include "projections/rules/lint_subject.h"

#include <array>
#include <cstddef>

#include "core/calendar/timestamp.h"
#include "projections/rules/check_parts.h"

namespace fallbuch::rules {

std::string_view to_string(LintKind kind) {
    constexpr std::array<std::string_view, 7> kNames{
        "unreachable", "unused", "overlap", "explanation", "citation", "title", "repeated"};
    return kNames[static_cast<std::size_t>(kind)];
}

std::string name_of(const Check& check) {
    std::string name = check.id + (check.part.empty() ? "" : "/" + check.part);
    if (check.reading_of) name += " (" + check.reading + ")";
    return name;
}

std::optional<Validity> intersection(const Validity& left, const Validity& right) {
    Validity both = left;
    if (right.from && (!both.from || *both.from < *right.from)) both.from = right.from;
    if (right.to && (!both.to || *right.to < *both.to)) both.to = right.to;
    if (both.from && both.to && *both.to < *both.from) return std::nullopt;
    return both;
}

std::vector<Validity> live_periods(const Check& check, const Rulebook& book) {
    // A rule of a gap is about the days on which its norm does not hold.
    const bool is_about_gaps = check.transition.value_or(book.transition) == Transition::gap;
    if (check.valid.empty() || is_about_gaps) return {book.valid};
    std::vector<Validity> periods;
    for (const Validity& valid : check.valid) {
        if (const auto both = intersection(valid, book.valid)) periods.push_back(*both);
    }
    return periods;
}

std::string text_of(const Validity& valid) {
    std::string text;
    if (valid.from) text = "from " + day_text(*valid.from);
    if (valid.to) text += (text.empty() ? "to " : " to ") + day_text(*valid.to);
    return text.empty() ? "always" : text;
}

bool has_due(const Check& check, const Rulebook& book) {
    const Window& within = check.within;
    return within.before || !within.cases.empty() || !within.until.empty() ||
           check.kind == Template::count || is_precedence(check) || !book.closing.empty();
}

}  // namespace fallbuch::rules
