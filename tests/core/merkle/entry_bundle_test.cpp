#include "core/merkle/entry_bundle.h"

#include <catch2/catch.hpp>

#include <string>

#include "core/codec/hex.h"

namespace fallbuch {
namespace {

Bytes bundle_of(std::size_t count) {
    Bytes bundle;
    for (std::size_t i = 0; i < count; ++i) {
        REQUIRE(append_entry(bundle, as_bytes(std::to_string(i))));
    }
    return bundle;
}

TEST_CASE("a bundle is lengths and entries", "[core][merkle]") {
    Bytes bundle;
    REQUIRE(append_entry(bundle, as_bytes("one")));
    REQUIRE(append_entry(bundle, {}));
    REQUIRE(append_entry(bundle, Bytes(258, 0xaa)));
    CHECK(to_hex(ByteView(bundle).first(10)) ==
          "00036f6e650000"
          "0102aa");
    const auto entries = parse_bundle(bundle).value();
    REQUIRE(entries.size() == 3);
    CHECK(as_text(entries[0]) == "one");
    CHECK(entries[1].empty());
    CHECK(entries[2].size() == 258);
}

TEST_CASE("an entry may have 65,535 bytes and no more", "[core][merkle]") {
    Bytes bundle;
    REQUIRE(append_entry(bundle, Bytes(65535, 1)));
    CHECK(parse_bundle(bundle).value().at(0).size() == 65535);
    const Bytes before = bundle;
    const auto refused = append_entry(bundle, Bytes(65536, 1));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::invalid);
    CHECK(bundle == before);
}

TEST_CASE("a bundle that is cut anywhere but between entries is corrupt", "[core][merkle]") {
    const Bytes bundle = bundle_of(12);
    for (std::size_t size = 0; size <= bundle.size(); ++size) {
        CAPTURE(size);
        const bool between = size > 0 && (size <= 30 ? size % 3 == 0 : (size - 30) % 4 == 0);
        const auto entries = parse_bundle(ByteView(bundle).first(size));
        REQUIRE(entries.has_value() == between);
        if (!entries) CHECK(entries.error().code == ErrorCode::corrupt);
    }
}

TEST_CASE("a bundle holds at most 256 entries", "[core][merkle]") {
    CHECK(parse_bundle(bundle_of(256)).value().size() == 256);
    const auto surplus = parse_bundle(bundle_of(257));
    REQUIRE_FALSE(surplus);
    CHECK(surplus.error().code == ErrorCode::corrupt);
}

}  // namespace
}  // namespace fallbuch
