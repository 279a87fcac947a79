#include "core/calendar/easter.h"

#include <array>
#include <catch2/catch.hpp>
#include <string>

#include "core/calendar/timestamp.h"
#include "tests/core/calendar/naive_calendar.h"

using namespace fallbuch;

TEST_CASE("Easter is on the Sunday of the church's tables", "[core][calendar]") {
    for (int year = 1990; year <= 2069; ++year) {
        CAPTURE(year);
        REQUIRE(easter_sunday(std::chrono::year(year)) ==
                testing::civil(testing::naive_easter(year)));
    }
}

TEST_CASE("Easter is on the published dates of 1990 to 2050", "[core][calendar]") {
    constexpr std::array kDates{
        "04-15", "03-31", "04-19", "04-11", "04-03", "04-16", "04-07", "03-30", "04-12",
        "04-04", "04-23", "04-15", "03-31", "04-20", "04-11", "03-27", "04-16", "04-08",
        "03-23", "04-12", "04-04", "04-24", "04-08", "03-31", "04-20", "04-05", "03-27",
        "04-16", "04-01", "04-21", "04-12", "04-04", "04-17", "04-09", "03-31", "04-20",
        "04-05", "03-28", "04-16", "04-01", "04-21", "04-13", "03-28", "04-17", "04-09",
        "03-25", "04-13", "04-05", "04-25", "04-10", "04-01", "04-21", "04-06", "03-29",
        "04-17", "04-09", "03-25", "04-14", "04-05", "04-18", "04-10"};
    for (std::size_t i = 0; i < kDates.size(); ++i) {
        const int year = 1990 + static_cast<int>(i);
        CHECK(day_text(easter_sunday(std::chrono::year(year))) ==
              std::to_string(year) + "-" + kDates.at(i));
    }
}

TEST_CASE("the earliest and the latest Easter are found", "[core][calendar]") {
    const auto [year, day] = GENERATE(table<int, const char*>({
        {1818, "1818-03-22"},
        {1943, "1943-04-25"},
        {1954, "1954-04-18"},  // the full moon is moved from 19 to 18 April
        {1981, "1981-04-19"},  // the Sunday is moved from 26 to 19 April
        {2038, "2038-04-25"},
        {2076, "2076-04-19"},
        {2285, "2285-03-22"},
    }));
    CHECK(day_text(easter_sunday(std::chrono::year(year))) == day);
}
