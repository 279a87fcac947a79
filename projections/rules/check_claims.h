// What is true when a check is activated, for the question what else can be true then.
#pragma once

#include <vector>

#include "projections/rules/check.h"
#include "projections/rules/definitions.h"
#include "projections/rules/possibility.h"
#include "projections/rules/rulebook.h"

namespace fallbuch::rules {

// Borrows the check and the rulebook.
class CheckClaims {
public:
    CheckClaims(const Check& check, const Rulebook& book);

    bool may(const std::vector<Claim>& claims) const { return may_hold(claims, book_, activated_); }
    // Of one of the events that activate it; nullptr: of what is no event.
    std::vector<Claim> of_trigger(const Pattern* on) const;
    // Can all of them hold beside what activates the check, by one event at least?
    bool may_when_activated(const std::vector<Claim>& claims) const;

private:
    const Check& check_;
    const Rulebook& book_;
    Validity activated_;  // the days on which `a` may occur
};

}  // namespace fallbuch::rules
