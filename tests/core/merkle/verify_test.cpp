#include "core/merkle/verify.h"

#include <catch2/catch.hpp>

#include <cstdint>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "core/base/bytes.h"
#include "core/codec/base64.h"
#include "core/codec/hex.h"
#include "tests/core/merkle/merkle_model.h"
#include "tests/support/shared_data.h"

namespace fallbuch {
namespace {

using namespace testing;
using Json = nlohmann::json;

// The proof of a vector; nothing if an element is no hash, which no caller could hand over.
std::optional<std::vector<Digest>> proof_of(const Json& vector) {
    std::vector<Digest> proof;
    if (vector.at("proof").is_null()) return proof;
    for (const Json& text : vector.at("proof")) {
        const auto hash = digest_from_base64(text.get<std::string>());
        if (!hash) return std::nullopt;
        proof.push_back(*hash);
    }
    return proof;
}

bool inclusion_holds(const Json& vector) {
    const auto proof = proof_of(vector);
    const auto leaf = digest_from_base64(vector.at("leafHash").get<std::string>());
    const auto root = digest_from_base64(vector.at("root").get<std::string>());
    if (!proof || !leaf || !root) return false;
    const Position index{vector.at("leafIdx").get<std::uint64_t>()};
    const TreeHead head{vector.at("treeSize").get<std::uint64_t>(), *root};
    return verify_inclusion(index, *leaf, *proof, head).has_value();
}

// A root of a consistency vector. Some are words ("dont care 1"), also in a case that must hold:
// equal words become equal hashes, to which no proof leads.
Digest root_of(const Json& vector, const char* field) {
    const Bytes bytes = from_base64(vector.at(field).get<std::string>()).value();
    return bytes.size() == Digest::kBytes ? digest(to_hex(bytes)) : sha256(bytes);
}

bool consistency_holds(const Json& vector) {
    const auto proof = proof_of(vector);
    if (!proof) return false;
    const TreeHead older{vector.at("size1").get<std::uint64_t>(), root_of(vector, "root1")};
    const TreeHead newer{vector.at("size2").get<std::uint64_t>(), root_of(vector, "root2")};
    return verify_consistency(older, newer, *proof).has_value();
}

TEST_CASE("all inclusion vectors of transparency-dev are judged as published", "[core][merkle]") {
    const auto path = shared_data("data/vectors/rfc6962-inclusion.json");
    if (!path) return;
    const Json vectors = Json::parse(read_text(*path));
    CHECK(vectors.size() == 98);
    for (const Json& vector : vectors) {
        CAPTURE(vector.at("file").get<std::string>());
        CHECK(inclusion_holds(vector) == !vector.at("wantErr").get<bool>());
    }
}

TEST_CASE("all consistency vectors of transparency-dev are judged as published", "[core][merkle]") {
    const auto path = shared_data("data/vectors/rfc6962-consistency.json");
    if (!path) return;
    const Json vectors = Json::parse(read_text(*path));
    CHECK(vectors.size() == 98);
    for (const Json& vector : vectors) {
        CAPTURE(vector.at("file").get<std::string>());
        CHECK(consistency_holds(vector) == !vector.at("wantErr").get<bool>());
    }
}

const std::vector<Digest> kReferenceInclusion = {
    digest("bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"),
    digest("ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"),
    digest("d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7")};
const std::vector<Digest> kReferenceConsistency = {
    digest("0298d122906dcfc10892cb53a73992fc5b9f493ea4c9badb27b791b4127a7fe7"),
    digest("07506a85fd9dd2f120eb694f86011e5bb4662e5c415a62917033d4a9624487e7"),
    digest("fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"),
    digest("837dbb152e9b079010717e84e865da4ebc0fa198a806d59d31bf15accef22d0e")};

TEST_CASE("the published proofs of the reference tree hold", "[core][merkle]") {
    const TreeHead head{8,
                        digest("5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328")};
    const Digest leaf = hash_leaf(from_hex("40414243").value());
    CHECK(verify_inclusion(Position{5}, leaf, kReferenceInclusion, head));
    CHECK_FALSE(verify_inclusion(Position{4}, leaf, kReferenceInclusion, head));

    const TreeHead older{
        3, digest("aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77")};
    const TreeHead newer{
        7, digest("ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c")};
    CHECK(verify_consistency(older, newer, kReferenceConsistency));
    CHECK_FALSE(verify_consistency(newer, older, kReferenceConsistency));
}

TEST_CASE("a leaf outside the tree is refused, also the last of 64 bits", "[core][merkle]") {
    const Digest leaf = some_entry(0);
    const std::uint64_t index =
        GENERATE(as<std::uint64_t>{}, 1, 2, std::numeric_limits<std::uint64_t>::max());
    const auto status = verify_inclusion(Position{index}, leaf, {}, {1, leaf});
    REQUIRE_FALSE(status);
    CHECK(status.error().code == ErrorCode::invalid);
    CHECK_FALSE(verify_inclusion(Position{0}, leaf, {}, {0, hash_empty()}));
    CHECK(verify_inclusion(Position{0}, leaf, {}, {1, leaf}));
}

TEST_CASE("the empty tree proves nothing about another", "[core][merkle]") {
    const Digest root = some_entry(1);
    CHECK(verify_consistency({0, hash_empty()}, {0, hash_empty()}, {}));
    const auto status = verify_consistency({0, hash_empty()}, {1, root}, {});
    REQUIRE_FALSE(status);
    CHECK(status.error().code == ErrorCode::invalid);
    CHECK_FALSE(verify_consistency({0, hash_empty()}, {0, root}, {}));
    CHECK_FALSE(verify_consistency({0, root}, {0, root}, {}));
}

TEST_CASE("equal sizes are consistent if the roots are equal and nothing is added",
          "[core][merkle]") {
    const std::vector<Digest> surplus = {some_entry(2)};
    const TreeHead head{5, some_entry(1)};
    CHECK(verify_consistency(head, head, {}));
    CHECK_FALSE(verify_consistency(head, head, surplus));
    CHECK_FALSE(verify_consistency(head, {5, some_entry(2)}, {}));
}

// All proofs that differ from `proof` by one flipped bit, one element less or one more.
std::vector<std::vector<Digest>> damaged(const std::vector<Digest>& proof) {
    std::vector<std::vector<Digest>> all;
    for (std::size_t i = 0; i <= proof.size(); ++i) {
        const auto place = static_cast<std::ptrdiff_t>(i);
        auto longer = proof;
        longer.insert(longer.begin() + place, some_entry(77));
        all.push_back(longer);
        if (i == proof.size()) continue;
        longer[i] = proof[i];  // the same hash twice
        all.push_back(longer);
        auto shorter = proof;
        shorter.erase(shorter.begin() + place);
        all.push_back(shorter);
        for (std::size_t bit = 0; bit < 256; bit += 17) {
            auto flipped = proof;
            flipped[i].bytes[bit / 8] ^= static_cast<std::uint8_t>(1u << bit % 8);
            all.push_back(flipped);
        }
    }
    return all;
}

TEST_CASE("no damaged proof, leaf, root or place is accepted", "[core][merkle]") {
    constexpr std::size_t kSize = 34;
    NaiveTree tree(some_leaves(kSize));
    for (std::size_t size = 1; size <= kSize; ++size) {
        for (std::size_t number = 0; number < size; ++number) {
            CAPTURE(number, size);
            const TreeHead head = tree.head(size);
            const Digest leaf = tree.root(number, number + 1);
            const auto inclusion = tree.path(number, 0, size);
            REQUIRE(verify_inclusion(Position{number}, leaf, inclusion, head));
            for (const auto& wrong : damaged(inclusion)) {
                REQUIRE_FALSE(verify_inclusion(Position{number}, leaf, wrong, head));
            }
            REQUIRE_FALSE(verify_inclusion(Position{number}, some_entry(5), inclusion, head));
            REQUIRE_FALSE(
                verify_inclusion(Position{number}, leaf, inclusion, {size, some_entry(5)}));
            for (std::size_t other = 0; other < size; ++other) {
                const bool holds =
                    verify_inclusion(Position{other}, leaf, inclusion, head).has_value();
                REQUIRE(holds == (other == number));
            }

            const TreeHead older = tree.head(number + 1);
            const auto consistency = tree.consistency(number + 1, size);
            REQUIRE(verify_consistency(older, head, consistency));
            for (const auto& wrong : damaged(consistency)) {
                REQUIRE_FALSE(verify_consistency(older, head, wrong));
            }
            REQUIRE_FALSE(verify_consistency({older.size, some_entry(5)}, head, consistency));
            REQUIRE_FALSE(verify_consistency(older, {size, some_entry(5)}, consistency));
        }
    }
}

}  // namespace
}  // namespace fallbuch
