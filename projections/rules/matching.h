// What an event has to do with an activation.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "projections/rules/activation.h"
#include "projections/rules/case_event.h"
#include "projections/rules/definitions.h"
#include "projections/rules/evaluation.h"
#include "projections/rules/limits.h"
#include "projections/rules/memory.h"
#include "projections/rules/rule_set.h"
#include "projections/rules/value.h"

namespace fallbuch::rules {

// The event fits the pattern as a target (t), or as any other event (x) of the activation that the
// frame binds.
Truth fits_target(const CheckJudge& at, const ActivationFrame& frame, const Pattern& pattern,
                  const CaseEvent& event);
Truth fits_other(const CheckJudge& at, const ActivationFrame& frame, const Pattern& pattern,
                 const CaseEvent& event);

// Of what is matched by a value that nobody knows.
inline constexpr std::uint64_t kUnknownKey = 0;

// Of what the check's targets are matched with, and of an event that may be one.
std::uint64_t key_of_activation(const Evaluation& state, const Activation& one);
std::uint64_t key_of_target(const Evaluation& state, const Subscription& by, EventIndex event);

// By which value the finding bears another rule's id (Check::ids_key), as of now; empty: by none.
std::string_view kind_of(const Evaluation& state, const Activation& one);

// What its window is counted from; nothing, and the reason noted in it, if nobody knows.
std::optional<Anchor> anchor_of(const Evaluation& state, Activation& one);

// The limits of an activation with the days on which its time stood still; without a due day while
// it stands still.
Limits limits_with_stops(const Evaluation& state, const Activation& one);

}  // namespace fallbuch::rules
