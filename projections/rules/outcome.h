// What a check has come to for one activation, as of a moment: the six verdicts of the language.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/calendar/civil_day.h"
#include "projections/rules/activation.h"
#include "projections/rules/evaluation.h"
#include "projections/rules/memory.h"

namespace fallbuch::rules {

enum class Verdict : std::uint8_t {
    satisfied,
    violated,
    pending,
    not_applicable,
    waived,
    undetermined,
};
std::string_view to_string(Verdict verdict);
// What programs call it; of `none` empty.
std::string_view to_string(Reason reason);

struct Outcome {
    std::uint32_t activation = 0;  // its number
    Verdict verdict = Verdict::pending;
    Reason reason = Reason::none;
    bool is_final = false;
    // In time only because the last day was moved to a working day (roll: report_both).
    bool is_only_by_shift = false;
    std::optional<CivilDay> due;             // the last day in time
    std::optional<std::int64_t> due_second;  // of an elapsed window
    std::optional<int> late_by_days;
    std::optional<std::int64_t> late_by_seconds;
    EventIndex repaired_by = kNoEvent;  // a violated one that was done later
    EventIndex waived_by = kNoEvent;
    EventIndex justified_by = kNoEvent;  // a deviation of a type that allows none: nothing changes
    std::optional<double> bound;         // the number that was asked for
};

// The id that the finding bears.
std::string_view rule_of(const Evaluation& state, const Activation& one, const Outcome& outcome);

// `now`: the day and the second as of which it is judged; no event of the case is later.
Outcome outcome_of(const Evaluation& state, std::uint32_t activation, CivilDay today,
                   std::int64_t now_second);

// Of several activations of one check the verdict that counts for the case (2.4).
Verdict worse(Verdict left, Verdict right);

}  // namespace fallbuch::rules
