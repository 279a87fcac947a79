#include "core/calendar/period.h"

#include <catch2/catch.hpp>

using namespace fallbuch;

TEST_CASE("a period is read as it is written", "[core][calendar]") {
    const auto [text, period] = GENERATE(table<const char*, Period>({
        {"P6M", CivilPeriod{.months = 6}},
        {"P1Y", CivilPeriod{.years = 1}},
        {"P28D", CivilPeriod{.days = 28}},
        {"P4W", CivilPeriod{.days = 28}},
        {"-P4W", CivilPeriod{.days = -28}},
        {"P0D", CivilPeriod{}},
        {"P1Y6M", CivilPeriod{.years = 1, .months = 6}},
        {"P1M15D", CivilPeriod{.months = 1, .days = 15}},
        {"-P1Y2M3D", CivilPeriod{.years = -1, .months = -2, .days = -3}},
        {"P9999D", CivilPeriod{.days = 9999}},
        {"P5BD", WorkingDays{5}},
        {"-P3BD", WorkingDays{-3}},
        {"P0BD", WorkingDays{0}},
    }));
    CAPTURE(text);
    REQUIRE(parse_period(text));
    CHECK(parse_period(text).value() == period);
}

TEST_CASE("what is no period is refused with its text", "[core][calendar]") {
    const char* text =
        GENERATE("", "P", "-P", "6M", "P6", "PM", "P6m", "p6M", "P-6M", "+P6M", "--P6M", "P6M ",
                 " P6M", "P1D6M", "P1M1M", "P1W1D", "P1M2W", "P5B", "P5BD1D", "P1M5BD", "PT2H",
                 "P1DT2H", "P1.5M", "P1,5M", "P10000D", "P6MX");
    CAPTURE(text);
    const auto period = parse_period(text);
    REQUIRE_FALSE(period);
    CHECK(period.error().code == ErrorCode::invalid);
    CHECK(period.error().message.find("(" + std::string(text) + ")") != std::string::npos);
}

TEST_CASE("a period is written as briefly as it can be read back", "[core][calendar]") {
    const auto [text, brief] = GENERATE(table<const char*, const char*>({
        {"P6M", "P6M"},
        {"P12M", "P12M"},
        {"P28D", "P4W"},
        {"-P28D", "-P4W"},
        {"P15D", "P15D"},
        {"P0D", "P0D"},
        {"-P0D", "P0D"},
        {"P1Y0M3D", "P1Y3D"},
        {"P1M14D", "P1M14D"},
        {"-P3BD", "-P3BD"},
    }));
    const auto period = parse_period(text).value();
    CHECK(period_text(period) == brief);
    CHECK(parse_period(period_text(period)).value() == period);
}

TEST_CASE("a half year, a quarter and half a month are 6 and 3 months and 15 days",
          "[core][calendar]") {
    CHECK(Period(kHalfYear) == parse_period("P6M").value());
    CHECK(Period(kQuarter) == parse_period("P3M").value());
    CHECK(Period(kHalfMonth) == parse_period("P15D").value());
}

TEST_CASE("a period with breaks has months of 30 and years of 365 days", "[core][calendar]") {
    CHECK(interrupted_days({.months = 1}) == 30);
    CHECK(interrupted_days({.years = 1}) == 365);
    CHECK(interrupted_days({.months = 12}) == 360);
    CHECK(interrupted_days({.years = 2, .months = 3, .days = 4}) == 824);
}
