// The findings of one case, each with what it rests on and how its day was found.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/clock.h"
#include "core/base/ids.h"
#include "core/calendar/civil_day.h"
#include "core/events/held_events.h"
#include "projections/findings/findings_projection.h"
#include "projections/findings/kept_finding.h"

namespace fallbuch {

struct ExplainedFinding {
    KeptFinding finding;
    std::string explanation;           // German, in the words of the rule; may be empty
    std::vector<std::string> steps;    // German, from what began the duty to what came of it
    std::string reached_by;            // German: rules::reached_by()
    std::optional<CivilDay> ended_on;  // of what applies no more: since when
};

// All of the case, as of `now`; nothing of it is kept. `history`: of its events up to then.
std::vector<ExplainedFinding> explain_case(const JudgingParts& parts, const StreamId& stream,
                                           const HeldEvents& events, Instant now);

}  // namespace fallbuch
