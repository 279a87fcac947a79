// A whole caseload: events in the order of `recorded`, and the truth about the plants among them.
#pragma once

#include <cstdint>
#include <functional>

#include "core/base/result.h"
#include "tools/simulate/recorded_order.h"

namespace fallbuch::simulate {

struct CaseloadOrder {
    std::uint64_t cases = 0;
    std::uint64_t seed = 0;
};

struct CaseloadCounts {
    std::uint64_t cases = 0;
    std::uint64_t events = 0;
    std::uint64_t planted_cases = 0;
    std::uint64_t truth_lines = 0;
};

// Called after each history.
using CaseloadWatch = std::function<void(const CaseloadCounts&)>;

// The same order gives the same lines on every machine. Fails as the sinks fail, or without a time
// zone database (unavailable).
Result<CaseloadCounts> simulate_caseload(const CaseloadOrder& order, const LineSink& events,
                                         const LineSink& truth, const CaseloadWatch& watch);

}  // namespace fallbuch::simulate
