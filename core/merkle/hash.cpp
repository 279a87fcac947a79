#include "core/merkle/hash.h"

#include <algorithm>
#include <array>

namespace fallbuch {
namespace {

constexpr std::uint8_t kLeafPrefix = 0x00;
constexpr std::uint8_t kNodePrefix = 0x01;

}  // namespace

Digest hash_empty() { return sha256(ByteView{}); }

Digest hash_leaf(ByteView entry) { return sha256({ByteView(&kLeafPrefix, 1), entry}); }

Digest hash_node(const Digest& left, const Digest& right) {
    // One contiguous input: three short updates would cost as much as a compression.
    std::array<std::uint8_t, 1 + 2 * Digest::kBytes> input;
    input[0] = kNodePrefix;
    std::copy(left.bytes.begin(), left.bytes.end(), input.begin() + 1);
    std::copy(right.bytes.begin(), right.bytes.end(), input.begin() + 1 + Digest::kBytes);
    return sha256(input);
}

}  // namespace fallbuch
