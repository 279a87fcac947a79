// How inclusion and consistency proofs are built from stored tiles: RFC 6962 section 2.1, RFC 9162.
//
// A proof of a tree of n leaves reads O(log n) tiles: of each level at most the one on the leaf's
// path and the one on the right edge. The tiles are trusted: check a proof that is handed out
// with verify.h against the signed root. All functions are callable from any thread as far as
// the reader is.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/codec/digest.h"
#include "core/merkle/tile_reader.h"

namespace fallbuch {

// A tree is never deeper, so no proof is longer.
inline constexpr std::size_t kProofHashesMax = 64;

// The siblings on the way from the leaf to the root. invalid if the leaf is not in the tree;
// the errors of read_tile otherwise.
Result<std::vector<Digest>> build_inclusion_proof(Position leaf, std::uint64_t tree_size,
                                                  const TileReader& read);

// What shows that the newer tree begins with the older one; empty if the sizes are equal.
// invalid if the older is empty (there is nothing to show) or larger; otherwise as above.
Result<std::vector<Digest>> build_consistency_proof(std::uint64_t old_size, std::uint64_t new_size,
                                                    const TileReader& read);

// The root of the tree of that size, from its partial tiles.
Result<Digest> read_root(std::uint64_t tree_size, const TileReader& read);

}  // namespace fallbuch
