// How much room does a text take on a terminal, and what of it may reach the terminal?
//
// Widths are fixed here and ask no locale: 0 for combining marks and what joins characters, 2 for
// the East Asian wide and fullwidth ranges and emoji (Unicode 15, EastAsianWidth.txt W and F, whole
// blocks), 1 for everything else.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace fallbuch {

// Cells of one code point that is no control character: 0, 1 or 2.
std::size_t cells_of(char32_t code_point);

// The code point at the start of a text that is not empty, and how many bytes it takes. Bytes that
// are no UTF-8 (RFC 3629) are taken one by one and give no code point.
struct DecodedCharacter {
    char32_t code_point = 0;
    std::size_t size_bytes = 1;
    bool well_formed = false;
};
DecodedCharacter decode_character(std::string_view text);

// The text with everything that could drive a terminal made visible: control characters (C0, DEL,
// C1) as "\n", "\t", "\r", "\x1b", "\u0085"; marks that turn the direction of writing or break
// lines as "\u202e"; bytes that are no UTF-8 as "\xff"; a backslash as itself.
std::string visible(std::string_view text);

// Cells of a text that visible() gave.
std::size_t cell_count(std::string_view text);

// The text if it fits, otherwise as much of it as fits before "…". Nothing for 0 cells.
std::string cut_to_cells(std::string_view text, std::size_t cells_max);

// The longest start of the text that fits, in bytes; combining marks stay with their character.
std::size_t bytes_that_fit(std::string_view text, std::size_t cells_max);

}  // namespace fallbuch
