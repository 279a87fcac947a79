// How many are asked for: by a value or a table, and in a window on whose days other numbers held?
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "core/calendar/civil_day.h"
#include "projections/rules/activation.h"
#include "projections/rules/check_parts.h"
#include "projections/rules/evaluation.h"
#include "projections/rules/limits.h"

namespace fallbuch::rules {

// The number that a bound asks for now; nothing if it asks for none, or nobody knows.
std::optional<double> bound_of(const Evaluation& state, const Activation& one,
                               const CountBound& bound);

// Days of the window, both counted, on which one least number held.
struct WeighedBound {
    CivilDay from{};
    CivilDay to{};
    double bound = 0;
    std::string_view kind;  // Activation::kind
    int days() const { return static_cast<int>((to - from).count()) + 1; }
};

// In the order of time; days of which the number is not known are in none.
std::vector<WeighedBound> weighed_bounds(const Evaluation& state, const Activation& one,
                                         const Limits& limits);
// Of the whole window, over whose days the numbers are spread.
int days_of_window(const Activation& one, const Limits& limits);
// The number that is asked for; nothing: it is not known.
std::optional<double> prorata_bound(const Evaluation& state, const Activation& one,
                                    const Limits& limits);

}  // namespace fallbuch::rules
