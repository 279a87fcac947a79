// When does time alone change what a case has come to?
#pragma once

#include <optional>
#include <vector>

#include "core/base/clock.h"
#include "core/calendar/berlin.h"
#include "projections/rules/evaluation.h"
#include "projections/rules/outcome.h"

namespace fallbuch::rules {

// The first moment after the one as of which the case was judged at which an outcome may be another
// one, or a new activation begin, without any event. Never too late; it may be too early. Nothing:
// never. `outcomes`: all of the case, of that moment.
std::optional<Instant> next_change(const Evaluation& state, const std::vector<Outcome>& outcomes,
                                   const BerlinTime& berlin);

}  // namespace fallbuch::rules
