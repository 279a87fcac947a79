#include "core/calendar/berlin.h"

#include <catch2/catch.hpp>

#include "core/calendar/civil_day.h"
#include "core/calendar/timestamp.h"

using namespace fallbuch;

namespace {

BerlinTime berlin() {
    auto loaded = BerlinTime::load();
    REQUIRE(loaded);
    return *loaded;
}

CivilDay day(const char* text) { return parse_day(text).value(); }
Instant at(const char* text) { return parse_timestamp(text).value(); }

}  // namespace

TEST_CASE("a day in Berlin starts at its midnight, in winter and in summer", "[core][calendar]") {
    const BerlinTime time = berlin();
    const auto [date, start] = GENERATE(table<const char*, const char*>({
        {"1893-07-01", "1893-07-01T00:00:00+01:00"},
        {"1916-05-01", "1916-05-01T00:00:00+02:00"},  // first summer time, since 30 April 23:00
        {"1945-07-01", "1945-07-01T00:00:00+03:00"},  // double summer time in Berlin
        {"1947-06-15", "1947-06-15T00:00:00+03:00"},
        {"1979-07-01", "1979-07-01T00:00:00+01:00"},  // no summer time from 1950 to 1979
        {"1980-04-06", "1980-04-06T00:00:00+01:00"},
        {"1980-04-07", "1980-04-07T00:00:00+02:00"},
        {"1980-09-28", "1980-09-28T00:00:00+02:00"},
        {"1980-09-29", "1980-09-29T00:00:00+01:00"},
        {"1985-07-01", "1985-07-01T00:00:00+02:00"},
        {"1995-09-25", "1995-09-25T00:00:00+01:00"},  // until 1995 it ended in September
        {"1996-10-27", "1996-10-27T00:00:00+02:00"},
        {"2026-03-29", "2026-03-29T00:00:00+01:00"},
        {"2026-03-30", "2026-03-30T00:00:00+02:00"},
        {"2037-07-01", "2037-07-01T00:00:00+02:00"},
        {"2038-03-28", "2038-03-28T00:00:00+01:00"},
        {"2038-03-29", "2038-03-29T00:00:00+02:00"},
        {"2038-10-31", "2038-10-31T00:00:00+02:00"},
        {"2038-11-01", "2038-11-01T00:00:00+01:00"},
        {"2050-07-01", "2050-07-01T00:00:00+02:00"},
    }));
    CAPTURE(date);
    CHECK(time.start_of_day(day(date)) == at(start));
    CHECK(time.day_of(at(start)) == day(date));
    CHECK(time.day_of(at(start) - std::chrono::nanoseconds(1)) == day(date) - std::chrono::days(1));
    CHECK(time.local_text(at(start)) == start);
}

TEST_CASE("the days of the clock changes have 23 and 25 hours", "[core][calendar]") {
    const BerlinTime time = berlin();
    const auto [date, hours] = GENERATE(table<const char*, int>({{"1980-04-06", 23},
                                                                 {"1980-09-28", 25},
                                                                 {"1987-03-29", 23},
                                                                 {"1987-09-27", 25},
                                                                 {"2026-03-29", 23},
                                                                 {"2026-10-25", 25},
                                                                 {"2026-10-26", 24},
                                                                 {"2041-03-31", 23},
                                                                 {"2041-10-27", 25}}));
    CAPTURE(date);
    CHECK(time.end_of_day(day(date)) + std::chrono::nanoseconds(1) - time.start_of_day(day(date)) ==
          std::chrono::hours(hours));
}

TEST_CASE("the clocks change at one o'clock of universal time, to the second", "[core][calendar]") {
    // 2026 is the database's, 2041 and 2050 are computed from the directive.
    const auto [instant, local] = GENERATE(table<const char*, const char*>({
        {"2026-03-29T00:59:59Z", "2026-03-29T01:59:59+01:00"},
        {"2026-03-29T01:00:00Z", "2026-03-29T03:00:00+02:00"},
        {"2026-10-25T00:59:59Z", "2026-10-25T02:59:59+02:00"},
        {"2026-10-25T01:00:00Z", "2026-10-25T02:00:00+01:00"},
        {"2041-03-31T00:59:59Z", "2041-03-31T01:59:59+01:00"},
        {"2041-03-31T01:00:00Z", "2041-03-31T03:00:00+02:00"},
        {"2041-10-27T00:59:59Z", "2041-10-27T02:59:59+02:00"},
        {"2041-10-27T01:00:00Z", "2041-10-27T02:00:00+01:00"},
        {"2050-10-30T00:59:59Z", "2050-10-30T02:59:59+02:00"},
        {"2050-10-30T01:00:00Z", "2050-10-30T02:00:00+01:00"},
    }));
    CAPTURE(instant);
    CHECK(berlin().local_text(at(instant)) == local);
}

TEST_CASE("every instant of a long time lies within its own day", "[core][calendar]") {
    const BerlinTime time = berlin();
    for (Instant instant = at("1975-01-01T00:30:00Z"); instant < at("2060-01-01T00:00:00Z");
         instant += std::chrono::hours(7)) {
        const CivilDay found = time.day_of(instant);
        REQUIRE(time.start_of_day(found) <= instant);
        REQUIRE(instant <= time.end_of_day(found));
    }
}

TEST_CASE("the database and the directive agree where both speak", "[core][calendar]") {
    // 28 years later the calendar has the same weekdays: what is computed for 2038 to 2065 must
    // be what the database says for 2010 to 2037.
    const BerlinTime time = berlin();
    constexpr std::chrono::days kCycle(28 * 365 + 7);
    for (CivilDay date = day("2010-01-01"); date < day("2038-01-01");
         date += std::chrono::days(1)) {
        REQUIRE(time.start_of_day(date) + kCycle == time.start_of_day(date + kCycle));
    }
}
