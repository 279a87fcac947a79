#include "tools/fallbuch/text_cells.h"

#include <algorithm>
#include <array>
#include <cstdio>

#include "core/codec/utf8.h"

namespace fallbuch {
namespace {

struct Range {
    char32_t first;
    char32_t last;
};

// Sorted, without overlaps.
constexpr auto kZeroWidth = std::to_array<Range>({
    {0x0300, 0x036f},  // combining diacritical marks
    {0x0483, 0x0489},  // Cyrillic
    {0x0591, 0x05bd},  // Hebrew points
    {0x05bf, 0x05bf},
    {0x05c1, 0x05c2},
    {0x05c4, 0x05c5},
    {0x05c7, 0x05c7},
    {0x0610, 0x061a},  // Arabic
    {0x064b, 0x065f},
    {0x0670, 0x0670},
    {0x06d6, 0x06dc},
    {0x06df, 0x06e4},
    {0x06e7, 0x06e8},
    {0x06ea, 0x06ed},
    {0x0711, 0x0711},  // Syriac
    {0x0730, 0x074a},
    {0x07a6, 0x07b0},  // Thaana
    {0x0900, 0x0902},  // Devanagari
    {0x093a, 0x093a},
    {0x093c, 0x093c},
    {0x0941, 0x0948},
    {0x094d, 0x094d},
    {0x0951, 0x0957},
    {0x0962, 0x0963},
    {0x0e31, 0x0e31},  // Thai
    {0x0e34, 0x0e3a},
    {0x0e47, 0x0e4e},
    {0x0eb1, 0x0eb1},  // Lao
    {0x0eb4, 0x0ebc},
    {0x0ec8, 0x0ece},
    {0x1160, 0x11ff},  // Hangul vowels and finals, drawn into
                       // the initial
    {0x1ab0, 0x1ace},  // more combining marks
    {0x1dc0, 0x1dff},
    {0x200b, 0x200d},  // zero width space, non-joiner, joiner
    {0x2060, 0x2064},
    {0x20d0, 0x20f0},    // marks for symbols
    {0x3099, 0x309a},    // Japanese voicing marks
    {0xfe00, 0xfe0f},    // variation selectors
    {0xfe20, 0xfe2f},    // half marks
    {0xfeff, 0xfeff},    // byte order mark
    {0x1f3fb, 0x1f3ff},  // skin tones
    {0xe0100, 0xe01ef},  // more variation selectors
});

constexpr auto kWide = std::to_array<Range>({
    {0x1100, 0x115f},  // Hangul initials
    {0x231a, 0x231b},  // watch, hourglass
    {0x2329, 0x232a},   {0x23e9, 0x23ec},   {0x23f0, 0x23f0},   {0x23f3, 0x23f3},
    {0x25fd, 0x25fe},   {0x2614, 0x2615},   {0x2648, 0x2653},   {0x267f, 0x267f},
    {0x2693, 0x2693},   {0x26a1, 0x26a1},   {0x26aa, 0x26ab},   {0x26bd, 0x26be},
    {0x26c4, 0x26c5},   {0x26ce, 0x26ce},   {0x26d4, 0x26d4},   {0x26ea, 0x26ea},
    {0x26f2, 0x26f3},   {0x26f5, 0x26f5},   {0x26fa, 0x26fa},   {0x26fd, 0x26fd},
    {0x2705, 0x2705},   {0x270a, 0x270b},   {0x2728, 0x2728},   {0x274c, 0x274c},
    {0x274e, 0x274e},   {0x2753, 0x2755},   {0x2757, 0x2757},   {0x2795, 0x2797},
    {0x27b0, 0x27b0},   {0x27bf, 0x27bf},   {0x2b1b, 0x2b1c},   {0x2b50, 0x2b50},
    {0x2b55, 0x2b55},   {0x2e80, 0x303e},                      // CJK radicals and punctuation
    {0x3041, 0x3247},                                          // kana, bopomofo, Hangul, enclosed
    {0x3250, 0x4dbf},                                          // CJK
    {0x4e00, 0xa4cf},                                          // CJK, Yi
    {0xa960, 0xa97c},                                          // Hangul initials
    {0xac00, 0xd7a3},                                          // Hangul syllables
    {0xf900, 0xfaff},                                          // CJK compatibility
    {0xfe10, 0xfe19},   {0xfe30, 0xfe6b},   {0xff01, 0xff60},  // fullwidth forms
    {0xffe0, 0xffe6},   {0x16fe0, 0x18cff},                    // Tangut and others
    {0x1aff0, 0x1b2ff},                                        // kana
    {0x1f004, 0x1f004}, {0x1f0cf, 0x1f0cf}, {0x1f18e, 0x1f18e}, {0x1f191, 0x1f19a},
    {0x1f200, 0x1f320},  // enclosed, pictographs
    {0x1f32d, 0x1f335}, {0x1f337, 0x1f37c}, {0x1f37e, 0x1f393}, {0x1f3a0, 0x1f3ca},
    {0x1f3cf, 0x1f3d3}, {0x1f3e0, 0x1f3f0}, {0x1f3f4, 0x1f3f4}, {0x1f3f8, 0x1f43e},
    {0x1f440, 0x1f440}, {0x1f442, 0x1f4fc}, {0x1f4ff, 0x1f53d}, {0x1f54b, 0x1f54e},
    {0x1f550, 0x1f567}, {0x1f57a, 0x1f57a}, {0x1f595, 0x1f596}, {0x1f5a4, 0x1f5a4},
    {0x1f5fb, 0x1f64f},  // faces
    {0x1f680, 0x1f6c5}, {0x1f6cc, 0x1f6cc}, {0x1f6d0, 0x1f6d2}, {0x1f6d5, 0x1f6d7},
    {0x1f6dc, 0x1f6df}, {0x1f6eb, 0x1f6ec}, {0x1f6f4, 0x1f6fc}, {0x1f7e0, 0x1f7eb},
    {0x1f7f0, 0x1f7f0}, {0x1f90c, 0x1f93a}, {0x1f93c, 0x1f945}, {0x1f947, 0x1f9ff},
    {0x1fa70, 0x1faff}, {0x20000, 0x3fffd},  // CJK extensions
});

template <std::size_t Count>
bool is_in(const std::array<Range, Count>& ranges, char32_t code_point) {
    const auto behind =
        std::upper_bound(ranges.begin(), ranges.end(), code_point,
                         [](char32_t wanted, const Range& range) { return wanted < range.first; });
    return behind != ranges.begin() && code_point <= std::prev(behind)->last;
}

// Control characters, and those that turn the direction of writing or break a line.
bool drives_terminal(char32_t c) {
    return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x061c || c == 0x200e || c == 0x200f ||
           (c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x206f);
}

std::string escape(char32_t code_point, bool well_formed) {
    if (well_formed && code_point == U'\n') return "\\n";
    if (well_formed && code_point == U'\t') return "\\t";
    if (well_formed && code_point == U'\r') return "\\r";
    std::array<char, 16> out{};
    const char* format = well_formed && code_point >= 0x80 ? "\\u%04x" : "\\x%02x";
    std::snprintf(out.data(), out.size(), format, static_cast<unsigned>(code_point));
    return out.data();
}

}  // namespace

std::size_t cells_of(char32_t code_point) {
    constexpr char32_t kFirstOfBoth = 0x0300;
    if (code_point < kFirstOfBoth) return 1;
    if (is_in(kZeroWidth, code_point)) return 0;
    return is_in(kWide, code_point) ? 2 : 1;
}

DecodedCharacter decode_character(std::string_view text) {
    constexpr std::size_t kBytesMax = 4;
    const auto first = static_cast<unsigned char>(text.front());
    for (std::size_t size = 1; size <= std::min(kBytesMax, text.size()); ++size) {
        if (!is_utf8(text.substr(0, size))) continue;
        char32_t code_point = size == 1 ? first : first & (0x7fU >> size);
        for (std::size_t i = 1; i < size; ++i) {
            code_point = code_point << 6U | (static_cast<unsigned char>(text[i]) & 0x3fU);
        }
        return {code_point, size, true};
    }
    return {first, 1, false};
}

std::string visible(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        const DecodedCharacter character = decode_character(text);
        if (!character.well_formed || drives_terminal(character.code_point)) {
            out += escape(character.code_point, character.well_formed);
        } else {
            out += text.substr(0, character.size_bytes);
        }
        text.remove_prefix(character.size_bytes);
    }
    return out;
}

std::size_t cell_count(std::string_view text) {
    std::size_t count = 0;
    while (!text.empty()) {
        const DecodedCharacter character = decode_character(text);
        count += cells_of(character.code_point);
        text.remove_prefix(character.size_bytes);
    }
    return count;
}

std::size_t bytes_that_fit(std::string_view text, std::size_t cells_max) {
    std::size_t fit_bytes = 0;
    std::size_t cells = 0;
    while (fit_bytes < text.size()) {
        const DecodedCharacter character = decode_character(text.substr(fit_bytes));
        cells += cells_of(character.code_point);
        if (cells > cells_max) break;
        fit_bytes += character.size_bytes;
    }
    return fit_bytes;
}

std::string cut_to_cells(std::string_view text, std::size_t cells_max) {
    if (cell_count(text) <= cells_max) return std::string(text);
    if (cells_max == 0) return {};
    return std::string(text.substr(0, bytes_that_fit(text, cells_max - 1))) + "…";
}

}  // namespace fallbuch
