// Time: UTC instants, and the only place where the wall clock is read.
#pragma once

#include <chrono>

namespace fallbuch {

// UTC, nanoseconds since 1970-01-01; reaches from 1677 to 2262.
using Instant = std::chrono::sys_time<std::chrono::nanoseconds>;

class Clock {
public:
    virtual ~Clock() = default;
    virtual Instant now() = 0;
};

// The machine's clock. Callable from any thread.
class SystemClock final : public Clock {
public:
    Instant now() override;
};

}  // namespace fallbuch
