#include "core/merkle/proof.h"

#include <catch2/catch.hpp>

#include <random>
#include <set>
#include <string>
#include <vector>

#include "core/merkle/hash.h"
#include "core/merkle/tiles.h"
#include "core/merkle/verify.h"
#include "tests/core/merkle/merkle_model.h"

namespace fallbuch {
namespace {

using namespace testing;

// A log whose partial tiles are kept for every size up to `size`.
MemoryLog log_published_at_every_size(std::size_t size) {
    MemoryLog log;
    for (std::size_t i = 0; i < size; ++i) {
        log.append_some(1);
        log.publish();
    }
    return log;
}

// Builds both proofs of (number, size) from tiles, compares them with the definition and verifies.
void check_proofs(const MemoryLog& log, NaiveTree& tree, std::size_t number, std::size_t size) {
    CAPTURE(number, size);
    const TreeHead head = tree.head(size);
    const auto inclusion = build_inclusion_proof(Position{number}, size, log.reader());
    REQUIRE(inclusion);
    REQUIRE(*inclusion == tree.path(number, 0, size));
    REQUIRE(verify_inclusion(Position{number}, tree.root(number, number + 1), *inclusion, head));

    const std::size_t old_size = number + 1;
    const auto consistency = build_consistency_proof(old_size, size, log.reader());
    REQUIRE(consistency);
    REQUIRE(*consistency == tree.consistency(old_size, size));
    REQUIRE(verify_consistency(tree.head(old_size), head, *consistency));
}

TEST_CASE("proofs from tiles equal the definition and verify, for all small trees",
          "[core][merkle]") {
    const MemoryLog log = log_published_at_every_size(90);
    NaiveTree tree(some_leaves(90));
    for (std::size_t size = 1; size <= 90; ++size) {
        for (std::size_t number = 0; number < size; ++number) check_proofs(log, tree, number, size);
    }
}

TEST_CASE("proofs from tiles equal the definition and verify, around full tiles and by chance",
          "[core][merkle]") {
    const auto seed = std::random_device{}();
    INFO("seed " << seed);
    std::mt19937 random(seed);
    const MemoryLog log = log_published_at_every_size(600);
    NaiveTree tree(some_leaves(600));
    for (std::size_t size = 91; size <= 600; ++size) {
        const bool at_edge = size == 256 || size == 257 || size == 513;
        const std::size_t tries = at_edge ? size : 5;
        for (std::size_t i = 0; i < tries; ++i) {
            check_proofs(log, tree, at_edge ? i : random() % size, size);
        }
    }
}

TEST_CASE("proofs across three tile levels equal the definition and verify", "[core][merkle]") {
    const auto seed = std::random_device{}();
    INFO("seed " << seed);
    std::mt19937 random(seed);
    constexpr std::size_t kSize = 70000;
    MemoryLog log;
    log.append_some(kSize);
    log.publish();
    NaiveTree tree(some_leaves(kSize));
    for (const std::size_t number : {0u, 255u, 256u, 65535u, 65536u, 69887u, 69888u, 69999u}) {
        check_proofs(log, tree, number, kSize);
    }
    for (int i = 0; i < 100; ++i) check_proofs(log, tree, random() % kSize, kSize);
}

TEST_CASE("a proof needs at most two tiles of each level, each read once", "[core][merkle]") {
    MemoryLog log;
    log.append_some(70000);
    log.publish();
    std::multiset<std::string> asked;
    const TileReader counting = [&, read = log.reader()](const std::string& path) {
        asked.insert(path);
        return read(path);
    };
    REQUIRE(build_inclusion_proof(Position{12345}, 70000, counting));
    CHECK(asked == std::multiset<std::string>{"tile/0/048", "tile/0/273.p/112", "tile/1/000",
                                              "tile/1/001.p/17"});
}

TEST_CASE("a proof for an older size is built from full tiles once the partial ones are gone",
          "[core][merkle]") {
    constexpr std::size_t kOldSize = 65536 + 300;
    MemoryLog log;
    log.append_some(kOldSize);
    log.publish();
    log.append_some(65536);
    log.publish();
    const std::vector<std::string> replaced = replaced_partials(kOldSize, kOldSize + 65536);
    CHECK(replaced.size() == 3);
    for (const std::string& path : replaced) REQUIRE(log.files.erase(path) == 1);
    NaiveTree tree(some_leaves(kOldSize));
    check_proofs(log, tree, 0, kOldSize);
    check_proofs(log, tree, kOldSize - 1, kOldSize);
}

TEST_CASE("the root of a stored tree is read from its partial tiles", "[core][merkle]") {
    const MemoryLog log = log_published_at_every_size(300);
    NaiveTree tree(some_leaves(300));
    for (std::size_t size = 0; size <= 300; ++size) {
        CAPTURE(size);
        REQUIRE(read_root(size, log.reader()).value() == tree.root(0, size));
    }
}

TEST_CASE("there is no proof for a leaf or a size outside the tree", "[core][merkle]") {
    MemoryLog log;
    log.append_some(8);
    log.publish();
    for (const std::uint64_t index : {std::uint64_t{8}, ~std::uint64_t{0}}) {
        const auto proof = build_inclusion_proof(Position{index}, 8, log.reader());
        REQUIRE_FALSE(proof);
        CHECK(proof.error().code == ErrorCode::invalid);
    }
    CHECK_FALSE(build_inclusion_proof(Position{0}, 0, log.reader()));
    for (const std::uint64_t old_size : {std::uint64_t{0}, std::uint64_t{9}}) {
        const auto proof = build_consistency_proof(old_size, 8, log.reader());
        REQUIRE_FALSE(proof);
        CHECK(proof.error().code == ErrorCode::invalid);
    }
    CHECK(build_consistency_proof(8, 8, log.reader()).value().empty());
}

TEST_CASE("a missing tile is not found, and a tile of the wrong length is corrupt",
          "[core][merkle]") {
    MemoryLog log;
    log.append_some(300);
    log.publish();
    log.files.at("tile/0/001.p/44").pop_back();
    const auto corrupt = build_inclusion_proof(Position{299}, 300, log.reader());
    REQUIRE_FALSE(corrupt);
    CHECK(corrupt.error().code == ErrorCode::corrupt);
    CHECK(corrupt.error().message.find("tile/0/001.p/44") != std::string::npos);

    log.files.erase("tile/0/001.p/44");
    const auto missing = build_inclusion_proof(Position{299}, 300, log.reader());
    REQUIRE_FALSE(missing);
    CHECK(missing.error().code == ErrorCode::not_found);
    CHECK(read_root(300, log.reader()).error().code == ErrorCode::not_found);
    CHECK(build_consistency_proof(7, 300, log.reader()).error().code == ErrorCode::not_found);
}

}  // namespace
}  // namespace fallbuch
