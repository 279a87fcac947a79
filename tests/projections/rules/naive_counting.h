// Counts by definition: every window of a history is looked at.
#pragma once

#include <vector>

#include "tests/projections/rules/naive_conditions.h"
#include "tests/projections/rules/naive_evaluator.h"

namespace fallbuch::rules::testing {

std::vector<JudgedDuty> naive_counts(const NaiveRule& rule, const std::vector<NaiveEvent>& events,
                                     NaiveMoment now);

}  // namespace fallbuch::rules::testing
