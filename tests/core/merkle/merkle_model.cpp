#include "tests/core/merkle/merkle_model.h"

#include <catch2/catch.hpp>

#include <bit>

#include "core/base/result.h"
#include "core/merkle/hash.h"

namespace fallbuch::testing {

Digest some_entry(std::uint64_t index) {
    return sha256(as_bytes("entry " + std::to_string(index)));
}

std::vector<Digest> some_leaves(std::size_t count) {
    std::vector<Digest> leaves;
    for (std::size_t i = 0; i < count; ++i) leaves.push_back(hash_leaf(some_entry(i).view()));
    return leaves;
}

Digest NaiveTree::root(std::size_t begin, std::size_t end) {
    if (begin == end) return hash_empty();
    if (end - begin == 1) return leaves_.at(begin);
    const auto known = roots_.find({begin, end});
    if (known != roots_.end()) return known->second;
    const std::size_t split = begin + std::bit_floor(end - begin - 1);
    const Digest hash = hash_node(root(begin, split), root(split, end));
    roots_.emplace(std::make_pair(begin, end), hash);
    return hash;
}

std::vector<Digest> NaiveTree::path(std::size_t leaf, std::size_t begin, std::size_t end) {
    if (end - begin == 1) return {};
    const std::size_t split = begin + std::bit_floor(end - begin - 1);
    const bool left = leaf < split;
    std::vector<Digest> proof = left ? path(leaf, begin, split) : path(leaf, split, end);
    proof.push_back(left ? root(split, end) : root(begin, split));
    return proof;
}

std::vector<Digest> NaiveTree::consistency(std::size_t old_size, std::size_t new_size) {
    return subproof(old_size, 0, new_size, true);
}

// `m` counts the older leaves in the range; `known`: the verifier has the root of the range.
std::vector<Digest> NaiveTree::subproof(std::size_t m, std::size_t begin, std::size_t end,
                                        bool known) {
    if (m == end - begin) return known ? std::vector<Digest>{} : std::vector{root(begin, end)};
    const std::size_t k = std::bit_floor(end - begin - 1);
    const bool left = m <= k;
    std::vector<Digest> proof =
        left ? subproof(m, begin, begin + k, known) : subproof(m - k, begin + k, end, false);
    proof.push_back(left ? root(begin + k, end) : root(begin, begin + k));
    return proof;
}

void MemoryLog::append(ByteView entry) {
    std::vector<TileFile> completed;
    REQUIRE(builder.append(entry, completed));
    for (TileFile& file : completed) files[file.path] = std::move(file.bytes);
}

void MemoryLog::append_some(std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) append(some_entry(builder.size()).view());
}

void MemoryLog::publish() {
    for (TileFile& file : builder.partials()) files[file.path] = std::move(file.bytes);
}

TileReader MemoryLog::reader() const {
    return [this](const std::string& path) -> Result<Bytes> {
        const auto found = files.find(path);
        if (found == files.end()) return Error{ErrorCode::not_found, "no such file"};
        return found->second;
    };
}

const std::vector<std::string> kGoldenEntries = {
    "one",  "two", "three",  "four",  "five",     "six",     "seven", "eit",
    "nain", "ten", "ileven", "twelf", "threeten", "fourten", "fivten"};

}  // namespace fallbuch::testing
