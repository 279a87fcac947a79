// Scenarios tell the time by the clock of Berlin.
#include <catch2/catch.hpp>

#include <cstdint>
#include <string>

#include "core/calendar/berlin.h"
#include "core/calendar/timestamp.h"
#include "projections/rules/scenario_events.h"

namespace fallbuch::rules {
namespace {

std::string utc(const std::string& day, std::int64_t minute) {
    const auto berlin = BerlinTime::load();
    REQUIRE(berlin);
    const auto civil = parse_day(day);
    REQUIRE(civil);
    return timestamp_text(end_of_moment({*civil, minute * 60}, *berlin));
}

}  // namespace

TEST_CASE("an hour of a scenario is the one that the clock shows, also when clocks have changed",
          "[projections][rules]") {
    CHECK(utc("2024-07-01", 0) == "2024-06-30T22:00:00Z");
    CHECK(utc("2024-03-31", 90) == "2024-03-31T00:30:00Z");
    CHECK(utc("2024-03-31", 180) == "2024-03-31T01:00:00Z");
    CHECK(utc("2024-03-31", 23 * 60) == "2024-03-31T21:00:00Z");
    CHECK(utc("2024-10-27", 0) == "2024-10-26T22:00:00Z");
    CHECK(utc("2024-10-27", 180) == "2024-10-27T02:00:00Z");
    CHECK(utc("2024-10-27", 23 * 60) == "2024-10-27T22:00:00Z");
}

TEST_CASE("an hour that clocks skip lies an hour later, of one that comes twice the first is meant",
          "[projections][rules]") {
    CHECK(utc("2024-03-31", 150) == "2024-03-31T01:30:00Z");
    CHECK(utc("2024-10-27", 150) == "2024-10-27T00:30:00Z");
}

}  // namespace fallbuch::rules
