#include "core/merkle/proof.h"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <map>
#include <string>
#include <utility>

#include "core/base/bytes.h"
#include "core/merkle/hash.h"
#include "core/merkle/tiles.h"

namespace fallbuch {
namespace {

struct LeafRange {
    std::uint64_t begin;
    std::uint64_t end;
    std::uint64_t size() const { return end - begin; }
    // RFC 6962: the left subtree has the largest power of two below the size.
    std::uint64_t split() const { return begin + std::bit_floor(size() - 1); }
};

// Reads each tile of one tree once, for one proof.
class TreeReader {
public:
    TreeReader(std::uint64_t tree_size, const TileReader& read)
        : tree_size_(tree_size), read_(read) {}

    // MTH(D[begin:end]) for a range that RFC 6962 splits off; not empty.
    Result<Digest> hash_of(LeafRange range) {
        if (std::has_single_bit(range.size())) return perfect(range);
        ASSIGN_OR_RETURN(const Digest left, perfect({range.begin, range.split()}));
        ASSIGN_OR_RETURN(const Digest right, hash_of({range.split(), range.end}));
        return hash_node(left, right);
    }

private:
    // A perfect subtree is a run of hashes in one tile of the highest level that still has it.
    Result<Digest> perfect(LeafRange range) {
        const auto height = static_cast<std::uint32_t>(std::countr_zero(range.size()));
        const std::uint32_t level = height / kTileHeight;
        const std::uint64_t first = range.begin >> (level * kTileHeight);
        const std::size_t count = std::size_t{1} << (height % kTileHeight);
        ASSIGN_OR_RETURN(const Bytes* tile, tile_at(tile_with_hash(level, first, tree_size_)));

        std::vector<Digest> row(count);
        const std::uint8_t* source = tile->data() + first % kTileWidth * Digest::kBytes;
        for (Digest& hash : row) {
            std::copy_n(source, Digest::kBytes, hash.bytes.begin());
            source += Digest::kBytes;
        }
        for (; row.size() > 1; row.resize(row.size() / 2)) {
            for (std::size_t i = 0; i < row.size(); i += 2)
                row[i / 2] = hash_node(row[i], row[i + 1]);
        }
        return row[0];
    }

    Result<const Bytes*> tile_at(const TileId& id) {
        const auto key = std::make_pair(id.level, id.index);
        auto known = tiles_.find(key);
        if (known == tiles_.end()) {
            ASSIGN_OR_RETURN(Bytes bytes, read_tile(read_, id));
            known = tiles_.emplace(key, std::move(bytes)).first;
        }
        return &known->second;
    }

    std::uint64_t tree_size_;
    const TileReader& read_;
    std::map<std::pair<std::uint32_t, std::uint64_t>, Bytes> tiles_;
};

}  // namespace

// Both builders walk down from the root and note what they leave aside; a proof lists it upwards.

Result<std::vector<Digest>> build_inclusion_proof(Position leaf, std::uint64_t tree_size,
                                                  const TileReader& read) {
    if (leaf.value >= tree_size) {
        return Error{ErrorCode::invalid, "inclusion proof: the leaf is not in the tree (index " +
                                             std::to_string(leaf.value) + ", size " +
                                             std::to_string(tree_size) + ")"};
    }
    TreeReader tree(tree_size, read);
    std::vector<Digest> proof;
    LeafRange range{0, tree_size};
    while (range.size() > 1) {
        const LeafRange left{range.begin, range.split()};
        const LeafRange right{range.split(), range.end};
        const bool goes_left = leaf.value < right.begin;
        ASSIGN_OR_RETURN(const Digest aside, tree.hash_of(goes_left ? right : left));
        proof.push_back(aside);
        range = goes_left ? left : right;
    }
    std::reverse(proof.begin(), proof.end());
    return proof;
}

Result<std::vector<Digest>> build_consistency_proof(std::uint64_t old_size, std::uint64_t new_size,
                                                    const TileReader& read) {
    if (old_size == 0 || old_size > new_size) {
        return Error{ErrorCode::invalid, "consistency proof: the older size is 0 or the larger (" +
                                             std::to_string(old_size) + ", " +
                                             std::to_string(new_size) + ")"};
    }
    TreeReader tree(new_size, read);
    std::vector<Digest> proof;
    LeafRange range{0, new_size};
    while (range.end != old_size) {
        const LeafRange left{range.begin, range.split()};
        const LeafRange right{range.split(), range.end};
        const bool goes_left = old_size <= right.begin;
        ASSIGN_OR_RETURN(const Digest aside, tree.hash_of(goes_left ? right : left));
        proof.push_back(aside);
        range = goes_left ? left : right;
    }
    // A subtree that starts at 0 is the older tree itself, which the verifier knows.
    if (range.begin != 0) {
        ASSIGN_OR_RETURN(const Digest last, tree.hash_of(range));
        proof.push_back(last);
    }
    std::reverse(proof.begin(), proof.end());
    return proof;
}

Result<Digest> read_root(std::uint64_t tree_size, const TileReader& read) {
    if (tree_size == 0) return hash_empty();
    return TreeReader(tree_size, read).hash_of({0, tree_size});
}

}  // namespace fallbuch
