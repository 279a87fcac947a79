// The findings of one case, each with what it rests on and how its day was found.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/clock.h"
#include "core/base/ids.h"
#include "core/calendar/civil_day.h"
#include "core/events/held_events.h"
#include "projections/findings/findings_projection.h"
#include "projections/findings/kept_finding.h"
#include "projections/rules/outcome.h"

namespace fallbuch {

struct ExplainedFinding {
    KeptFinding finding;
    std::string explanation;         // German, in the words of the rule; may be empty
    std::vector<std::string> steps;  // German, from what began the duty to what came of it
};

// All of the case, as of `now`; nothing of it is kept. `history`: of its events up to then.
std::vector<ExplainedFinding> explain_case(const JudgingParts& parts, const StreamId& stream,
                                           const HeldEvents& events, Instant now);

// What an event that came late, corrected or excused has changed about a finding.
struct FindingChange {
    Position cause;
    Instant recorded;
    std::string title;  // of the event's type
    bool is_correction = false;
    std::optional<rules::Verdict> before;  // nothing: there was no such finding
    std::optional<rules::Verdict> after;
    std::optional<CivilDay> due_before;
    std::optional<CivilDay> due_after;
};

// How the finding of that id came to be what it is, in the order in which the ledger learnt of the
// case: its first verdict, and whatever superseded one that had been reached. That time passes or
// that something is done in time supersedes nothing.
std::vector<FindingChange> changes_of(const JudgingParts& parts, const StreamId& stream,
                                      const HeldEvents& events, std::string_view id);

}  // namespace fallbuch
