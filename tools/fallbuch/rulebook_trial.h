// What would a draft of a rulebook change? Every case is judged twice, by the rulebooks in force
// and with the draft, in one walk over the ledger. Nothing is stored.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <set>
#include <string>

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/calendar/berlin.h"
#include "projections/engine/case_walk.h"
#include "projections/rules/calendars.h"
#include "projections/rules/findings_diff.h"
#include "projections/rules/office.h"
#include "projections/rules/rule_set.h"

namespace fallbuch {

struct TrialSide {
    const rules::RuleSet& rules;
    const rules::Office& office;
};

// All of it outlives the trial.
struct TrialParts {
    CaseWalkParts ledger;
    TrialSide in_force;
    TrialSide with_draft;  // of its rulebooks the draft is the last
    const rules::Calendars& calendars;
    const BerlinTime& berlin;
};

struct TrialQuestion {
    Instant now;
    std::string team;  // only cases of this one; empty: all
    std::size_t examples_max = 0;
    std::function<void(std::uint64_t done, std::uint64_t total)> progress = {};
};

struct TrialReport {
    rules::DifferenceReport differences;
    std::size_t findings_of_draft = 0;  // that the draft itself comes to
    std::set<std::string> teams;        // of all cases, if one was asked for
};

// A case belongs to the team of its newest assignment on the day of `now`. Fails as walk_cases
// does.
Result<TrialReport> run_trial(const TrialParts& parts, const TrialQuestion& question);

}  // namespace fallbuch
