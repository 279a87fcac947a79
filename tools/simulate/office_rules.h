// By which rulebooks do the offices work, and whose holidays do these follow?
#pragma once

#include <vector>

#include "tools/simulate/office_days.h"
#include "tools/simulate/timeline.h"

namespace fallbuch::simulate {

// One stream for each rulebook of each office. The days outlive them.
std::vector<Timeline> office_rules(const OfficeDays& days);

}  // namespace fallbuch::simulate
