#include "core/base/clock.h"

#include <catch2/catch.hpp>
#include <chrono>
#include <ctime>
#include <thread>
#include <vector>

#include "tests/support/fake_clock.h"

namespace fallbuch {

TEST_CASE("the system's clock tells the time of the C library", "[core][base]") {
    SystemClock clock;
    const auto seconds = [&] {
        return std::chrono::floor<std::chrono::seconds>(clock.now()).time_since_epoch().count();
    };
    const std::time_t before = std::time(nullptr);
    const auto told = seconds();
    const std::time_t after = std::time(nullptr);
    CHECK(told >= before - 1);  // time() may lag by a tick
    CHECK(told <= after + 1);
}

TEST_CASE("the fake clock stands still until it is moved", "[core][base]") {
    FakeClock clock;
    const Instant start = clock.now();
    CHECK(start.time_since_epoch() == std::chrono::seconds(1782892800));  // 2026-07-01T08:00:00Z
    CHECK(clock.now() == start);
    CHECK(clock.advance(std::chrono::hours(25)) == start + std::chrono::hours(25));
    CHECK(clock.now() == start + std::chrono::hours(25));
    clock.set(start - std::chrono::nanoseconds(1));
    CHECK(clock.now() == start - std::chrono::nanoseconds(1));
}

TEST_CASE("threads that move the fake clock together lose no step", "[core][base]") {
    FakeClock clock;
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&clock] {
            for (int step = 0; step < 1000; ++step) clock.advance(std::chrono::nanoseconds(1));
        });
    }
    for (std::thread& thread : threads) thread.join();
    CHECK(clock.now() == FakeClock::kStart + std::chrono::nanoseconds(4000));
}

}  // namespace fallbuch
