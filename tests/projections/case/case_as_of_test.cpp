// What was known of a case at a moment, on either clock.
#include <catch2/catch.hpp>

#include <chrono>
#include <cstddef>
#include <random>
#include <string>
#include <vector>

#include "core/base/clock.h"
#include "projections/engine/case_history.h"
#include "tests/projections/case/histories.h"
#include "tests/projections/case/naive_case.h"

namespace fallbuch {
namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr std::size_t kHistories = 60;
#else
constexpr std::size_t kHistories = 1000;
#endif

TEST_CASE("a case as of a recorded moment is that of a ledger that was cut there",
          "[projections][case][volume]") {
    const Histories histories;
    ToldOffice whole(histories);
    ToldOffice cut(histories);
    const NaiveCase naive;
    std::mt19937_64 random(11);
    for (std::size_t i = 0; i < kHistories; ++i) {
        CAPTURE(i);
        const std::string name = "fall-" + std::to_string(i);
        // Late ones and corrections that come before their events too.
        const auto told = shuffled(histories.make(20'000 + i), random);
        const auto middle = told.begin() + static_cast<std::ptrdiff_t>(random() % told.size()) + 1;
        const std::vector<Told> before(told.begin(), middle);
        const Instant recorded = whole.append(name, before);
        if (middle != told.end()) whole.append(name, {middle, told.end()});
        cut.append(name, before);
        // What was recorded at the very moment counts.
        HistoryBounds bounds;
        bounds.recorded = recorded;
        const Truth truth = whole.truth(name, bounds);
        REQUIRE(difference(truth, cut.truth(name)).empty());
        REQUIRE(difference(truth, naive.fold(before)).empty());
        bounds.recorded = recorded - std::chrono::nanoseconds(1);
        CHECK(whole.truth(name, bounds).empty());
    }
}

TEST_CASE("a case as of a moment of what happened has the events up to it, and those on it",
          "[projections][case]") {
    const Histories histories;
    ToldOffice office(histories);
    const NaiveCase naive;
    std::mt19937_64 random(12);
    for (std::size_t i = 0; i < kHistories; ++i) {
        CAPTURE(i);
        const std::string name = "fall-" + std::to_string(i);
        const auto told = histories.make(30'000 + i);
        office.append(name, told);
        const int minute = told[random() % told.size()].minute;
        HistoryBounds bounds;
        bounds.occurred = minute_of(minute);
        REQUIRE(difference(office.truth(name, bounds), naive.fold(told, minute)).empty());
        bounds.occurred = minute_of(minute) - std::chrono::nanoseconds(1);
        REQUIRE(difference(office.truth(name, bounds), naive.fold(told, minute - 1)).empty());
    }
}

}  // namespace
}  // namespace fallbuch
