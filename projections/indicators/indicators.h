// The process indicators of JobCenter Stuttgart (2007) over a ledger: START HERE.
#pragma once

#include "core/base/result.h"
#include "core/calendar/berlin.h"
#include "projections/engine/case_walk.h"
#include "projections/indicators/indicator.h"

namespace fallbuch::indicators {

// Walks over all cases on all cores; nothing is stored. Question: from <= to, group_min >= 1. The
// bounds of the walk say what counts as having happened and as known. Fails as walk_cases does.
Result<IndicatorReport> compute_indicators(const CaseWalkParts& parts, const BerlinTime& berlin,
                                           const IndicatorQuestion& question,
                                           CaseWalkOptions options = {});

}  // namespace fallbuch::indicators
