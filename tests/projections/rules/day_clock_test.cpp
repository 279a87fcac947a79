#include "projections/rules/day_clock.h"

#include <catch2/catch.hpp>

#include <chrono>

#include "core/base/clock.h"
#include "core/calendar/berlin.h"

namespace fallbuch::rules {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::sys_days;
using std::chrono::year;

TEST_CASE("a clock that remembers says the day that Berlin's clocks say", "[projections][rules]") {
    const auto berlin = BerlinTime::load();
    REQUIRE(berlin);
    DayClock clock(*berlin);
    // Years far apart share places in its memory; each hour is asked about after another year's.
    const Instant first = sys_days(year(2022) / 1 / 1);
    const Instant last = sys_days(year(2026) / 1 / 1);
    for (Instant now = first; now < last; now += hours(1)) {
        const Instant other = now - days(1024 * 40);
        for (const Instant asked : {now, now - std::chrono::nanoseconds(1), other}) {
            if (clock.day_of(asked) != berlin->day_of(asked)) {
                FAIL("at " << asked.time_since_epoch().count());
            }
        }
    }
    SUCCEED();
}

}  // namespace
}  // namespace fallbuch::rules
