#include "core/merkle/frontier.h"

#include <utility>

#include "core/base/assert.h"
#include "core/merkle/hash.h"

namespace fallbuch {

Result<Frontier> Frontier::from_peaks(std::uint64_t leaf_count, std::vector<Digest> peaks) {
    if (peaks.size() != peak_count(leaf_count)) {
        return Error{ErrorCode::corrupt, "frontier: peaks do not fit the leaf count"};
    }
    Frontier frontier;
    frontier.leaf_count_ = leaf_count;
    frontier.peaks_ = std::move(peaks);
    return frontier;
}

void Frontier::append(const Digest& leaf) {
    Digest carried = leaf;
    // Appending is adding one in binary: each trailing set bit is a subtree the new leaf completes.
    for (std::uint64_t bits = leaf_count_; (bits & 1) != 0; bits >>= 1) {
        carried = hash_node(peaks_.back(), carried);
        peaks_.pop_back();
    }
    peaks_.push_back(carried);
    ++leaf_count_;
    LEDGER_ASSERT(peaks_.size() == peak_count(leaf_count_));
}

Digest Frontier::root() const {
    if (peaks_.empty()) return hash_empty();
    Digest root = peaks_.back();
    for (std::size_t i = peaks_.size() - 1; i > 0; --i) root = hash_node(peaks_[i - 1], root);
    return root;
}

}  // namespace fallbuch
