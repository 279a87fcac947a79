#include "core/merkle/tiles.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <limits>
#include <string>
#include <vector>

namespace fallbuch {
namespace {

constexpr std::uint64_t kMax = std::numeric_limits<std::uint64_t>::max();

TEST_CASE("tiles and bundles lie where tlog-tiles says", "[core][merkle]") {
    CHECK(to_path(TileId{0, 1234067, 256}) == "tile/0/x001/x234/067");
    CHECK(to_path(TileId{0, 1234067, 5}) == "tile/0/x001/x234/067.p/5");
    CHECK(to_path(TileId{63, 0, 255}) == "tile/63/000.p/255");
    CHECK(to_path(TileId{1, 1000, 1}) == "tile/1/x001/000.p/1");
    CHECK(to_path(TileId{2, 999, 256}) == "tile/2/999");
    CHECK(to_path(TileId{0, kMax, 256}) == "tile/0/x018/x446/x744/x073/x709/x551/615");
    CHECK(to_path(BundleId{0, 3}) == "tile/entries/000.p/3");
    CHECK(to_path(BundleId{70000, 256}) == "tile/entries/x070/000");
}

TEST_CASE("a path is read back to what it names", "[core][merkle]") {
    const std::uint64_t index =
        GENERATE(as<std::uint64_t>{}, 0, 1, 255, 999, 1000, 1234067, 999999999, kMax);
    const std::uint32_t width = GENERATE(as<std::uint32_t>{}, 1, 9, 10, 255, 256);
    for (const std::uint32_t level : {0u, 7u, 10u, 63u}) {
        const TileId id{level, index, width};
        CHECK(parse_tile_path(to_path(id)).value() == id);
    }
    const BundleId bundle{index, width};
    CHECK(parse_bundle_path(to_path(bundle)).value() == bundle);
}

TEST_CASE("a path in any other form is refused", "[core][merkle]") {
    const std::string path = GENERATE(
        "", "tile", "tile/", "tile/0", "tile/0/", "tile/0/0", "tile/0/00", "tile/0/0000",
        "tile/0/x000/000", "tile/0/x000/001", "tile/0/001/002", "tile/0/x1/002", "tile/0/x001/",
        "tile/0/x001", "tile/0/x", "tile/0/x/", "tile/0/000.p", "tile/0/000.p/", "tile/0/000.p/0",
        "tile/0/000.p/256", "tile/0/000.p/01", "tile/0/000.p/1/", "tile/0/000.p/1.p/1",
        "tile/0/.p/1", "tile/00/000", "tile/64/000", "tile/-1/000", "tile//000", "tile/a/000",
        "/tile/0/000", "tile/0/000/", "tile/0/..", "tile/0/x018/x446/x744/x073/x709/x551/616",
        "tile/0/-01", "tile/0/+01", "tile/data/000", "tiles/0/000", "tile/0/x01/x234/067");
    CAPTURE(path);
    const auto tile = parse_tile_path(path);
    REQUIRE_FALSE(tile);
    CHECK(tile.error().code == ErrorCode::invalid);

    std::string entries = path;
    if (entries.starts_with("tile/0")) entries.replace(0, 6, "tile/entries");
    const auto bundle = parse_bundle_path(entries);
    REQUIRE_FALSE(bundle);
    CHECK(bundle.error().code == ErrorCode::invalid);
}

TEST_CASE("a tree of 70,000 leaves has the tiles of the specification's example",
          "[core][merkle]") {
    CHECK(full_tile_count(0, 70000) == 273);
    CHECK(full_tile_count(1, 70000) == 1);
    CHECK(full_tile_count(2, 70000) == 0);
    CHECK(tile_level_count(70000) == 3);
    CHECK(partial_tiles(70000) == std::vector<TileId>{{0, 273, 112}, {1, 1, 17}, {2, 0, 1}});
    const std::vector<TileId> full = new_full_tiles(0, 70000);
    REQUIRE(full.size() == 274);
    CHECK(to_path(full[0]) == "tile/0/000");
    CHECK(to_path(full[272]) == "tile/0/272");
    CHECK(to_path(full[273]) == "tile/1/000");
    CHECK(new_bundles(0, 70000).size() == 274);
    CHECK(to_path(new_bundles(0, 70000).back()) == "tile/entries/273.p/112");
}

TEST_CASE("a tree of 256 leaves has a full tile and a partial one above it", "[core][merkle]") {
    CHECK(new_tiles(0, 256) == std::vector<TileId>{{0, 0, 256}, {1, 0, 1}});
    CHECK(new_tiles(0, 0).empty());
    CHECK(tile_level_count(0) == 0);
    CHECK(tile_level_count(255) == 1);
    CHECK(tile_level_count(256) == 2);
}

TEST_CASE("the largest 64-bit tree has eight levels, each with a partial tile of 255",
          "[core][merkle]") {
    CHECK(tile_level_count(kMax) == 8);
    const std::vector<TileId> partial = partial_tiles(kMax);
    REQUIRE(partial.size() == 8);
    for (const TileId& id : partial) CHECK(id.width == 255);
    CHECK(full_tile_count(7, kMax) == 0);
    CHECK(full_tile_count(63, kMax) == 0);
    CHECK(partial_tile_width(8, kMax) == 0);
}

// The formula of the specification, level by level, with every tile listed.
std::vector<TileId> all_tiles_by_definition(std::uint64_t size) {
    std::vector<TileId> tiles;
    std::uint64_t hash_leaves = 1;
    for (std::uint32_t level = 0; level < 4; ++level, hash_leaves *= 256) {
        const std::uint64_t hashes = size / hash_leaves;
        for (std::uint64_t first = 0; first < hashes; first += 256) {
            const auto width =
                static_cast<std::uint32_t>(std::min<std::uint64_t>(256, hashes - first));
            tiles.push_back({level, first / 256, width});
        }
    }
    return tiles;
}

bool contains(const std::vector<TileId>& tiles, const TileId& id) {
    return std::find(tiles.begin(), tiles.end(), id) != tiles.end();
}

TEST_CASE("new tiles are those that the newer tree has and the older had not", "[core][merkle]") {
    const std::vector<std::uint64_t> sizes = {0,   1,   2,    255,  256,   257,   511,   512,
                                              700, 768, 1000, 5000, 65535, 65536, 65537, 70000};
    for (const std::uint64_t old_size : sizes) {
        for (const std::uint64_t new_size : sizes) {
            if (old_size > new_size) continue;
            CAPTURE(old_size, new_size);
            const auto before = all_tiles_by_definition(old_size);
            const auto after = all_tiles_by_definition(new_size);
            const auto added = new_tiles(old_size, new_size);
            std::size_t expected = 0;
            for (const TileId& id : after) {
                if (contains(before, id)) continue;
                ++expected;
                REQUIRE(contains(added, id));
            }
            REQUIRE(added.size() == expected);
        }
    }
}

TEST_CASE("a partial tile may go once its full tile exists, and not before", "[core][merkle]") {
    CHECK(replaced_partials(5, 255).empty());
    CHECK(replaced_partials(5, 256) ==
          std::vector<std::string>{"tile/0/000.p/5", "tile/entries/000.p/5"});
    CHECK(replaced_partials(256, 65535).empty());
    CHECK(replaced_partials(256, 65536) == std::vector<std::string>{"tile/1/000.p/1"});
    CHECK(replaced_partials(300, 65536) ==
          std::vector<std::string>{"tile/0/001.p/44", "tile/entries/001.p/44", "tile/1/000.p/1"});
    CHECK(replaced_partials(0, 70000).empty());
    CHECK(replaced_partials(70000, 70000).empty());
}

TEST_CASE("a hash lies in a tile as wide as the tree makes it", "[core][merkle]") {
    CHECK(tile_with_hash(0, 0, 1) == TileId{0, 0, 1});
    CHECK(tile_with_hash(0, 255, 70000) == TileId{0, 0, 256});
    CHECK(tile_with_hash(0, 69999, 70000) == TileId{0, 273, 112});
    CHECK(tile_with_hash(1, 272, 70000) == TileId{1, 1, 17});
    CHECK(tile_with_hash(2, 0, 70000) == TileId{2, 0, 1});
}

}  // namespace
}  // namespace fallbuch
