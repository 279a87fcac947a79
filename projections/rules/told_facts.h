// What did the facts that a text names say when a duty began? Later on they may say something else.
#pragma once

#include <cstdint>
#include <vector>

#include "projections/rules/value.h"

namespace fallbuch::rules {

struct Evaluation;

// One for each of the check's `told_facts`. Borrows from the events of the case.
using ToldFacts = std::vector<Value>;

// As they are now, of an activation that has just been opened, or is judged again on its day.
void take_down_facts(Evaluation& state, std::uint32_t activation);

}  // namespace fallbuch::rules
