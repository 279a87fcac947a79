// A simulated office as text, and its days as the naive calendar counts them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tools/simulate/simulate.h"

namespace fallbuch::testing {

struct SimulatedCaseload {
    std::string events;
    std::string truth;
    simulate::CaseloadCounts counts;
};

// Fails the test if the simulation fails.
SimulatedCaseload simulated_caseload(std::uint64_t cases, std::uint64_t seed);

std::vector<std::string> lines_of(const std::string& text);

// Of "2025-03-31" or a timestamp that begins so: its place in naive_days().
std::size_t index_of_day(std::string_view text);
// So many months later, § 188 Abs. 2 and 3 BGB by hand: the same number, or the month's last day.
std::size_t index_after_months(std::size_t day, int months);
bool naive_office_works(std::size_t day);

}  // namespace fallbuch::testing
