// On which days does a check hold?
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "projections/rules/check.h"
#include "projections/rules/definitions.h"
#include "projections/rules/rulebook.h"

namespace fallbuch::rules {

// The days that both cover; nothing if there are none.
std::optional<Validity> intersection(const Validity& left, const Validity& right);
// The periods in which a check holds within its rulebook.
std::vector<Validity> live_periods(const Check& check, const Rulebook& book);
// "from 2023-07-01 to 2026-06-30"
std::string text_of(const Validity& valid);

}  // namespace fallbuch::rules
