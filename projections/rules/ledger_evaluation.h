// Judges every case of a ledger by a set of rules, on all cores, without storing anything.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/calendar/berlin.h"
#include "projections/engine/case_walk.h"
#include "projections/rules/calendars.h"
#include "projections/rules/evaluation.h"
#include "projections/rules/office.h"
#include "projections/rules/outcome.h"
#include "projections/rules/rule_set.h"

namespace fallbuch::rules {

// All of it outlives the evaluation.
struct EvaluationParts {
    CaseWalkParts ledger;
    const RuleSet& rules;
    const Office& office;
    const Calendars& calendars;
    const BerlinTime& berlin;
};

// Rules see seconds: an event within the second of `now` is not later than it.
Instant end_of_second(Instant now);

// A case that has been judged; borrowed for the call.
struct JudgedCase {
    const std::string& stream_name;
    const Evaluation& state;
    const std::vector<Outcome>& outcomes;
};

struct EvaluationOptions {
    Instant now;
    CaseWalkOptions walk = {};  // its bound of `occurred` is `now`
};

// Calls `visit` for each case, from the thread with that number. Fails as walk_cases does.
using VisitJudged = std::function<Status(unsigned thread, const JudgedCase&)>;
Status evaluate_ledger(const EvaluationParts& parts, const EvaluationOptions& options,
                       const VisitJudged& visit);

}  // namespace fallbuch::rules
