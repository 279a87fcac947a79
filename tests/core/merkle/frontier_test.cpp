#include "core/merkle/frontier.h"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

#include "core/codec/hex.h"
#include "core/merkle/hash.h"
#include "tests/core/merkle/merkle_model.h"

namespace fallbuch {
namespace {

using testing::digest;
using testing::NaiveTree;
using testing::some_leaves;

TEST_CASE("a frontier names the roots published for the reference tree", "[core][merkle]") {
    const std::vector<std::string> entries = {"",
                                              "00",
                                              "10",
                                              "2021",
                                              "3031",
                                              "40414243",
                                              "5051525354555657",
                                              "606162636465666768696a6b6c6d6e6f"};
    const std::vector<std::string> roots = {
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};
    Frontier frontier;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        CAPTURE(i);
        frontier.append(hash_leaf(from_hex(entries[i]).value()));
        CHECK(frontier.root() == digest(roots[i]));
    }
}

TEST_CASE("a frontier names the same root as the definition", "[core][merkle]") {
    const std::vector<Digest> leaves = some_leaves(300);
    NaiveTree tree(leaves);
    Frontier frontier;
    for (std::size_t size = 0; size < leaves.size(); ++size) {
        CAPTURE(size);
        REQUIRE(frontier.leaf_count() == size);
        REQUIRE(frontier.root() == tree.root(0, size));
        frontier.append(leaves[size]);
    }
}

TEST_CASE("a frontier read back goes on as if it had never been away", "[core][merkle]") {
    const std::vector<Digest> leaves = some_leaves(40);
    Frontier straight;
    for (const Digest& leaf : leaves) {
        auto resumed = Frontier::from_peaks(straight.leaf_count(), straight.peaks()).value();
        resumed.append(leaf);
        straight.append(leaf);
        REQUIRE(resumed.root() == straight.root());
        REQUIRE(resumed.peaks() == straight.peaks());
    }
}

TEST_CASE("a frontier read back with missing or surplus peaks is corrupt", "[core][merkle]") {
    const auto [leaf_count, peaks_kept] =
        GENERATE(table<std::uint64_t, std::size_t>({{0, 1}, {1, 0}, {3, 1}, {4, 2}, {7, 4}}));
    const auto frontier = Frontier::from_peaks(leaf_count, some_leaves(peaks_kept));
    REQUIRE_FALSE(frontier);
    CHECK(frontier.error().code == ErrorCode::corrupt);
}

}  // namespace
}  // namespace fallbuch
