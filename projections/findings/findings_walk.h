// The findings of every case of a ledger as of a moment on either clock. Nothing is stored.
#pragma once

#include <functional>

#include "core/base/clock.h"
#include "core/base/ids.h"
#include "core/base/result.h"
#include "projections/case/case_card.h"
#include "projections/case/case_model.h"
#include "projections/engine/case_walk.h"
#include "projections/findings/findings_projection.h"
#include "projections/findings/kept_finding.h"

namespace fallbuch {

// All of it outlives the walk.
struct FindingsWalkParts {
    CaseWalkParts ledger;
    JudgingParts judging;
    const CaseModel& model;
    Instant now;  // as of which cases are judged
};

// Borrowed for the call.
struct WalkedCase {
    const StreamId& stream;
    const CaseCard& card;
    const CaseFindings& findings;
};

// Calls `visit` for each case, from one thread at a time. Fails as walk_cases and `visit` do.
Status walk_findings(const FindingsWalkParts& parts, const CaseWalkOptions& options,
                     const std::function<Status(const WalkedCase&)>& visit);

}  // namespace fallbuch
