#include "core/calendar/legal_period.h"

#include <catch2/catch.hpp>
#include <chrono>
#include <cstddef>
#include <string>

#include "core/calendar/timestamp.h"
#include "tests/core/calendar/naive_calendar.h"

using namespace fallbuch;
using testing::NaiveDay;

namespace {

constexpr auto kNext = Counting::from_next_day;
constexpr auto kSame = Counting::from_same_day;

CivilDay day(const char* text) { return parse_day(text).value(); }
CivilPeriod civil_period(const char* text) {
    return std::get<CivilPeriod>(parse_period(text).value());
}
std::string last(const char* start, const char* period, Counting counting) {
    return day_text(last_day(day(start), civil_period(period), counting));
}

// § 188 Abs. 2 and 3 BGB, read aloud: look through the last month for the day whose number
// corresponds to the number of the first day (or, where that day is counted, for the day before
// it); if there is none, the last day of that month ends the period.
const NaiveDay& month_end_by_definition(std::size_t start, int months, Counting counting) {
    const auto& days = testing::naive_days();
    const NaiveDay& first = days.at(start);
    const int month_count = first.year * 12 + (first.month - 1) + months;
    const int year = month_count / 12;
    const int month = month_count % 12 + 1;
    const std::size_t begin = testing::naive_index(year, month, 1);
    const int wanted = counting == kSame ? first.day - 1 : first.day;
    // The day before the first of the month has no number in it: call it 0.
    for (int number = 0; number <= testing::naive_month_length(year, month); ++number) {
        if (number == wanted) return days.at(begin + static_cast<std::size_t>(number) - 1);
    }
    return days.at(testing::naive_index(year, month, testing::naive_month_length(year, month)));
}

// § 187 and § 188 Abs. 1 BGB, counted on the fingers.
const NaiveDay& day_end_by_definition(std::size_t start, int count, Counting counting) {
    std::size_t index = counting == kSame ? start : start + 1;
    for (int counted = 1; counted < count; ++counted) ++index;
    return testing::naive_days().at(index);
}

}  // namespace

TEST_CASE("months end as § 188 says, from every day of 1990 to 2050", "[core][calendar]") {
    const auto counting = GENERATE(kNext, kSame);
    const std::size_t end = testing::naive_index(2051, 1, 1);
    for (std::size_t start = testing::naive_index(1990, 1, 1); start < end; ++start) {
        const CivilDay first = testing::civil(testing::naive_days().at(start));
        for (int months = 1; months <= 60; ++months) {
            const CivilDay expected =
                testing::civil(month_end_by_definition(start, months, counting));
            if (last_day(first, {.months = months}, counting) == expected) continue;
            FAIL(day_text(first) << " + " << months << " months is " << day_text(expected));
        }
    }
}

TEST_CASE("a year is twelve months, and half a month comes last", "[core][calendar]") {
    const auto counting = GENERATE(kNext, kSame);
    const CivilDay end = day("2051-01-01");
    for (CivilDay start = day("1990-01-01"); start < end; start += std::chrono::days(1)) {
        REQUIRE(last_day(start, {.years = 3}, counting) ==
                last_day(start, {.months = 36}, counting));
        REQUIRE(last_day(start, {.months = 2, .days = 15}, counting) ==
                last_day(start, {.months = 2}, counting) + std::chrono::days(15));
    }
}

TEST_CASE("days and weeks are counted, from every day of 1990 to 2050", "[core][calendar]") {
    const auto counting = GENERATE(kNext, kSame);
    const std::size_t end = testing::naive_index(2051, 1, 1);
    for (std::size_t start = testing::naive_index(1990, 1, 1); start < end; ++start) {
        const NaiveDay& first = testing::naive_days().at(start);
        for (const int count : {1, 2, 3, 7, 15, 28, 29, 30, 70, 365}) {
            REQUIRE(last_day(testing::civil(first), {.days = count}, counting) ==
                    testing::civil(day_end_by_definition(start, count, counting)));
        }
        // A week ends on the day of the same name, or on the one before it.
        const CivilDay week = last_day(testing::civil(first), {.days = 7}, counting);
        const unsigned name = std::chrono::weekday(week).iso_encoding();
        REQUIRE(static_cast<int>(name) == (counting == kNext    ? first.weekday
                                           : first.weekday == 1 ? 7
                                                                : first.weekday - 1));
    }
}

