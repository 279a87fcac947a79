#include "core/merkle/hash.h"

#include <catch2/catch.hpp>

#include "tests/core/merkle/merkle_model.h"

namespace fallbuch {
namespace {

using testing::digest;

TEST_CASE("leaves, nodes and the empty tree hash as published for RFC 6962", "[core][merkle]") {
    CHECK(hash_empty() ==
          digest("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
    CHECK(hash_leaf({}) ==
          digest("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"));
    CHECK(hash_leaf(as_bytes("L123456")) ==
          digest("395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56"));
}

TEST_CASE("a node is the hash of 01 and both children in their order", "[core][merkle]") {
    const Digest left = sha256(as_bytes("left"));
    const Digest right = sha256(as_bytes("right"));
    const Bytes prefix = {0x01};
    CHECK(hash_node(left, right) == sha256({prefix, left.view(), right.view()}));
    CHECK(hash_node(left, right) != hash_node(right, left));
}

}  // namespace
}  // namespace fallbuch
