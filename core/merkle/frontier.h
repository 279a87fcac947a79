// The right edge of an append-only RFC 6962 tree: the least a writer must keep
// to add a leaf and to name the root.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/base/result.h"
#include "core/codec/digest.h"

namespace fallbuch {

// How many perfect subtrees a tree of `leaf_count` leaves is made of.
constexpr std::size_t peak_count(std::uint64_t leaf_count) {
    return static_cast<std::size_t>(std::popcount(leaf_count));
}

// A value; one thread at a time.
class Frontier {
public:
    Frontier() = default;  // the empty tree

    // Rebuilds a frontier read back from disk; corrupt if the peaks cannot belong to the size.
    static Result<Frontier> from_peaks(std::uint64_t leaf_count, std::vector<Digest> peaks);

    // Adds a leaf by its leaf hash; amortised one hash_node.
    void append(const Digest& leaf);
    // RFC 6962 section 2.1; one hash_node for each peak but the last.
    Digest root() const;
    std::uint64_t leaf_count() const { return leaf_count_; }
    const std::vector<Digest>& peaks() const { return peaks_; }

private:
    // One perfect subtree for each set bit of leaf_count_, tallest first.
    std::uint64_t leaf_count_ = 0;
    std::vector<Digest> peaks_;
};

}  // namespace fallbuch
