// Which verdicts may a check come to, when, and what is known by then? By its template, as
// outcome.h judges.
#pragma once

#include <string>
#include <string_view>

#include "projections/rules/check.h"
#include "projections/rules/lint_subject.h"

namespace fallbuch::rules {

// Borrows both.
class CheckVerdicts {
public:
    CheckVerdicts(const Check& check, const LintSubject& subject)
        : check_(check), subject_(subject) {}

    bool may_be_satisfied() const;
    bool may_be_violated() const;
    bool may_be_pending() const;
    // By how much it was late: {late_by}.
    bool knows_lateness(std::string_view verdict) const;
    // The event that was required, or forbidden: t.
    bool knows_target(std::string_view verdict) const;
    // The day on which all was done that was required: {done}.
    bool knows_done(std::string_view verdict) const;

    // "at once", "with the target", "on the day after due"; in the order of events.
    std::string satisfied_when() const;
    std::string violated_when() const;

private:
    bool may_be_late() const;
    bool counts() const;
    bool slides() const;
    // An event of which only the day is told is judged again until the day is over.
    bool may_wait_for_end_of_day() const;
    std::string after_due() const;
    std::string counted_when() const;

    const Check& check_;
    const LintSubject& subject_;
};

}  // namespace fallbuch::rules
