#include "core/merkle/note_text.h"

#include <cstddef>
#include <cstdint>

namespace fallbuch {
namespace {

// How a first byte of UTF-8 announces its character (RFC 3629).
struct Lead {
    std::size_t byte_count;
    std::uint32_t bits;
    std::uint32_t least;  // smaller characters must be written shorter
};

std::optional<Lead> read_lead(std::uint8_t byte) {
    if (byte < 0x80) return Lead{1, byte, 0};
    if ((byte & 0xe0) == 0xc0) return Lead{2, byte & 0x1fu, 0x80};
    if ((byte & 0xf0) == 0xe0) return Lead{3, byte & 0x0fu, 0x800};
    if ((byte & 0xf8) == 0xf0) return Lead{4, byte & 0x07u, 0x10000};
    return std::nullopt;
}

// Cuts one character off a text that is not empty; nothing if it is not valid UTF-8.
std::optional<char32_t> take_character(std::string_view& text) {
    const auto lead = read_lead(static_cast<std::uint8_t>(text.front()));
    if (!lead || lead->byte_count > text.size()) return std::nullopt;
    std::uint32_t value = lead->bits;
    for (std::size_t i = 1; i < lead->byte_count; ++i) {
        const auto byte = static_cast<std::uint8_t>(text[i]);
        if ((byte & 0xc0) != 0x80) return std::nullopt;
        value = value << 6 | (byte & 0x3fu);
    }
    const bool surrogate = value >= 0xd800 && value <= 0xdfff;
    if (value < lead->least || value > 0x10ffff || surrogate) return std::nullopt;
    text.remove_prefix(lead->byte_count);
    return static_cast<char32_t>(value);
}

// Unicode property White_Space.
bool is_space(char32_t c) {
    return (c >= 0x09 && c <= 0x0d) || c == 0x20 || c == 0x85 || c == 0xa0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 || c == 0x202f ||
           c == 0x205f || c == 0x3000;
}

template <typename Allowed>
bool all_characters(std::string_view text, Allowed allowed) {
    while (!text.empty()) {
        const auto character = take_character(text);
        if (!character || !allowed(*character)) return false;
    }
    return true;
}

}  // namespace

bool is_note_text(std::string_view text) {
    return all_characters(text, [](char32_t c) { return c >= 0x20 || c == U'\n'; });
}

bool is_key_name(std::string_view name) {
    return !name.empty() &&
           all_characters(name, [](char32_t c) { return c >= 0x20 && c != U'+' && !is_space(c); });
}

std::optional<std::string_view> take_line(std::string_view& rest) {
    const std::size_t end = rest.find('\n');
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end + 1);
    return line;
}

}  // namespace fallbuch
