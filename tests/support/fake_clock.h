// A clock that stands still until a test moves it.
#pragma once

#include <atomic>
#include <chrono>

#include "core/base/clock.h"

namespace fallbuch {

// Callable from any thread. It may be set backwards, as a machine's clock may.
class FakeClock final : public Clock {
public:
    // Starts on the first day of the rulebooks that are in force, a Wednesday at 08:00 UTC.
    static constexpr Instant kStart =
        std::chrono::sys_days(std::chrono::year(2026) / std::chrono::July / 1) +
        std::chrono::hours(8);

    explicit FakeClock(Instant start = kStart) : now_(start) {}

    Instant now() override { return now_.load(); }
    void set(Instant now) { now_.store(now); }

    // Moves the clock by `duration` and returns the new time.
    Instant advance(std::chrono::nanoseconds duration) {
        Instant before = now_.load();
        while (!now_.compare_exchange_weak(before, before + duration)) {
        }
        return before + duration;
    }

private:
    std::atomic<Instant> now_;
};

}  // namespace fallbuch
