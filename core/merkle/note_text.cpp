#include "core/merkle/note_text.h"

#include <algorithm>
#include <array>

#include "core/codec/utf8.h"

namespace fallbuch {
namespace {

// Unicode property White_Space, without the ASCII part. No character of UTF-8 begins inside
// another, so to find the bytes is to find the character.
constexpr auto kWideSpaces = std::to_array<std::string_view>(
    {"\u0085", "\u00a0", "\u1680", "\u2000", "\u2001", "\u2002", "\u2003", "\u2004", "\u2005",
     "\u2006", "\u2007", "\u2008", "\u2009", "\u200a", "\u2028", "\u2029", "\u202f", "\u205f",
     "\u3000"});

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20; }

}  // namespace

bool is_note_text(std::string_view text) {
    const auto refused = [](char c) { return is_control(c) && c != '\n'; };
    return is_utf8(text) && std::none_of(text.begin(), text.end(), refused);
}

bool is_key_name(std::string_view name) {
    const auto refused = [](char c) { return is_control(c) || c == ' ' || c == '+'; };
    const auto has = [&](std::string_view space) { return name.find(space) != name.npos; };
    return !name.empty() && is_utf8(name) && std::none_of(name.begin(), name.end(), refused) &&
           std::none_of(kWideSpaces.begin(), kWideSpaces.end(), has);
}

std::optional<std::string_view> take_line(std::string_view& rest) {
    const std::size_t end = rest.find('\n');
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end + 1);
    return line;
}

}  // namespace fallbuch
