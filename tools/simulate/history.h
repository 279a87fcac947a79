// One history from intake to exit, built from its order alone: the same order gives the same bytes.
#pragma once

#include "tools/simulate/desk.h"
#include "tools/simulate/history_order.h"
#include "tools/simulate/office_days.h"

namespace fallbuch::simulate {

// The days outlive the desk, which holds the events and the truth about them.
Desk build_history(const OfficeDays& days, const HistoryOrder& order);

}  // namespace fallbuch::simulate
