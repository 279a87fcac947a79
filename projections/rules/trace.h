// What is only to be seen while a case is judged, and is kept for who explains a finding.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "projections/rules/memory.h"

namespace fallbuch::rules {

struct Trace {
    // An event that counted for an activation, in the order of counting.
    struct Hit {
        std::uint32_t activation = 0;
        std::uint16_t group = 0;  // of targets
        EventIndex event = kNoEvent;
    };

    // Called with the number of an activation once it stands: the case is still as it was judged.
    std::function<void(std::uint32_t activation)> opened;
    std::vector<Hit> hits;
};

}  // namespace fallbuch::rules
