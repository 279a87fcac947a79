// Which day is it in Berlin? Remembers how far ahead Berlin is on the days that it was asked about:
// the clocks change on two days of a year only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "core/base/clock.h"
#include "core/calendar/berlin.h"
#include "core/calendar/civil_day.h"

namespace fallbuch::rules {

// Belongs to one thread.
class DayClock {
public:
    explicit DayClock(const BerlinTime& berlin) : berlin_(berlin), known_(kDaysKnown) {}

    // As BerlinTime::day_of.
    CivilDay day_of(Instant instant);

private:
    static constexpr std::size_t kDaysKnown = 1024;
    static constexpr std::int32_t kChanges = std::numeric_limits<std::int32_t>::min();
    // A day of UTC, and how far ahead Berlin is from its beginning to its end.
    struct Known {
        std::int32_t day = std::numeric_limits<std::int32_t>::min();
        std::int32_t offset_seconds = kChanges;
    };

    BerlinTime berlin_;
    std::vector<Known> known_;  // by the number of the day, modulo kDaysKnown
};

}  // namespace fallbuch::rules
