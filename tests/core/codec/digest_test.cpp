#include "core/codec/digest.h"

#include <catch2/catch.hpp>

#include <string>
#include <string_view>

namespace fallbuch {
namespace {

std::string hex(const Digest& digest) {
    std::string text;
    for (const std::uint8_t byte : digest.bytes) {
        constexpr std::string_view kDigits = "0123456789abcdef";
        text += kDigits[byte >> 4];
        text += kDigits[byte & 15];
    }
    return text;
}

TEST_CASE("SHA-256 of abc is the value published in FIPS 180-4", "[core][codec]") {
    CHECK(hex(sha256(as_bytes("abc"))) ==
          "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(sha256({as_bytes("a"), as_bytes("bc")}) == sha256(as_bytes("abc")));
}

TEST_CASE("HMAC-SHA-256 gives the vectors of RFC 4231", "[core][codec]") {
    const Bytes key1(20, 0x0b);
    CHECK(hex(HmacSha256(key1)({as_bytes("Hi There")})) ==
          "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    CHECK(hex(HmacSha256(as_bytes("Jefe"))(
              {as_bytes("what do ya want "), as_bytes("for nothing?")})) ==
          "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    const Bytes long_key(131, 0xaa);
    CHECK(hex(HmacSha256(long_key)(
              {as_bytes("Test Using Larger Than Block-Size Key - Hash Key First")})) ==
          "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

}  // namespace
}  // namespace fallbuch
