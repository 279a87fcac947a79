#include "core/merkle/tile_builder.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "core/base/assert.h"
#include "core/merkle/entry_bundle.h"
#include "core/merkle/tiles.h"

namespace fallbuch {

void TileBuilder::Edge::append(const Digest& hash) {
    if (hashes.capacity() == 0) hashes.reserve(kTileWidth * Digest::kBytes);
    fallbuch::append(hashes, hash.view());
    subtrees.append(hash);
}

Status TileBuilder::append(ByteView entry, const Digest& leaf, std::vector<TileFile>& completed) {
    RETURN_IF_ERROR(append_entry(bundle_, entry));
    ++size_;
    Digest carried = leaf;
    for (std::uint32_t level = 0;; ++level) {
        if (level == edges_.size()) edges_.emplace_back();
        Edge& edge = edges_[level];
        edge.append(carried);
        if (edge.subtrees.leaf_count() < kTileWidth) break;
        // A full tile is one perfect subtree: its root is the next hash of the level above.
        carried = edge.subtrees.peaks().front();
        const TileId id{level, full_tile_count(level, size_) - 1, kTileWidth};
        completed.push_back({to_path(id), std::move(edge.hashes)});
        edge = Edge{};
    }
    LEDGER_ASSERT(edges_[0].subtrees.leaf_count() == partial_tile_width(0, size_));
    if (partial_tile_width(0, size_) != 0) return {};

    const std::size_t bundle_bytes = bundle_.size();
    const BundleId id{full_tile_count(0, size_) - 1, kTileWidth};
    completed.push_back({to_path(id), std::move(bundle_)});
    bundle_ = Bytes{};
    // The next bundle will be about as long.
    bundle_.reserve(bundle_bytes);
    return {};
}

std::vector<TileFile> TileBuilder::partials() const {
    std::vector<TileFile> files;
    for (const TileId& id : partial_tiles(size_)) {
        files.push_back({to_path(id), edges_[id.level].hashes});
        if (id.level == 0) files.push_back({to_path(BundleId{id.index, id.width}), bundle_});
    }
    return files;
}

Frontier TileBuilder::frontier() const {
    std::vector<Digest> peaks;
    for (std::size_t level = edges_.size(); level-- > 0;) {
        const std::vector<Digest>& more = edges_[level].subtrees.peaks();
        peaks.insert(peaks.end(), more.begin(), more.end());
    }
    auto frontier = Frontier::from_peaks(size_, std::move(peaks));
    LEDGER_ASSERT(frontier.has_value());
    return *std::move(frontier);
}

Result<TileBuilder> TileBuilder::resume(const TreeHead& head, const TileReader& read) {
    TileBuilder builder;
    builder.size_ = head.size;
    builder.edges_.resize(tile_level_count(head.size));
    for (std::uint32_t level = 0; level < builder.edges_.size(); ++level) {
        RETURN_IF_ERROR(builder.resume_level(level, head, read));
    }
    RETURN_IF_ERROR(builder.resume_bundle(head, read));
    if (builder.root() != head.root) {
        return Error{ErrorCode::corrupt, "tiles: they do not lead to the root (size " +
                                             std::to_string(head.size) + ")"};
    }
    return builder;
}

Status TileBuilder::resume_level(std::uint32_t level, const TreeHead& head,
                                 const TileReader& read) {
    const std::uint32_t width = partial_tile_width(level, head.size);
    if (width == 0) return {};
    const TileId id{level, full_tile_count(level, head.size), width};
    ASSIGN_OR_RETURN(const Bytes hashes, read_tile(read, id));
    for (std::size_t start = 0; start < hashes.size(); start += Digest::kBytes) {
        Digest hash;
        std::copy_n(hashes.begin() + static_cast<std::ptrdiff_t>(start), Digest::kBytes,
                    hash.bytes.begin());
        edges_[level].append(hash);
    }
    return {};
}

Status TileBuilder::resume_bundle(const TreeHead& head, const TileReader& read) {
    const std::uint32_t width = partial_tile_width(0, head.size);
    if (width == 0) return {};
    const BundleId id{full_tile_count(0, head.size), width};
    ASSIGN_OR_RETURN(bundle_, read_bundle(read, id));
    ASSIGN_OR_RETURN(const std::vector<ByteView> entries, parse_bundle(bundle_));
    Bytes leaves;
    for (const ByteView entry : entries) fallbuch::append(leaves, hash_leaf(entry).view());
    if (leaves != edges_[0].hashes) {
        return Error{ErrorCode::corrupt, to_path(id) + ": an entry does not fit its leaf hash"};
    }
    return {};
}

}  // namespace fallbuch