TEST_CASE("the traps of month ends", "[core][calendar]") {
    CHECK(last("2024-12-31", "P2M", kSame) == "2025-02-28");  // naive: 27.02.
    CHECK(last("2023-12-31", "P2M", kSame) == "2024-02-29");
    CHECK(last("2024-12-30", "P2M", kSame) == "2025-02-28");
    CHECK(last("2024-12-29", "P2M", kSame) == "2025-02-28");
    CHECK(last("2024-12-28", "P2M", kSame) == "2025-02-27");
    CHECK(last("2025-03-01", "P2M", kSame) == "2025-04-30");
    CHECK(last("2024-01-15", "P2M", kSame) == "2024-03-14");
    CHECK(last("2026-01-31", "P1M", kNext) == "2026-02-28");  // request of 31 January
    CHECK(last("2024-01-31", "P1M", kNext) == "2024-02-29");
    CHECK(last("2026-03-05", "P1M", kNext) == "2026-04-05");
    CHECK(last("2026-08-31", "P1M", kNext) == "2026-09-30");
    CHECK(last("2024-08-31", "P6M", kNext) == "2025-02-28");
    CHECK(last("2023-08-31", "P6M", kNext) == "2024-02-29");
    CHECK(last("2025-08-29", "P6M", kNext) == "2026-02-28");
    CHECK(last("2025-12-31", "P1D", kNext) == "2026-01-01");
    CHECK(last("2025-12-31", "P6M", kNext) == "2026-06-30");
    CHECK(last("2024-02-29", "P1Y", kNext) == "2025-02-28");
    CHECK(last("2024-02-29", "P4Y", kNext) == "2028-02-29");
    CHECK(last("2096-02-29", "P4Y", kNext) == "2100-02-28");  // 2100 is no leap year
    CHECK(last("2026-08-03", "P4W", kNext) == "2026-08-31");
    CHECK(last("2026-08-03", "P0D", kNext) == "2026-08-03");
    CHECK(last("2026-08-03", "P1D", kSame) == "2026-08-03");
    CHECK(last("2026-01-01", "P1M15D", kSame) == "2026-02-15");
}

TEST_CASE("a period counted back is mirrored", "[core][calendar]") {
    CHECK(last("2025-06-27", "-P4W", kNext) == "2025-05-30");
    CHECK(last("2026-05-31", "-P3M", kNext) == "2026-02-28");
    CHECK(last("2026-05-31", "-P3M", kSame) == "2026-03-01");
    CHECK(last("2026-04-30", "-P2M", kSame) == "2026-03-01");
    CHECK(last("2026-04-15", "-P2M", kSame) == "2026-02-16");
    CHECK(last("2026-04-15", "-P1D", kSame) == "2026-04-15");
    CHECK(last("2026-01-01", "-P1D", kNext) == "2025-12-31");
    CHECK(last("2028-02-29", "-P1Y", kNext) == "2027-02-28");
}

TEST_CASE("months counted back end on the same number, or the day after, from every day",
          "[core][calendar]") {
    const std::size_t end = testing::naive_index(2051, 1, 1);
    for (std::size_t start = testing::naive_index(1995, 1, 1); start < end; ++start) {
        const CivilDay last = testing::civil(testing::naive_days().at(start));
        for (int months = 1; months <= 60; ++months) {
            const CivilDay same_number =
                testing::civil(month_end_by_definition(start, -months, kNext));
            if (last_day(last, {.months = -months}, kNext) == same_number &&
                last_day(last, {.months = -months}, kSame) == same_number + std::chrono::days(1)) {
                continue;
            }
            FAIL(day_text(last) << " - " << months << " months is " << day_text(same_number));
        }
    }
}

