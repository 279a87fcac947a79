// XML Schema values against published examples and the calendar counted day by day.
#include "consumers/ingest/xes_value.h"

#include <catch2/catch.hpp>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <limits>
#include <string>
#include <string_view>

#include "core/base/clock.h"
#include "core/base/result.h"

namespace fallbuch {
namespace {

using std::chrono::nanoseconds;
using std::chrono::seconds;

Instant at(std::int64_t unix_seconds, std::int64_t nanos = 0) {
    return Instant(seconds(unix_seconds) + nanoseconds(nanos));
}

template <typename T>
std::string refusal(const Result<T>& result) {
    REQUIRE_FALSE(result);
    CHECK(result.error().code == ErrorCode::invalid);
    return result.error().message;
}

TEST_CASE("a date-time is read with or without fraction and zone", "[consumers][ingest]") {
    const auto [text, expected] = GENERATE(table<std::string, Instant>({
        {"1970-01-01T00:00:00Z", at(0)},
        {"1970-01-01T00:00:00", at(0)},
        {"1970-01-01T01:00:00+01:00", at(0)},
        {"1969-12-31T14:00:00-10:00", at(0)},
        {"1969-12-31T23:59:59.5Z", at(-1, 500'000'000)},
        {"2012-02-29T12:00:00.123456789123Z", at(1330516800, 123'456'789)},
        {"2011-10-01T00:38:44.546+02:00", at(1317422324, 546'000'000)},
        {"2012-12-31T24:00:00Z", at(1356998400)},
        {"2012-12-31T24:00:00.000Z", at(1356998400)},
        {" \t2013-01-01T00:00:00-00:00\n", at(1356998400)},
        {"2000-01-01T00:00:00+14:00", at(946634400)},
        {"1678-01-01T00:00:00Z", at(-9214560000)},
        {"2261-12-31T23:59:59Z", at(9214646399)},
    }));
    CAPTURE(text);
    const auto instant = parse_xs_date_time(text);
    REQUIRE(instant);
    CHECK(*instant == expected);
}

TEST_CASE("every day from 1900 to 2100 is read, and no other", "[consumers][ingest]") {
    std::int64_t expected_days = -25567;  // 1900-01-01, as `date -d 1900-01-01 +%s` says
    for (int year = 1900; year <= 2100; ++year) {
        const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
        for (int month = 1; month <= 12; ++month) {
            const bool is_short = month == 4 || month == 6 || month == 9 || month == 11;
            const int last = month == 2 ? (leap ? 29 : 28) : (is_short ? 30 : 31);
            for (int day = 0; day <= 32; ++day) {
                char text[64];
                std::snprintf(text, sizeof text, "%04d-%02d-%02dT00:00:00Z", year, month, day);
                const auto instant = parse_xs_date_time(text);
                CAPTURE(text);
                if (day < 1 || day > last) {
                    REQUIRE_FALSE(instant);
                    continue;
                }
                REQUIRE(instant);
                REQUIRE(*instant == at(expected_days++ * 86400));
            }
        }
    }
}

TEST_CASE("a wrong date-time is refused with the reason", "[consumers][ingest]") {
    const auto [text, why] = GENERATE(table<std::string, std::string>({
        {"2012-02-30T10:00:00Z", "no such day"},
        {"2011-02-29T10:00:00Z", "no such day"},
        {"2012-13-01T10:00:00Z", "no such day"},
        {"2012-00-01T10:00:00Z", "no such day"},
        {"2012-01-01T25:00:00Z", "no such time of day"},
        {"2012-01-01T24:00:01Z", "no such time of day"},
        {"2012-01-01T24:00:00.1Z", "no such time of day"},
        {"2012-01-01T10:60:00Z", "no such time of day"},
        {"2016-12-31T23:59:60Z", "no such time of day"},
        {"2012-01-01T10:00:00+14:01", "no such time zone"},
        {"2012-01-01T10:00:00+15:00", "no such time zone"},
        {"2012-01-01T10:00:00+01:60", "no such time zone"},
        {"1677-12-31T00:00:00Z", "the year is outside 1678 to 2261"},
        {"2262-01-01T00:00:00Z", "the year is outside 1678 to 2261"},
        {"", "not an xs:dateTime"},
        {"2012-01-01", "not an xs:dateTime"},
        {"2012-01-01 10:00:00Z", "not an xs:dateTime"},
        {"2012-1-01T10:00:00Z", "not an xs:dateTime"},
        {"2012-01-01T10:00Z", "not an xs:dateTime"},
        {"2012-01-01T10:00:00.Z", "not an xs:dateTime"},
        {"2012-01-01T10:00:00+0100", "not an xs:dateTime"},
        {"2012-01-01T10:00:00z", "not an xs:dateTime"},
        {"2012-01-01T10:00:00ZZ", "not an xs:dateTime"},
        {"-2012-01-01T10:00:00Z", "not an xs:dateTime"},
        {"12012-01-01T10:00:00Z", "not an xs:dateTime"},
        {"2012-01-01T+1:00:00Z", "not an xs:dateTime"},
        {"UNKNOWN", "not an xs:dateTime"},
    }));
    CHECK(refusal(parse_xs_date_time(text)) == why + " (" + text + ")");
}

TEST_CASE("whole numbers are 64 bits wide", "[consumers][ingest]") {
    CHECK(parse_xs_long("0").value() == 0);
    CHECK(parse_xs_long(" +12 ").value() == 12);
    CHECK(parse_xs_long("-007").value() == -7);
    CHECK(parse_xs_long("9223372036854775807").value() == std::numeric_limits<std::int64_t>::max());
    CHECK(parse_xs_long("-9223372036854775808").value() ==
          std::numeric_limits<std::int64_t>::min());
    CHECK(refusal(parse_xs_long("9223372036854775808")) ==
          "does not fit 64 bits (9223372036854775808)");
    for (const char* text : {"", "+", "-", "+-1", "--1", "1.0", "1e3", "0x10", "1 2", "UNKNOWN"}) {
        CHECK(refusal(parse_xs_long(text)) == "not a whole number (" + std::string(text) + ")");
    }
}

TEST_CASE("floating-point numbers are xs:double", "[consumers][ingest]") {
    CHECK(parse_xs_double("2.167").value() == 2.167);
    CHECK(parse_xs_double("2.3832541524E7").value() == 23832541.524);
    CHECK(parse_xs_double(" -1e-3\n").value() == -0.001);
    CHECK(parse_xs_double("+5").value() == 5.0);
    CHECK(parse_xs_double(".5").value() == 0.5);
    CHECK(parse_xs_double("5.").value() == 5.0);
    CHECK(parse_xs_double("INF").value() == std::numeric_limits<double>::infinity());
    CHECK(parse_xs_double("-INF").value() == -std::numeric_limits<double>::infinity());
    CHECK(std::isnan(parse_xs_double("NaN").value()));
    CHECK(refusal(parse_xs_double("1e999")) == "does not fit a double (1e999)");
    CHECK(refusal(parse_xs_double("1e-999")) == "does not fit a double (1e-999)");
    for (const char* text :
         {"", ".", "e5", "1e", "+-1", "1,5", "inf", "nan", "Infinity", "0x1p3"}) {
        CHECK(refusal(parse_xs_double(text)) == "not a number (" + std::string(text) + ")");
    }
}

TEST_CASE("truth is spelled true, false, 1 or 0", "[consumers][ingest]") {
    CHECK(parse_xs_boolean("true").value());
    CHECK(parse_xs_boolean(" 1 ").value());
    CHECK_FALSE(parse_xs_boolean("false").value());
    CHECK_FALSE(parse_xs_boolean("0").value());
    for (const char* text : {"", "TRUE", "yes", "2"}) {
        CHECK(refusal(parse_xs_boolean(text)) ==
              "neither true nor false (" + std::string(text) + ")");
    }
}

TEST_CASE("a long value is cut in messages without breaking a character", "[consumers][ingest]") {
    CHECK(shown("kurz\nund\tgut") == "kurz und gut");
    CHECK(shown(std::string(80, 'x')) == std::string(80, 'x'));
    CHECK(shown(std::string(81, 'x')) == std::string(80, 'x') + "...");
    // The two bytes of an umlaut lie on both sides of the cut.
    CHECK(shown(std::string(79, 'x') + "\u00fc!") == std::string(79, 'x') + "...");
    CHECK(shown(std::string(78, 'x') + "\u00fc!") == std::string(78, 'x') + "\u00fc...");
}

}  // namespace
}  // namespace fallbuch
