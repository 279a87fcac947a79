#include "core/base/random.h"

#include <bit>
#include <catch2/catch.hpp>
#include <cstdint>
#include <cstdlib>
#include <set>

#include "core/base/bytes.h"
#include "tests/support/seeded_random.h"

namespace fallbuch {
namespace {

int one_bits(ByteView bytes) {
    int count = 0;
    for (const std::uint8_t byte : bytes) count += std::popcount(byte);
    return count;
}

}  // namespace

TEST_CASE("the system's generator fills every byte and never repeats itself", "[core][base]") {
    SystemRandom random;
    std::set<Bytes> seen;
    for (int i = 0; i < 100; ++i) {
        Bytes bytes(32);
        REQUIRE(random.fill(bytes));
        seen.insert(bytes);
    }
    CHECK(seen.size() == 100);
    CHECK(random.fill({}));
    // Half of a million bits are ones, give or take twelve standard deviations.
    Bytes many(125000);
    REQUIRE(random.fill(many));
    CHECK(std::abs(one_bits(many) - 500000) < 6000);
}

TEST_CASE("the seeded generator repeats itself for a seed and a stream only", "[core][base]") {
    const auto drawn = [](std::uint64_t seed, std::uint64_t stream, std::size_t size_bytes) {
        Bytes bytes(size_bytes);
        REQUIRE(SeededRandom(seed, stream).fill(bytes));
        return bytes;
    };
    CHECK(drawn(1, 0, 40) == drawn(1, 0, 40));
    std::set<Bytes> seen;
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        for (std::uint64_t stream = 0; stream < 20; ++stream) seen.insert(drawn(seed, stream, 8));
    }
    CHECK(seen.size() == 400);
    CHECK(std::abs(one_bits(drawn(7, 0, 125000)) - 500000) < 6000);
}

TEST_CASE("the seeded generator reaches every number below the limit and no other",
          "[core][base]") {
    SeededRandom random(3);
    std::set<std::uint64_t> seen;
    for (int i = 0; i < 500; ++i) seen.insert(random.below(7));
    CHECK(seen == std::set<std::uint64_t>{0, 1, 2, 3, 4, 5, 6});
    CHECK(random.below(1) == 0);
}

}  // namespace fallbuch
