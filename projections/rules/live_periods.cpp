#include "projections/rules/live_periods.h"

#include "core/calendar/timestamp.h"
#include "projections/rules/check_parts.h"

namespace fallbuch::rules {

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

}  // namespace fallbuch::rules
