#include "core/merkle/tiles.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "core/base/assert.h"
#include "core/codec/decimal.h"

namespace fallbuch {
namespace {

constexpr std::string_view kRoot = "tile/";
constexpr std::string_view kEntries = "entries";
constexpr std::string_view kPartial = ".p/";

struct Place {
    std::uint64_t index;
    std::uint32_t width;
};

std::string to_path(std::string_view folder, const Place& place) {
    LEDGER_ASSERT(place.width >= 1);
    LEDGER_ASSERT(place.width <= kTileWidth);
    // The lowest group is written first; 2^64 has seven groups.
    std::array<std::uint64_t, 7> groups{};
    std::size_t count = 0;
    std::uint64_t rest = place.index;
    do {
        groups[count++] = rest % 1000;
        rest /= 1000;
    } while (rest != 0);

    std::string path;
    path.reserve(48);
    path.append(kRoot).append(folder);
    while (count > 0) {
        const std::uint64_t group = groups[--count];
        path += count > 0 ? "/x" : "/";
        for (const std::uint64_t unit : {100u, 10u, 1u}) {
            path += static_cast<char>('0' + group / unit % 10);
        }
    }
    if (place.width < kTileWidth) path.append(kPartial).append(std::to_string(place.width));
    return path;
}

Error bad_path(std::string_view why, std::string_view path) {
    return Error{ErrorCode::invalid,
                 "tile path: " + std::string(why) + " (" + std::string(path.substr(0, 80)) + ")"};
}

// Removes "<group>/" ... "<group>" from the front; the canonical form is checked by writing back.
Result<std::uint64_t> parse_index(std::string_view text) {
    std::string digits;
    while (text.starts_with('x')) {
        const std::size_t slash = text.find('/');
        if (slash == std::string_view::npos) break;
        digits += text.substr(1, slash - 1);
        text.remove_prefix(slash + 1);
    }
    digits += text;
    digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size() - 1));
    return parse_decimal(digits);
}

Result<Place> parse_place(std::string_view text) {
    Place place{0, kTileWidth};
    if (const std::size_t mark = text.find(kPartial); mark != std::string_view::npos) {
        ASSIGN_OR_RETURN(const std::uint64_t width,
                         parse_decimal(text.substr(mark + kPartial.size())));
        if (width < 1 || width >= kTileWidth) {
            return Error{ErrorCode::invalid, "the width of a partial tile is 1 to 255"};
        }
        place.width = static_cast<std::uint32_t>(width);
        text = text.substr(0, mark);
    }
    if (text.empty()) return Error{ErrorCode::invalid, "there is no index"};
    ASSIGN_OR_RETURN(place.index, parse_index(text));
    return place;
}

// The name between "tile/" and the next slash.
std::string_view folder_of(std::string_view path) {
    if (!path.starts_with(kRoot)) return {};
    path.remove_prefix(kRoot.size());
    const std::size_t slash = path.find('/');
    return slash == std::string_view::npos ? std::string_view{} : path.substr(0, slash);
}

// How many hashes a tree has at a level: perfect subtrees of 256^level leaves.
std::uint64_t hash_count(std::uint32_t level, std::uint64_t tree_size) {
    return level < kTreeLevelCountMax ? tree_size >> (kTileHeight * level) : 0;
}

}  // namespace

std::string to_path(const TileId& id) {
    LEDGER_ASSERT(id.level <= kTileLevelMax);
    return to_path(std::to_string(id.level), Place{id.index, id.width});
}

std::string to_path(const BundleId& id) { return to_path(kEntries, Place{id.index, id.width}); }

Result<TileId> parse_tile_path(std::string_view path) {
    const std::string_view folder = folder_of(path);
    const auto level = parse_decimal(folder);
    if (!level || *level > kTileLevelMax) return bad_path("the level is not 0 to 63", path);
    const auto place = parse_place(path.substr(kRoot.size() + folder.size() + 1));
    if (!place) return bad_path(place.error().message, path);
    const TileId id{static_cast<std::uint32_t>(*level), place->index, place->width};
    if (to_path(id) != path) return bad_path("the index is not in canonical form", path);
    return id;
}

Result<BundleId> parse_bundle_path(std::string_view path) {
    if (folder_of(path) != kEntries) return bad_path("it does not start with tile/entries/", path);
    const auto place = parse_place(path.substr(kRoot.size() + kEntries.size() + 1));
    if (!place) return bad_path(place.error().message, path);
    const BundleId id{place->index, place->width};
    if (to_path(id) != path) return bad_path("the index is not in canonical form", path);
    return id;
}

std::uint32_t tile_level_count(std::uint64_t tree_size) {
    std::uint32_t level = 0;
    while (hash_count(level, tree_size) != 0) ++level;
    return level;
}

std::uint64_t full_tile_count(std::uint32_t level, std::uint64_t tree_size) {
    return hash_count(level, tree_size) / kTileWidth;
}

std::uint32_t partial_tile_width(std::uint32_t level, std::uint64_t tree_size) {
    return static_cast<std::uint32_t>(hash_count(level, tree_size) % kTileWidth);
}

TileId tile_with_hash(std::uint32_t level, std::uint64_t hash_index, std::uint64_t tree_size) {
    LEDGER_ASSERT(hash_index < hash_count(level, tree_size));
    const std::uint64_t index = hash_index / kTileWidth;
    const bool full = index < full_tile_count(level, tree_size);
    return {level, index, full ? kTileWidth : partial_tile_width(level, tree_size)};
}

std::vector<TileId> partial_tiles(std::uint64_t tree_size) {
    std::vector<TileId> tiles;
    for (std::uint32_t level = 0; level < tile_level_count(tree_size); ++level) {
        const std::uint32_t width = partial_tile_width(level, tree_size);
        if (width != 0) tiles.push_back({level, full_tile_count(level, tree_size), width});
    }
    return tiles;
}

std::vector<TileId> new_full_tiles(std::uint64_t old_size, std::uint64_t new_size) {
    LEDGER_ASSERT(old_size <= new_size);
    std::vector<TileId> tiles;
    for (std::uint32_t level = 0; level < tile_level_count(new_size); ++level) {
        const std::uint64_t end = full_tile_count(level, new_size);
        for (std::uint64_t index = full_tile_count(level, old_size); index < end; ++index) {
            tiles.push_back({level, index, kTileWidth});
        }
    }
    return tiles;
}

std::vector<TileId> new_tiles(std::uint64_t old_size, std::uint64_t new_size) {
    std::vector<TileId> tiles = new_full_tiles(old_size, new_size);
    const std::vector<TileId> had = partial_tiles(old_size);
    for (const TileId& tile : partial_tiles(new_size)) {
        if (std::find(had.begin(), had.end(), tile) == had.end()) tiles.push_back(tile);
    }
    return tiles;
}

std::vector<BundleId> new_bundles(std::uint64_t old_size, std::uint64_t new_size) {
    std::vector<BundleId> bundles;
    for (const TileId& tile : new_tiles(old_size, new_size)) {
        if (tile.level == 0) bundles.push_back({tile.index, tile.width});
    }
    return bundles;
}

std::vector<std::string> replaced_partials(std::uint64_t old_size, std::uint64_t new_size) {
    LEDGER_ASSERT(old_size <= new_size);
    std::vector<std::string> paths;
    for (const TileId& tile : partial_tiles(old_size)) {
        if (tile.index >= full_tile_count(tile.level, new_size)) continue;
        paths.push_back(to_path(tile));
        if (tile.level == 0) paths.push_back(to_path(BundleId{tile.index, tile.width}));
    }
    return paths;
}

}  // namespace fallbuch
