#include "core/calendar/timestamp.h"

#include <catch2/catch.hpp>
#include <cstdint>
#include <random>

using namespace fallbuch;

TEST_CASE("a timestamp is read as RFC 3339 says", "[core][calendar]") {
    const auto [text, nanoseconds] = GENERATE(table<const char*, std::int64_t>({
        {"1970-01-01T00:00:00Z", 0},
        {"1970-01-01t00:00:00z", 0},
        {"1985-04-12T23:20:50.52Z", 482196050520000000},  // the RFC's examples
        {"1996-12-19T16:39:57-08:00", 851042397000000000},
        {"1937-01-01T12:00:27.87+00:20", -1041337172130000000},
        {"1970-01-01T00:00:00.000000001-00:00", 1},
        {"1969-12-31T23:59:59.999999999Z", -1},
        {"2024-02-29T00:00:00Z", 1709164800000000000},
        {"2262-04-11T23:47:14Z", 9223372034000000000},
    }));
    CAPTURE(text);
    REQUIRE(parse_timestamp(text));
    CHECK(parse_timestamp(text)->time_since_epoch().count() == nanoseconds);
}

TEST_CASE("what is no timestamp is not read", "[core][calendar]") {
    const char* text = GENERATE(
        "", "2026", "2026-01-01", "2026-01-01T00:00:00", "2026-01-01 00:00:00Z",
        "2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z",
        "2026-01-32T00:00:00Z", "2026-01-01T24:00:00Z", "2026-01-01T00:60:00Z",
        "2026-01-01T00:00:60Z", "2026-01-01T00:00:00.Z", "2026-01-01T00:00:00.1234567890Z",
        "2026-01-01T00:00:00+24:00", "2026-01-01T00:00:00+01:60", "2026-01-01T00:00:00+0100",
        "2026-01-01T00:00:00ZZ", "1676-01-01T00:00:00Z", "2263-01-01T00:00:00Z",
        "0000-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "+026-01-01T00:00:00Z");
    CAPTURE(text);
    CHECK_FALSE(parse_timestamp(text));
}

TEST_CASE("a day is read if it exists", "[core][calendar]") {
    CHECK(day_text(parse_day("2024-02-29").value()) == "2024-02-29");
    CHECK(day_text(parse_day("0001-01-01").value()) == "0001-01-01");
    const char* text = GENERATE("", "2026-02-29", "2026-2-1", "26-02-01", "2026-02-01T",
                                "2026/02/01", "2026-00-10", "2026-04-31");
    CAPTURE(text);
    CHECK_FALSE(parse_day(text));
}

TEST_CASE("what is written is read back as the same instant", "[core][calendar]") {
    const std::uint64_t seed = std::random_device{}();
    INFO("seed " << seed);
    std::mt19937_64 random(seed);
    for (int round = 0; round < 5000; ++round) {
        const std::int64_t whole =
            static_cast<std::int64_t>(random()) / 1'000'000'000 * 1'000'000'000;
        const std::int64_t count =
            round % 2 == 0 ? whole / 2 : static_cast<std::int64_t>(random()) / 2;
        const Instant instant{std::chrono::nanoseconds(count)};
        REQUIRE(parse_timestamp(timestamp_text(instant)) == instant);
        REQUIRE(parse_timestamp(timestamp_text(instant, std::chrono::seconds(-7200))) == instant);
        REQUIRE(parse_timestamp(timestamp_text(instant, std::chrono::seconds(5400))) == instant);
    }
    CHECK(timestamp_text(Instant{}) == "1970-01-01T00:00:00Z");
    CHECK(timestamp_text(Instant{std::chrono::milliseconds(100)}) == "1970-01-01T00:00:00.1Z");
    CHECK(timestamp_text(Instant{}, std::chrono::hours(-1)) == "1969-12-31T23:00:00-01:00");
}
