#include "core/codec/hex.h"

#include <catch2/catch.hpp>

#include <string>

namespace fallbuch {
namespace {

TEST_CASE("hex writes two lower-case digits a byte", "[core][codec]") {
    const Bytes bytes = {0x00, 0x01, 0x7f, 0x80, 0xab, 0xff};
    CHECK(to_hex(bytes) == "00017f80abff");
    CHECK(from_hex("00017f80abff").value() == bytes);
    CHECK(to_hex(Bytes{}).empty());
    CHECK(from_hex("").value().empty());
}

TEST_CASE("hex that could be written differently is refused", "[core][codec]") {
    const std::string text = GENERATE("0", "000", "AB", "0x", " 0", "g0", "0g", "0\n", "\xc3\xa4");
    CAPTURE(text);
    const auto bytes = from_hex(text);
    REQUIRE_FALSE(bytes);
    CHECK(bytes.error().code == ErrorCode::invalid);
}

TEST_CASE("a hash in hex has 32 bytes", "[core][codec]") {
    const Digest hash = sha256(as_bytes("abc"));
    CHECK(digest_from_hex(to_hex(hash.view())).value() == hash);
    const std::size_t size = GENERATE(0, 31, 33);
    const auto refused = digest_from_hex(to_hex(Bytes(size)));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::invalid);
    CHECK_FALSE(digest_from_hex("0g"));
}

}  // namespace
}  // namespace fallbuch
