// The right edge of all tile levels, in memory: turns leaves into the tiles and entry bundles of
// tiles.h the moment they are full, and names the root.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/codec/digest.h"
#include "core/merkle/frontier.h"
#include "core/merkle/hash.h"
#include "core/merkle/tile_reader.h"

namespace fallbuch {

// What is to be stored under a path of the log directory.
struct TileFile {
    std::string path;
    Bytes bytes;
};

// One thread at a time. Holds at most 8 tiles and one bundle.
class TileBuilder {
public:
    TileBuilder() = default;  // the empty tree

    // Goes on with a stored tree: reads its partial tiles and its partial bundle (the full ones
    // in their place, if they were deleted) and checks them against each other and the root.
    // corrupt if they do not fit; the errors of read_tile otherwise.
    static Result<TileBuilder> resume(const TreeHead& head, const TileReader& read);

    // Adds the next entry; every tile and bundle that it fills is put behind `completed`.
    // Costs one hash_leaf and amortised one hash_node. invalid, and nothing changed, if the entry
    // is longer than 65,535 bytes.
    Status append(ByteView entry, std::vector<TileFile>& completed) {
        return append(entry, hash_leaf(entry), completed);
    }
    // The same for a caller who has computed leaf = hash_leaf(entry) already.
    Status append(ByteView entry, const Digest& leaf, std::vector<TileFile>& completed);

    // The partial tiles and the partial bundle of the tree as it stands: what a checkpoint needs
    // besides the completed files.
    std::vector<TileFile> partials() const;

    std::uint64_t size() const { return size_; }
    // At most 8 x 8 hash_node.
    Digest root() const { return frontier().root(); }
    TreeHead head() const { return {size_, root()}; }
    // The same right edge as binary peaks.
    Frontier frontier() const;

private:
    // The partial tile of a level: its hashes, and the perfect subtrees that they make.
    struct Edge {
        Bytes hashes;
        Frontier subtrees;
        void append(const Digest& hash);
    };

    Status resume_level(std::uint32_t level, const TreeHead& head, const TileReader& read);
    Status resume_bundle(const TreeHead& head, const TileReader& read);

    // edges_[l].subtrees.leaf_count() == partial_tile_width(l, size_)
    std::uint64_t size_ = 0;
    std::vector<Edge> edges_;
    Bytes bundle_;
};

}  // namespace fallbuch
