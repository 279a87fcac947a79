#include "projections/rules/check_claims.h"

#include <algorithm>

#include "projections/rules/live_periods.h"

namespace fallbuch::rules {
namespace {

// From the first day on which it holds to the last.
Validity hull(const std::vector<Validity>& periods) {
    if (periods.empty()) return {};
    Validity all = periods.front();
    for (const Validity& one : periods) {
        if (!one.from || (all.from && *one.from < *all.from)) all.from = one.from;
        if (!one.to || (all.to && *all.to < *one.to)) all.to = one.to;
    }
    return all;
}

}  // namespace

CheckClaims::CheckClaims(const Check& check, const Rulebook& book) : check_(check), book_(book) {
    const bool is_governed_by_day =
        !check.governs_by && !check.governs_by_due && !book.governs_by_due;
    if (is_governed_by_day) activated_ = hull(live_periods(check, book));
}

std::vector<Claim> CheckClaims::of_trigger(const Pattern* on) const {
    std::vector<Claim> claims;
    if (on != nullptr && on->where) claims.push_back({&*on->where});
    if (check_.where) claims.push_back({&*check_.where});
    if (check_.each_where) claims.push_back({&*check_.each_where});
    return claims;
}

bool CheckClaims::may_when_activated(const std::vector<Claim>& claims) const {
    const auto may_beside = [&](const Pattern* on) {
        std::vector<Claim> all = of_trigger(on);
        all.insert(all.end(), claims.begin(), claims.end());
        return may(all);
    };
    // What supersedes it is `x`, too, and may be at hand in its scope.
    if (!check_.superseded_by.empty()) return may(claims);
    if (check_.on.empty()) return may_beside(nullptr);
    return std::any_of(check_.on.begin(), check_.on.end(),
                       [&](const Pattern& pattern) { return may_beside(&pattern); });
}

}  // namespace fallbuch::rules
