#include "core/codec/base64.h"

#include <catch2/catch.hpp>

#include <cstdint>
#include <random>
#include <string>

namespace fallbuch {
namespace {

TEST_CASE("base64 gives the vectors of RFC 4648", "[core][codec]") {
    const auto [bytes, text] = GENERATE(table<std::string, std::string>({{"", ""},
                                                                         {"f", "Zg=="},
                                                                         {"fo", "Zm8="},
                                                                         {"foo", "Zm9v"},
                                                                         {"foob", "Zm9vYg=="},
                                                                         {"fooba", "Zm9vYmE="},
                                                                         {"foobar", "Zm9vYmFy"},
                                                                         {"\xfb\xff", "+/8="}}));
    CHECK(to_base64(as_bytes(bytes)) == text);
    CHECK(as_text(from_base64(text).value()) == bytes);
}

TEST_CASE("base64 that could be written differently is refused", "[core][codec]") {
    const std::string text = GENERATE(
        "Z", "Zg", "Zg=", "Zm9", "Zg==Zg==", "=", "====", "A===", "Z===", "Zh==", "Zm9=", "Zm8\n",
        " Zg=", "Zm8-", "Zm8_", "Zg= =", "Zm9vY=g=", "Zm9v\n", "Z\xc3\xa4=");
    CAPTURE(text);
    const auto bytes = from_base64(text);
    REQUIRE_FALSE(bytes);
    CHECK(bytes.error().code == ErrorCode::invalid);
    CHECK(bytes.error().message.find(text) == std::string::npos);
}

TEST_CASE("every string of bytes survives base64, and no other text gives it", "[core][codec]") {
    const auto seed = std::random_device{}();
    INFO("seed " << seed);
    std::mt19937 random(seed);
    for (std::size_t size = 0; size < 200; ++size) {
        Bytes bytes(size);
        for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random());
        std::string text = to_base64(bytes);
        REQUIRE(from_base64(text).value() == bytes);
        if (text.empty()) continue;
        char& changed = text[random() % text.size()];
        changed = changed == 'A' ? 'B' : 'A';
        const auto other = from_base64(text);
        REQUIRE((!other || *other != bytes));
    }
}

TEST_CASE("a hash in base64 has 32 bytes", "[core][codec]") {
    const Digest hash = sha256(as_bytes("abc"));
    CHECK(digest_from_base64(to_base64(hash.view())).value() == hash);
    const std::size_t size = GENERATE(0, 31, 33);
    const auto refused = digest_from_base64(to_base64(Bytes(size)));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::invalid);
    CHECK_FALSE(digest_from_base64("?"));
}

}  // namespace
}  // namespace fallbuch
