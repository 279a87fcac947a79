#include "core/calendar/holiday_list.h"

#include <catch2/catch.hpp>
#include <chrono>
#include <string>

#include "core/calendar/timestamp.h"

using namespace fallbuch;

TEST_CASE("a list is read line by line", "[core][calendar]") {
    const auto list = parse_holiday_list(
        "# a comment\n\n place | A | - | Title | Law \nholiday | easter-2 | Friday\n"
        "in | A B | 2001-01-01..2002-12-31 | source | remark\nin | C | 2003-01-01.. | | \n");
    REQUIRE(list);
    REQUIRE(list->places.size() == 1);
    CHECK(list->places[0].id == "A");
    CHECK(list->places[0].within.empty());
    CHECK(list->places[0].law == "Law");
    REQUIRE(list->rules.size() == 3);
    CHECK(list->rules[1].place == "B");
    CHECK(list->rules[1].title == "Friday");
    CHECK(list->rules[1].remark == "remark");
    CHECK(day_text(list->rules[1].valid_to.value()) == "2002-12-31");
    CHECK(list->rules[2].source.empty());
    CHECK_FALSE(list->rules[2].valid_to);
    CHECK(day_text(day_in(std::chrono::year(2026), list->rules[0].day)) == "2026-04-03");
}

TEST_CASE("a line that is none is refused with its number", "[core][calendar]") {
    const char* line =
        GENERATE("place | A | DE | Title", "place | A | DE | Title | Law | more",
                 "place | | - | T | L", "place | A B | - | T | L", "place | A | | T | L",
                 "place | A | - | | L", "holiday | 01-01", "holiday | 01-01 | ",
                 "holiday | 1-1 | T", "in | A | 2001-01-01.. | s", "in | | 2001-01-01.. | s | r",
                 "in | A | 2001-01-01 | s | r", "in | A | ..2001-01-01 | s | r",
                 "in | A | 2001-02-29.. | s | r", "in | A | 2001-01-01..2000-12-31 | s | r",
                 "in | A | 2001-01-01..soon | s | r", "on | A | 2001-01-01.. | s | r");
    CAPTURE(line);
    const auto list = parse_holiday_list("holiday | 05-05 | T\n" + std::string(line) + "\n");
    REQUIRE_FALSE(list);
    CHECK(list.error().code == ErrorCode::invalid);
    CHECK_THAT(list.error().message, Catch::StartsWith("line 2: "));
}

TEST_CASE("a validity needs a holiday above it", "[core][calendar]") {
    CHECK(parse_holiday_list("in | A | 2001-01-01.. | s | r").error().message ==
          "line 1: in: no holiday stands above it (A)");
}

TEST_CASE("a list of more than 1 MiB is refused", "[core][calendar]") {
    CHECK(parse_holiday_list(std::string(kHolidayListBytesMax, '\n')));
    CHECK(parse_holiday_list(std::string(kHolidayListBytesMax + 1, '\n')).error().code ==
          ErrorCode::invalid);
}
