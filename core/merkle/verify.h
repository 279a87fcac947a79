// How a stranger checks a proof, knowing nothing but two hashes: RFC 9162 sections 2.1.3.2 and
// 2.1.4.2 (the trees and proofs are those of RFC 6962). No I/O; callable from any thread.
#pragma once

#include <span>

#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/codec/digest.h"
#include "core/merkle/hash.h"

namespace fallbuch {

// Success if the proof shows that the tree has that leaf hash at that position; otherwise invalid.
Status verify_inclusion(Position leaf, const Digest& leaf_hash, std::span<const Digest> proof,
                        const TreeHead& head);

// Success if the proof shows that the newer tree begins with all leaves of the older one;
// otherwise invalid. Equal sizes need equal roots and an empty proof. Nothing can be shown
// from an empty tree to another, so that is refused; so is an empty tree with a wrong root.
Status verify_consistency(const TreeHead& older, const TreeHead& newer,
                          std::span<const Digest> proof);

}  // namespace fallbuch
