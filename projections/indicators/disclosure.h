// Which figures of a tally may be told?
//
// A group of fewer than group_min cases is withheld. Total less what is told are those that are
// withheld, taken together: if these have fewer than group_min cases, the next smallest group is
// withheld, too. If the whole is that small, nothing is told of it. A group without cases is
// nobody, and is told.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "projections/indicators/indicator.h"
#include "projections/indicators/tally.h"

namespace fallbuch::indicators {

struct GroupName {
    std::string key;
    std::string title;
};

// The groups are all that the tally has, and may be more; cells stand in their order.
Line disclose(const Tally& tally, const std::vector<GroupName>& groups, GroupName line,
              std::uint64_t group_min);

// Nothing of it is told but that there are these groups.
Line withheld_line(const std::vector<GroupName>& groups, GroupName line);

// May the group be parted further? Only if it is told and somebody is in it.
bool is_told(const Line& line, const std::string& key);

}  // namespace fallbuch::indicators
