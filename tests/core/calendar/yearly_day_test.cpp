#include "core/calendar/yearly_day.h"

#include <catch2/catch.hpp>

#include "core/calendar/timestamp.h"
#include "tests/core/calendar/naive_calendar.h"

using namespace fallbuch;

TEST_CASE("a yearly day falls where its text says", "[core][calendar]") {
    const auto [text, year, day] = GENERATE(table<const char*, int, const char*>({
        {"10-31", 2017, "2017-10-31"},
        {"easter", 2026, "2026-04-05"},
        {"easter+1", 2026, "2026-04-06"},
        {"easter-2", 2026, "2026-04-03"},
        {"easter+60", 2026, "2026-06-04"},
        {"wednesday before 11-23", 2022, "2022-11-16"},  // 23 November is a Wednesday itself
        {"wednesday before 11-23", 2023, "2023-11-22"},
        {"wednesday before 11-23", 2024, "2024-11-20"},
        {"wednesday before 11-23", 2026, "2026-11-18"},
    }));
    CHECK(day_text(day_in(std::chrono::year(year), parse_yearly_day(text).value())) == day);
}

TEST_CASE("Buß- und Bettag is the Wednesday eleven days before Advent", "[core][calendar]") {
    const YearlyDay repentance = parse_yearly_day("wednesday before 11-23").value();
    for (int year = 1990; year <= 2050; ++year) {
        // The first Sunday of Advent is the fourth before Christmas Day.
        std::size_t index = testing::naive_index(year, 12, 24);
        while (testing::naive_days().at(index).weekday != 7) --index;
        REQUIRE(day_in(std::chrono::year(year), repentance) ==
                testing::civil(testing::naive_days().at(index - 21 - 11)));
    }
}

TEST_CASE("what is no yearly day is refused with its text", "[core][calendar]") {
    const char* text =
        GENERATE("", "1-1", "13-01", "02-29", "02-30", "10/31", "2017-10-31", "easter1", "easter+",
                 "easter+100", "easter+1x", "Easter", "easter +1", "wednesday before 2-3",
                 "wednesday before", "thursday before 11-23");
    CAPTURE(text);
    const auto day = parse_yearly_day(text);
    REQUIRE_FALSE(day);
    CHECK(day.error().code == ErrorCode::invalid);
}
