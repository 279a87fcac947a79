// Which tiles and entry bundles a tree has, and under which paths: C2SP tlog-tiles, without I/O.
//
//   tile/<L>/<N>[.p/<W>]         hashes: width W x 32 bytes; 256 unless .p/<W> says less
//   tile/entries/<N>[.p/<W>]     entries: W x (u16 big-endian length, entry)
//   <L>  level 0..63, decimal; hash i of tile n at level l is the root over the leaves
//        [(n*256+i) * 256^l, (n*256+i+1) * 256^l); level 0 holds leaf hashes
//   <N>  index in three-digit groups, all but the last with an x: 1234067 is x001/x234/067
//   <W>  width 1..255 of a partial tile, decimal
//
// A tree of 64-bit size has levels 0..7. All functions are callable from any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace fallbuch {

inline constexpr std::uint32_t kTileWidth = 256;
inline constexpr std::uint32_t kTileHeight = 8;         // 2^8 = 256
inline constexpr std::uint32_t kTileLevelMax = 63;      // what a path may name
inline constexpr std::uint32_t kTreeLevelCountMax = 8;  // what a 64-bit size can fill

struct TileId {
    std::uint32_t level = 0;  // 0..63
    std::uint64_t index = 0;
    std::uint32_t width = kTileWidth;  // hashes, 1..256
    bool operator==(const TileId&) const = default;
};

struct BundleId {
    std::uint64_t index = 0;
    std::uint32_t width = kTileWidth;  // entries, 1..256
    bool operator==(const BundleId&) const = default;
};

std::string to_path(const TileId& id);
std::string to_path(const BundleId& id);

// Accept exactly what to_path writes; otherwise invalid.
Result<TileId> parse_tile_path(std::string_view path);
Result<BundleId> parse_bundle_path(std::string_view path);

// How many levels a tree has a tile at: 0 for the empty tree.
std::uint32_t tile_level_count(std::uint64_t tree_size);
// Full tiles at a level. Level 0 counts the full entry bundles too.
std::uint64_t full_tile_count(std::uint32_t level, std::uint64_t tree_size);
// Width of the partial tile at a level, whose index is full_tile_count; 0: there is none.
std::uint32_t partial_tile_width(std::uint32_t level, std::uint64_t tree_size);

// The tile that holds hash `hash_index` of a level, as wide as the tree of that size makes it.
// The tree has that hash.
TileId tile_with_hash(std::uint32_t level, std::uint64_t hash_index, std::uint64_t tree_size);

// The partial tiles of a tree, lowest level first.
std::vector<TileId> partial_tiles(std::uint64_t tree_size);
// The tiles that are full in the newer tree and were not in the older one, lowest level first,
// then by index. old_size <= new_size.
std::vector<TileId> new_full_tiles(std::uint64_t old_size, std::uint64_t new_size);
// All that a checkpoint of the newer size needs and one of the older had not: full, then partial.
std::vector<TileId> new_tiles(std::uint64_t old_size, std::uint64_t new_size);
std::vector<BundleId> new_bundles(std::uint64_t old_size, std::uint64_t new_size);

// Paths of the partial tiles and of the partial bundle of the older tree that may be deleted once
// the newer tree's full tiles exist. old_size <= new_size.
std::vector<std::string> replaced_partials(std::uint64_t old_size, std::uint64_t new_size);

}  // namespace fallbuch
