#include "core/codec/utf8.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace fallbuch {
namespace {

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xc0U) == 0x80; }

// Bytes of the well-formed character at the start of `text`, 0 if there is none (RFC 3629
// section 4: the second byte's range depends on the first).
std::size_t character_bytes(std::string_view text) {
    const auto at = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned first = at(0);
    if (first < 0x80) return 1;
    if (first < 0xc2 || first > 0xf4) return 0;
    const std::size_t size_bytes = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    if (text.size() < size_bytes) return 0;
    const unsigned second_min = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
    const unsigned second_max = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
    if (at(1) < second_min || at(1) > second_max) return 0;
    const bool rest_fits = std::all_of(
        text.begin() + 2, text.begin() + static_cast<std::ptrdiff_t>(size_bytes), is_continuation);
    return rest_fits ? size_bytes : 0;
}

}  // namespace

bool is_utf8(std::string_view text) {
    constexpr std::uint64_t kHighBits = 0x8080808080808080;
    while (!text.empty()) {
        std::uint64_t bits = 0;
        const std::size_t ahead = std::min(text.size(), sizeof bits);
        std::memcpy(&bits, text.data(), ahead);
        const std::size_t step = (bits & kHighBits) == 0 ? ahead : character_bytes(text);
        if (step == 0) return false;
        text.remove_prefix(step);
    }
    return true;
}

std::size_t count_code_points(std::string_view text) {
    return text.size() -
           static_cast<std::size_t>(std::count_if(text.begin(), text.end(), is_continuation));
}

std::string_view beginning_of(std::string_view text, std::size_t size_bytes_max) {
    constexpr std::size_t kContinuationsMax = 3;
    if (text.size() <= size_bytes_max) return text;
    for (std::size_t cut = 0; cut <= std::min(kContinuationsMax, size_bytes_max); ++cut) {
        if (!is_continuation(text[size_bytes_max - cut])) {
            return text.substr(0, size_bytes_max - cut);
        }
    }
    return text.substr(0, size_bytes_max);
}

std::string shorten(std::string_view text, std::size_t code_points_max) {
    std::string out;
    std::size_t count = 0;
    for (const char c : text) {
        if (!is_continuation(c) && ++count > code_points_max) return out + "…";
        const bool control = static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
        out += control ? ' ' : c;
    }
    return out;
}

}  // namespace fallbuch
