#include "tools/fallbuch/text_cells.h"
#include <wchar.h>

#include <catch2/catch.hpp>
#include <clocale>
#include <cstdint>
#include <cwchar>
#include <string>

namespace fallbuch {
namespace {

TEST_CASE("a text's cells count what a terminal draws", "[tools][fallbuch]") {
    const auto [text, cells] = GENERATE(table<std::string, std::size_t>({
        {"", 0},
        {"Antrag", 6},
        {"Müßig", 5},
        {"Mu\u0308ßig", 5},  // a combining diaeresis
        {"東京", 4},
        {"a東b", 4},
        {"👍🏽", 2},  // with a skin tone
        {"한국", 4},
        {"ｱ", 1},   // halfwidth
        {"Ａ", 2},  // fullwidth
        {"…–€", 3},
        {"\u200b", 0},
    }));
    CAPTURE(text);
    CHECK(cell_count(text) == cells);
}

// The C library has the whole of Unicode; it counts as we do but for what it leaves open (-1) and
// what terminals and Unicode versions disagree about.
TEST_CASE("letters, marks and ideographs are as wide as the C library says", "[tools][fallbuch]") {
    if (std::setlocale(LC_CTYPE, "C.UTF-8") == nullptr) {
        WARN("skipped: the machine has no locale C.UTF-8");
        return;
    }
    struct Block {
        char32_t first;
        char32_t last;
    };
    for (const Block block : {Block{0xa1, 0xac}, Block{0xae, 0x36f}, Block{0x370, 0x5ff},
                              Block{0x1e00, 0x1fff}, Block{0x2e80, 0x2fd5}, Block{0x3041, 0x30ff},
                              Block{0x4e00, 0x9fff}, Block{0xac00, 0xd7a3}, Block{0xff01, 0xffe6},
                              Block{0x1f600, 0x1f64f}, Block{0x20000, 0x20100}}) {
        for (char32_t c = block.first; c <= block.last; ++c) {
            const int width = ::wcwidth(static_cast<wchar_t>(c));
            if (width < 0) continue;
            CAPTURE(static_cast<std::uint32_t>(c));
            REQUIRE(cells_of(c) == static_cast<std::size_t>(width));
        }
    }
    std::setlocale(LC_CTYPE, "C");
}

TEST_CASE("nothing that could drive the terminal gets through", "[tools][fallbuch]") {
    const auto [text, shown] = GENERATE(table<std::string, std::string>({
        {"Grüße 東京 👍", "Grüße 東京 👍"},
        {"a\nb\tc\rd", "a\\nb\\tc\\rd"},
        {"\x1b[31mrot\x1b]0;x\x07", "\\x1b[31mrot\\x1b]0;x\\x07"},
        {std::string("\0", 1), "\\x00"},
        {"\x7f", "\\x7f"},
        {"\xc2\x9b", "\\u009b"},  // C1: a control sequence in one character
        {"a\u202eb", "a\\u202eb"},
        {"\u2028", "\\u2028"},
        {"\xff\xc3", "\\xff\\xc3"},
        {"\xe2\x82", "\\xe2\\x82"},
        {"C:\\n", "C:\\n"},
    }));
    CHECK(visible(text) == shown);
}

TEST_CASE("a cut text fits, whatever its characters are", "[tools][fallbuch]") {
    CHECK(cut_to_cells("Antrag", 6) == "Antrag");
    CHECK(cut_to_cells("Antrag", 5) == "Antr…");
    CHECK(cut_to_cells("Antrag", 1) == "…");
    CHECK(cut_to_cells("Antrag", 0).empty());
    CHECK(cut_to_cells("東京都", 4) == "東…");
    CHECK(cut_to_cells("u\u0308u\u0308u\u0308", 2) == "u\u0308…");
    for (std::size_t width = 0; width < 12; ++width) {
        CHECK(cell_count(cut_to_cells("a東u\u0308京👍bc", width)) <= width);
    }
}

}  // namespace
}  // namespace fallbuch
