#include "core/codec/row_sum.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdint>
#include <random>
#include <vector>

#include "tests/support/builders.h"

namespace fallbuch {
namespace {

Digest number(std::uint8_t lowest, std::uint8_t others) {
    Digest digest;
    digest.bytes.fill(others);
    digest.bytes[0] = lowest;
    return digest;
}

TEST_CASE("a sum carries over all of its 256 bits", "[core][codec]") {
    RowSum sum(number(0xff, 0xff));
    sum.add(number(1, 0));
    CHECK(sum == RowSum());
    sum.remove(number(1, 0));
    CHECK(sum.digest() == number(0xff, 0xff));
}

TEST_CASE("a sum does not know in which order rows came and went", "[core][codec]") {
    std::mt19937_64 random(7);
    std::vector<std::uint64_t> rows(200);
    for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = i;
    RowSum expected;
    for (std::size_t i = 0; i < 100; ++i) expected.add(some_digest(rows[i]));
    for (int round = 0; round < 20; ++round) {
        RowSum sum;
        std::shuffle(rows.begin(), rows.end(), random);
        for (const auto row : rows) sum.add(some_digest(row));
        std::shuffle(rows.begin(), rows.end(), random);
        for (const auto row : rows) {
            if (row >= 100) sum.remove(some_digest(row));
        }
        CHECK(sum == expected);
    }
}

}  // namespace
}  // namespace fallbuch
