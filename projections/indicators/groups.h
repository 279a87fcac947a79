// How the groups of a table are named and ordered, and which are put together.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/events/catalogue.h"
#include "projections/indicators/disclosure.h"
#include "projections/indicators/tally.h"

namespace fallbuch::indicators {

// Of what was not told.
inline constexpr std::string_view kUntold = "untold";
// Of several groups that are shown as one.
inline constexpr std::string_view kOthers = "others";

// The title of a code, or the code itself if its list does not have it.
std::string code_title(const Catalogue& catalogue, std::string_view list, std::string_view code);

// The groups of a tally whose keys are codes: in the order of the list, then those that it does not
// have, then what was not told.
std::vector<GroupName> code_groups(const Tally& tally, const Catalogue& catalogue,
                                   std::string_view list);

// The tally with the groups of fewer than group_min cases put together as kOthers; kUntold stays.
Tally rare_together(const Tally& tally, std::uint64_t group_min);

}  // namespace fallbuch::indicators
