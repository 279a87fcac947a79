#include "core/merkle/verify.h"

#include <bit>
#include <cstdint>
#include <string>

namespace fallbuch {
namespace {

// The way upwards from a node in a tree whose last node of that row is `last`.
struct Climb {
    std::uint64_t index;
    std::uint64_t last;

    bool at_root() const { return last == 0; }

    // Whether the next proof hash is a left sibling. The last node of a row has no right one: it
    // rises until it is a right child, or the only node.
    bool sibling_is_left() {
        if ((index & 1) == 0 && index != last) return false;
        while ((index & 1) == 0 && index != 0) rise();
        return true;
    }
    void rise() {
        index >>= 1;
        last >>= 1;
    }
};

Error refused(const char* what, const char* why, std::uint64_t first, std::uint64_t second) {
    return Error{ErrorCode::invalid, std::string(what) + ": " + why + " (" + std::to_string(first) +
                                         ", " + std::to_string(second) + ")"};
}

}  // namespace

Status verify_inclusion(Position leaf, const Digest& leaf_hash, std::span<const Digest> proof,
                        const TreeHead& head) {
    const auto refuse = [&](const char* why) {
        return refused("inclusion proof", why, leaf.value, head.size);
    };
    if (leaf.value >= head.size) return refuse("the leaf is not in the tree");
    Climb climb{leaf.value, head.size - 1};
    Digest root = leaf_hash;
    for (const Digest& sibling : proof) {
        if (climb.at_root()) return refuse("it is too long");
        root = climb.sibling_is_left() ? hash_node(sibling, root) : hash_node(root, sibling);
        climb.rise();
    }
    if (!climb.at_root()) return refuse("it is too short");
    if (root != head.root) return refuse("it does not lead to the root");
    return {};
}

Status verify_consistency(const TreeHead& older, const TreeHead& newer,
                          std::span<const Digest> proof) {
    const auto refuse = [&](const char* why) {
        return refused("consistency proof", why, older.size, newer.size);
    };
    if (older.size > newer.size) return refuse("the older tree is larger");
    if (older.size == 0 && older.root != hash_empty())
        return refuse("an empty tree's root is wrong");
    if (older.size == newer.size) {
        if (!proof.empty()) return refuse("equal sizes have an empty proof");
        if (older.root != newer.root) return refuse("equal sizes have different roots");
        return {};
    }
    if (older.size == 0) return refuse("nothing can be shown from an empty tree");

    // The climb starts at the last perfect subtree of the older tree. If that is the whole of it,
    // the verifier knows its hash; otherwise the proof begins with it.
    Climb climb{older.size - 1, newer.size - 1};
    while ((climb.index & 1) != 0) climb.rise();
    Digest start = older.root;
    if (!std::has_single_bit(older.size)) {
        if (proof.empty()) return refuse("it is too short");
        start = proof.front();
        proof = proof.subspan(1);
    }
    Digest old_root = start;
    Digest new_root = start;
    for (const Digest& sibling : proof) {
        if (climb.at_root()) return refuse("it is too long");
        if (climb.sibling_is_left()) {
            old_root = hash_node(sibling, old_root);
            new_root = hash_node(sibling, new_root);
        } else {
            new_root = hash_node(new_root, sibling);
        }
        climb.rise();
    }
    if (!climb.at_root()) return refuse("it is too short");
    if (old_root != older.root) return refuse("it does not lead to the older root");
    if (new_root != newer.root) return refuse("it does not lead to the newer root");
    return {};
}

}  // namespace fallbuch
