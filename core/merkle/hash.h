// What the tree hashes: the three functions of RFC 6962 section 2.1.
//
//   empty tree   SHA-256("")
//   leaf         SHA-256(0x00 || entry)
//   node         SHA-256(0x01 || left || right)
//
// The first byte keeps an entry from being taken for an inner node.
#pragma once

#include <cstdint>

#include "core/base/bytes.h"
#include "core/codec/digest.h"

namespace fallbuch {

// Callable from any thread, as all three.
Digest hash_empty();
Digest hash_leaf(ByteView entry);
Digest hash_node(const Digest& left, const Digest& right);

// A tree of `size` leaves and the hash that names it.
struct TreeHead {
    std::uint64_t size = 0;
    Digest root;
    bool operator==(const TreeHead&) const = default;
};

}  // namespace fallbuch
