// Does an event lie in the time of an activation, before it or behind it?
#pragma once

#include <cstdint>

#include "projections/rules/activation.h"
#include "projections/rules/case_event.h"
#include "projections/rules/check.h"
#include "projections/rules/evaluation.h"

namespace fallbuch::rules {

// Simultaneous with what opened it, and so never late (2.4).
bool is_with_its_opening(const Evaluation& state, const Activation& one, const CaseEvent& event);
// When it happened, or was recorded if that is what the check goes by; since 1970 UTC.
std::int64_t second_that_counts(const Check& check, const CaseEvent& event);
bool is_in_time(const Evaluation& state, const Activation& one, const CaseEvent& event,
                bool& is_too_early);
// Is the event too late to except the activation, or to end it with its scope?
bool is_over(const Evaluation& state, const Activation& one, const CaseEvent& event);
// As far as its beginning decides. Of targets in their order first some do not, then all do.
bool may_lie_in_window(const Evaluation& state, const Activation& one, const CaseEvent& event);

// Once an event is too late for an activation, none behind it has a say but as a late target.
bool has_fixed_end(const Check& check);
// Is there no moment any more at which an event would be in time, now that this one is not?
bool has_passed(const Evaluation& state, const Activation& one);

}  // namespace fallbuch::rules
