#include "tools/fallbuch/german.h"

#include <catch2/catch.hpp>

#include <chrono>

#include "core/calendar/berlin.h"
#include "core/calendar/civil_day.h"
#include "core/calendar/timestamp.h"

namespace fallbuch {
namespace {

TEST_CASE("times are written as people in Germany write them, on the clocks of Berlin",
          "[tools][fallbuch]") {
    const auto berlin = BerlinTime::load();
    REQUIRE(berlin);
    const auto summer = *parse_timestamp("2026-07-01T22:30:00Z");
    CHECK(german_moment(*berlin, summer) == "02.07.2026 00:30");
    CHECK(german_day(*berlin, summer) == "02.07.2026");
    CHECK(german_when(*berlin, summer, false) == "02.07.2026 00:30");
    CHECK(german_when(*berlin, summer, true) == "02.07.2026");
}

TEST_CASE("values are written without their JSON", "[tools][fallbuch]") {
    const auto berlin = BerlinTime::load();
    REQUIRE(berlin);
    CHECK(german_value(*berlin, R"("Lageplan")") == "Lageplan");
    CHECK(german_value(*berlin, "true") == "ja");
    CHECK(german_value(*berlin, "false") == "nein");
    CHECK(german_value(*berlin, "310.5") == "310.5");
    CHECK(german_value(*berlin, R"("2026-01-01T11:00:00Z")") == "01.01.2026 12:00");
    CHECK(german_value(*berlin,
                       R"({"list":[{"key":"k","value":"Lageplan"},{"key":"k","value":true}]})") ==
          "Lageplan, ja");
    CHECK(german_value(*berlin, R"({"list":[]})").empty());
}

TEST_CASE("a deadline is told from the day on which it is looked at", "[tools][fallbuch]") {
    const CivilDay due{std::chrono::year(2026) / 1 / 29};
    CHECK(german_day(due) == "29.01.2026");
    CHECK(german_due(due, due - std::chrono::days(12)) == "fällig am 29.01.2026, in 12 Tagen");
    CHECK(german_due(due, due - std::chrono::days(1)) == "fällig am 29.01.2026, in 1 Tag");
    CHECK(german_due(due, due) == "fällig am 29.01.2026, heute");
    CHECK(german_due(due, due + std::chrono::days(1)) ==
          "fällig am 29.01.2026, überfällig seit 1 Tag");
    CHECK(german_due(due, due + std::chrono::days(1500)) ==
          "fällig am 29.01.2026, überfällig seit 1.500 Tagen");
    CHECK(german_days(1) == "1 Tag");
    CHECK(german_days(2) == "2 Tage");
}

TEST_CASE("counts have a dot at each thousand", "[tools][fallbuch]") {
    CHECK(german_count(0) == "0");
    CHECK(german_count(999) == "999");
    CHECK(german_count(1000) == "1.000");
    CHECK(german_count(1234567) == "1.234.567");
    CHECK(german_events(0) == "0 Ereignisse");
    CHECK(german_events(1) == "1 Ereignis");
    CHECK(german_events(1434) == "1.434 Ereignisse");
}

}  // namespace
}  // namespace fallbuch
