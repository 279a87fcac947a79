// Is this text well-formed UTF-8 (RFC 3629), and how many characters does it have?
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace fallbuch {

// Refuses overlong forms, surrogates and what lies above U+10FFFF.
bool is_utf8(std::string_view text);

// Code points of a well-formed text.
std::size_t count_code_points(std::string_view text);

// The longest beginning of at most `size_bytes_max` bytes that ends between two characters; of
// bytes that are no UTF-8 it may end anywhere.
std::string_view beginning_of(std::string_view text, std::size_t size_bytes_max);

// The first `code_points_max` code points of a well-formed text, and "…" if there are more;
// control characters become spaces. For messages.
std::string shorten(std::string_view text, std::size_t code_points_max);

}  // namespace fallbuch