TEST_CASE("a participation lasts two months from its last day on", "[core][calendar]") {
    const CivilPeriod two_months{.months = 2};
    CHECK(lasts(day("2024-01-15"), day("2024-03-14"), two_months));
    CHECK_FALSE(lasts(day("2024-01-15"), day("2024-03-13"), two_months));
    CHECK(lasts(day("2024-12-31"), day("2025-02-28"), two_months));
    CHECK_FALSE(lasts(day("2024-12-31"), day("2025-02-27"), two_months));
}

TEST_CASE("a year of life is completed before the birthday", "[core][calendar]") {
    CHECK(age(day("2000-03-15"), day("2025-03-14")) == 24);
    CHECK(age(day("2000-03-15"), day("2025-03-15")) == 25);
    CHECK(age(day("2000-02-29"), day("2025-02-28")) == 24);  // completed with the end of this day
    CHECK(age(day("2000-02-29"), day("2025-03-01")) == 25);
    CHECK(age(day("2000-02-29"), day("2028-02-28")) == 27);
    CHECK(age(day("2000-02-29"), day("2028-02-29")) == 28);
    CHECK(age(day("2000-12-31"), day("2001-01-01")) == 0);
    CHECK(age(day("2000-12-31"), day("2000-12-31")) == 0);
    CHECK_FALSE(age(day("2000-12-31"), day("2000-12-30")));
    CHECK(last("2000-02-29", "P25Y", kSame) == "2025-02-28");
    CHECK(last("2025-05-10", "P14M", kSame) == "2026-07-09");  // the 14th month of life
}

TEST_CASE("an age grows by one on each birthday", "[core][calendar]") {
    for (const char* born :
         {"1990-01-01", "1990-12-31", "1992-02-28", "1992-02-29", "1992-03-01"}) {
        int years = 0;
        for (std::size_t i = testing::naive_index(1993, 1, 1); i < testing::naive_days().size();
             ++i) {
            const NaiveDay& today = testing::naive_days().at(i);
            const std::chrono::year_month_day birth(day(born));
            // In common years someone born on 29 February is a year older from 1 March on.
            const int number = today.month * 100 + today.day;
            const int birthday = static_cast<int>(static_cast<unsigned>(birth.month())) * 100 +
                                 static_cast<int>(static_cast<unsigned>(birth.day()));
            years = today.year - static_cast<int>(birth.year()) - (number < birthday ? 1 : 0);
            REQUIRE(age(day(born), testing::civil(today)) == years);
        }
    }
}

TEST_CASE("an extension follows the old end without a gap", "[core][calendar]") {
    CHECK(extended(day("2026-02-28"), {.months = 1}) == day("2026-03-31"));
    CHECK(extended(day("2026-04-05"), {.days = 14}) == day("2026-04-19"));
    CHECK(extended(day("2026-01-30"), {.months = 1}) == day("2026-02-28"));
    CHECK(extended(day("2026-04-15"), {.months = 1}) == day("2026-05-15"));
}

TEST_CASE("a month begins, has its middle and ends as § 192 says", "[core][calendar]") {
    for (std::size_t i = 0; i < testing::naive_days().size(); ++i) {
        const NaiveDay& today = testing::naive_days().at(i);
        const auto in_month = [&](int number) {
            return testing::civil({today.year, today.month, number, 0});
        };
        REQUIRE(beginning_of_month(testing::civil(today)) == in_month(1));
        REQUIRE(middle_of_month(testing::civil(today)) == in_month(15));
        REQUIRE(end_of_month(testing::civil(today)) ==
                in_month(testing::naive_month_length(today.year, today.month)));
    }
}
