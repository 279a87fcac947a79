// Against the sequences that are published for both generators.
#include "core/base/xoshiro.h"

#include <catch2/catch.hpp>
#include <cstdint>

using namespace fallbuch;

TEST_CASE("splitmix64 gives the numbers of its authors", "[core][base]") {
    std::uint64_t state = 1234567;
    for (const std::uint64_t expected :
         {std::uint64_t{6457827717110365317U}, std::uint64_t{3203168211198807973U},
          std::uint64_t{9817491932198370423U}, std::uint64_t{4593380528125082431U},
          std::uint64_t{16408922859458223821U}}) {
        CHECK(split_mix(state) == expected);
    }
}

TEST_CASE("xoshiro256** gives the numbers of its authors", "[core][base]") {
    Xoshiro generator({1, 2, 3, 4});
    for (const std::uint64_t expected :
         {std::uint64_t{11520U}, std::uint64_t{0U}, std::uint64_t{1509978240U},
          std::uint64_t{1215971899390074240U}, std::uint64_t{1216172134540287360U},
          std::uint64_t{607988272756665600U}, std::uint64_t{16172922978634559625U},
          std::uint64_t{8476171486693032832U}, std::uint64_t{10595114339597558777U},
          std::uint64_t{2904607092377533576U}}) {
        CHECK(generator.next() == expected);
    }
}

TEST_CASE("a seed has many streams, each of them the same again", "[core][base]") {
    Xoshiro first(7, 1);
    Xoshiro again(7, 1);
    Xoshiro other(7, 2);
    const std::uint64_t drawn = first.next();
    CHECK(again.next() == drawn);
    CHECK(other.next() != drawn);
}
