#include "projections/rules/prorata.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstddef>

namespace fallbuch::rules {

std::vector<WeighedBound> weighed_bounds(const Evaluation& state, const Activation& one,
                                         const Limits& limits) {
    const std::vector<BoundFrom>& bounds = state.checks[one.check].bounds;
    std::vector<WeighedBound> all;
    if (!limits.due || !limits.earliest) return all;
    for (std::size_t i = 0; i < bounds.size(); ++i) {
        const CivilDay from = std::max(bounds[i].from, *limits.earliest);
        CivilDay to = *limits.due;
        if (i + 1 < bounds.size()) to = std::min(to, bounds[i + 1].from - std::chrono::days(1));
        if (to < from || !bounds[i].bound) continue;
        const bool goes_on = !all.empty() && all.back().to + std::chrono::days(1) == from &&
                             all.back().bound == *bounds[i].bound &&
                             all.back().kind == bounds[i].kind;
        if (goes_on) {
            all.back().to = to;
        } else {
            all.push_back({from, to, *bounds[i].bound, bounds[i].kind});
        }
    }
    return all;
}

int days_of_window(const Activation& one, const Limits& limits) {
    return limits.due ? static_cast<int>((*limits.due - one.day).count()) + 1 : 0;
}

std::optional<double> prorata_bound(const Evaluation& state, const Activation& one,
                                    const Limits& limits) {
    const std::vector<WeighedBound> parts = weighed_bounds(state, one, limits);
    if (parts.empty()) return std::nullopt;
    if (one.prorata == Prorata::last) return parts.back().bound;
    double sum = 0;
    double greatest = 0;
    for (const WeighedBound& part : parts) {
        greatest = std::max(greatest, part.bound);
        sum += part.bound * part.days();
    }
    if (one.prorata == Prorata::greatest) return greatest;
    return std::max(1.0, std::floor(sum / days_of_window(one, limits)));
}

}  // namespace fallbuch::rules
