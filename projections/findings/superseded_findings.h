// Which findings took the place of others, and because of which entry? Nothing of it is stored: the
// two clocks say what was known when.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/clock.h"
#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/calendar/civil_day.h"
#include "core/events/held_events.h"
#include "projections/case/case_card.h"
#include "projections/engine/case_walk.h"
#include "projections/findings/findings_projection.h"
#include "projections/findings/findings_walk.h"
#include "projections/findings/kept_finding.h"
#include "projections/rules/office_history.h"
#include "projections/rules/outcome.h"

namespace fallbuch {

// What was known when: of cases by their own events, of the office by its history.
struct KnowledgeParts {
    JudgingParts judging;
    const rules::OfficeHistory& office;
};

// What an event that came late, corrected or excused, or what the office said about days gone by,
// has changed about a finding.
struct FindingChange {
    Position cause;
    Instant recorded;
    std::string title;  // of the event's type
    bool is_correction = false;
    std::optional<rules::Verdict> before;  // nothing: there was no such finding
    bool was_final = false;                // what there was before
    std::optional<rules::Verdict> after;
    std::optional<CivilDay> due_before;
    std::optional<CivilDay> due_after;
};

// How the finding of that id came to be what it is, in the order in which the ledger learnt of the
// case: each time that it began, and whatever superseded a verdict that had been reached, or left
// nothing of it. That time passes or that something is done in time supersedes nothing.
std::vector<FindingChange> changes_of(const KnowledgeParts& parts, const StreamId& stream,
                                      const HeldEvents& events, std::string_view id);

// A finding that another one took the place of.
struct SupersededFinding {
    KeptFinding finding;   // as it was
    FindingChange change;  // `before` is there
};

// All of a case, in the order in which the ledger learnt of their causes, up to a moment. Asks only
// of entries that came late or on a later day, correct, close the case, justify, or tell for the
// first time where the case belongs or in hindsight what something was, and of those of the office
// that speak of days gone by: what else comes in its order changes only what was not final yet, and
// that supersedes nothing.
std::vector<SupersededFinding> superseded_findings(const KnowledgeParts& parts,
                                                   const StreamId& stream, const HeldEvents& events,
                                                   Instant recorded_to);

// Borrowed for the call.
struct WalkedSuperseded {
    const StreamId& stream;
    const CaseCard& card;
    const std::vector<SupersededFinding>& superseded;
};

// Calls `visit` for each case that has some, from one thread at a time; up to `parts.now`. Fails as
// walk_cases and `visit` do.
Status walk_superseded(const FindingsWalkParts& parts, const rules::OfficeHistory& office,
                       const CaseWalkOptions& options,
                       const std::function<Status(const WalkedSuperseded&)>& visit);

}  // namespace fallbuch
