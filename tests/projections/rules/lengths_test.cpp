#include "projections/rules/lengths.h"

#include <catch2/catch.hpp>

namespace fallbuch::rules {
namespace {

TEST_CASE("no length is more than a hundred years", "[projections][rules]") {
    for (const char* text : {"P100Y", "P1200M", "P99Y12M", "-P100Y", "P5217W", "PT876600H"}) {
        CAPTURE(text);
        CHECK_FALSE(is_endless(length_of(text)));
    }
    for (const char* text : {"P101Y", "P1201M", "P100Y1M", "-P101Y", "P5218W", "PT876601H"}) {
        CAPTURE(text);
        CHECK(is_endless(length_of(text)));
    }
    CHECK_FALSE(is_endless(length_of("P9999BD")));
}

TEST_CASE("a length is backwards by its sign", "[projections][rules]") {
    for (const char* text : {"-P1D", "-P1M", "-P1Y", "-P1W", "-P1BD", "-PT1S"}) {
        CAPTURE(text);
        CHECK(is_backwards(length_of(text)));
        CHECK_FALSE(is_backwards(length_of(text + 1)));
        CHECK_FALSE(is_zero(length_of(text)));
    }
    for (const char* text : {"P0D", "P0M", "P0BD", "PT0S"}) {
        CAPTURE(text);
        CHECK(is_zero(length_of(text)));
        CHECK_FALSE(is_backwards(length_of(text)));
    }
    CHECK_FALSE(is_zero(length_of("kein Tag")));
}

}  // namespace
}  // namespace fallbuch::rules
