// Does a rule hold for what has just happened: its law, its rulebook, its scope?
#pragma once

#include <cstdint>

#include "core/calendar/civil_day.h"
#include "projections/rules/activation.h"
#include "projections/rules/check.h"
#include "projections/rules/check_parts.h"
#include "projections/rules/evaluation.h"
#include "projections/rules/rulebook.h"
#include "projections/rules/value.h"

namespace fallbuch::rules {

// Can it be activated on this day at all? Asked before its conditions, which cost more.
bool may_be_activated(Evaluation& state, std::uint32_t check, CivilDay day);

Transition transition_of(const Rulebook& book, const Check& check);

// By the day that governs: the activation's, or one that the event names. `is_in_gap`: no version
// covers that day, and the rule says that this is a breach.
Truth is_in_force(const Evaluation& state, const Activation& one, bool& is_in_gap);

// Rulebook and scope, for the unit of the case and the object or item of the activation.
Truth applies(Evaluation& state, const Activation& one);

}  // namespace fallbuch::rules
