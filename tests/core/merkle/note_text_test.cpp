#include "core/merkle/note_text.h"

#include <catch2/catch.hpp>
#include <cstdint>
#include <string>

namespace fallbuch {
namespace {

// UTF-8 by definition (RFC 3629 section 3); surrogates too, which it forbids.
std::string utf8_of(std::uint32_t c) {
    const auto rest = [&](unsigned shift) {
        return static_cast<char>(0x80U | (c >> shift & 0x3fU));
    };
    if (c < 0x80) return {static_cast<char>(c)};
    if (c < 0x800) return {static_cast<char>(0xc0U | c >> 6U), rest(0)};
    if (c < 0x10000) return {static_cast<char>(0xe0U | c >> 12U), rest(6), rest(0)};
    return {static_cast<char>(0xf0U | c >> 18U), rest(12), rest(6), rest(0)};
}

bool is_surrogate(std::uint32_t c) { return c >= 0xd800 && c <= 0xdfff; }

// Unicode's property White_Space (PropList.txt).
bool is_white_space(std::uint32_t c) {
    return (c >= 0x09 && c <= 0x0d) || c == 0x20 || c == 0x85 || c == 0xa0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 || c == 0x202f ||
           c == 0x205f || c == 0x3000;
}

TEST_CASE("of all characters a note and a key name allow those of the specification",
          "[core][merkle]") {
    for (std::uint32_t c = 0; c <= 0x110000; ++c) {
        const std::string text = "a" + utf8_of(c) + "b";
        const bool in_note = (c >= 0x20 || c == '\n') && !is_surrogate(c) && c <= 0x10ffff;
        const bool in_name = in_note && !is_white_space(c) && c != '+';
        if (is_note_text(text) == in_note && is_key_name(text) == in_name) continue;
        CAPTURE(c);
        CHECK(is_note_text(text) == in_note);
        CHECK(is_key_name(text) == in_name);
    }
}

TEST_CASE("an empty text is a note's, but nobody's name", "[core][merkle]") {
    CHECK(is_note_text(""));
    CHECK_FALSE(is_key_name(""));
    CHECK_FALSE(is_note_text("a\xc3"));
    CHECK_FALSE(is_key_name("a\xc3"));
}

}  // namespace
}  // namespace fallbuch
