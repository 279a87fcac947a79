#include "tests/support/simulated_caseload.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <sstream>

#include "core/base/result.h"
#include "tests/core/calendar/naive_calendar.h"

namespace fallbuch::testing {

SimulatedCaseload simulated_caseload(std::uint64_t cases, std::uint64_t seed) {
    SimulatedCaseload out;
    const auto counts = simulate::simulate_caseload(
        {cases, seed},
        [&](std::string_view lines) {
            out.events += lines;
            return Status{};
        },
        [&](std::string_view lines) {
            out.truth += lines;
            return Status{};
        },
        [](const simulate::CaseloadCounts&) {});
    REQUIRE(counts);
    out.counts = *counts;
    return out;
}

std::vector<std::string> lines_of(const std::string& text) {
    std::istringstream stream(text);
    std::vector<std::string> out;
    for (std::string line; std::getline(stream, line);) out.push_back(line);
    return out;
}

std::size_t index_of_day(std::string_view text) {
    const auto number = [&](std::size_t from, std::size_t length) {
        return std::stoi(std::string(text.substr(from, length)));
    };
    return naive_index(number(0, 4), number(5, 2), number(8, 2));
}

std::size_t index_after_months(std::size_t day, int months) {
    const NaiveDay start = naive_days().at(day);
    int year = start.year;
    int month = start.month + months;
    while (month > 12) {
        month -= 12;
        ++year;
    }
    return naive_index(year, month, std::min(start.day, naive_month_length(year, month)));
}

bool naive_office_works(std::size_t day) {
    return naive_days().at(day).weekday <= 5 && !naive_is_holiday("DE-BY", day);
}

}  // namespace fallbuch::testing
