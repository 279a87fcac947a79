#include "tools/fallbuch/table.h"
#include "tools/fallbuch/text_cells.h"

#include <catch2/catch.hpp>
#include <cstdint>
#include <string>

#include "tests/support/seeded_random.h"

namespace fallbuch {
namespace {

Table timeline() {
    Table table({{"Nr", Align::right}, {"Ereignis", Align::left, Fit::wrap}, {"Wer"}});
    table.add({"1", "Antrag ist eingegangen", "M. Weiß"});
    table.add({"12", "Bescheid", "東京"});
    return table;
}

TEST_CASE("a table that fits is as wide as its cells", "[tools][fallbuch]") {
    CHECK(timeline().text(80) ==
          "Nr  Ereignis                Wer\n"
          "--  ----------------------  -------\n"
          " 1  Antrag ist eingegangen  M. Weiß\n"
          "12  Bescheid                東京\n");
}

TEST_CASE("the flexible column is wrapped between words", "[tools][fallbuch]") {
    CHECK(timeline().text(28) ==
          "Nr  Ereignis         Wer\n"
          "--  ---------------  -------\n"
          " 1  Antrag ist       M. Weiß\n"
          "    eingegangen\n"
          "12  Bescheid         東京\n");
}

TEST_CASE("a word that is longer than its column is broken", "[tools][fallbuch]") {
    Table table({{"Text", Align::left, Fit::wrap}});
    table.add({"Eingliederungsvereinbarung ist da"});
    CHECK(table.text(12) ==
          "Text\n"
          "------------\n"
          "Eingliederun\n"
          "gsvereinbaru\n"
          "ng ist da\n");
    Table wide({{"T", Align::left, Fit::wrap}});
    wide.add({"東京"});
    CHECK(wide.text(1) == "T\n-\n東\n京\n");
}

TEST_CASE("a wrapped cell begins a line where its text does; elsewhere it is shown",
          "[tools][fallbuch]") {
    Table table({{"A", Align::left, Fit::wrap}, {"B"}});
    table.add({"eins\nzwei\n", "x\ny"});
    CHECK(table.text(80) ==
          "A     B\n"
          "----  ----\n"
          "eins  x\\ny\n"
          "zwei\n"
          "\n");
}

TEST_CASE("an indented line and an item go on below their first word", "[tools][fallbuch]") {
    Table table({{"Inhalt", Align::left, Fit::wrap}, {"Seit"}});
    table.add(
        {"Schritte:\n– Bewerbungen schreiben und zeigen\n  – Liste der Betriebe führen", "1"});
    CHECK(table.text(26) ==
          "Inhalt                Seit\n"
          "--------------------  ----\n"
          "Schritte:             1\n"
          "– Bewerbungen\n"
          "  schreiben und\n"
          "  zeigen\n"
          "  – Liste der\n"
          "    Betriebe führen\n");
    // Without room for a word there, as any other line.
    Table narrow({{"T", Align::left, Fit::wrap}});
    narrow.add({"    eins zwei"});
    CHECK(narrow.text(9) == "T\n---------\n    eins\nzwei\n");
}

TEST_CASE("a flexible column can be cut instead", "[tools][fallbuch]") {
    Table table({{"Nr", Align::right}, {"Ereignis", Align::left, Fit::cut}});
    table.add({"1", "Antrag ist eingegangen"});
    CHECK(table.text(20) ==
          "Nr  Ereignis\n"
          "--  ----------------\n"
          " 1  Antrag ist eing…\n");
}

TEST_CASE("when the flexible column is not enough, texts are cut before numbers",
          "[tools][fallbuch]") {
    Table table({{"Position", Align::right}, {"Aktenzeichen"}, {"Text", Align::left, Fit::wrap}});
    table.add({"12345678", "BG-2026-000017", "ein langer Text"});
    CHECK(table.text(34) ==
          "Position  Aktenzeic…  Text\n"
          "--------  ----------  ------------\n"
          "12345678  BG-2026-0…  ein langer\n"
          "                      Text\n");
}

TEST_CASE("a citizen's text does not drive the terminal", "[tools][fallbuch]") {
    Table table({{"Text", Align::left, Fit::wrap}});
    table.add({"\x1b[2Jweg"});
    CHECK(table.text(80) == "Text\n----------\n\\x1b[2Jweg\n");
}

TEST_CASE("a table without rows shows its titles", "[tools][fallbuch]") {
    CHECK(Table({{"A"}, {"B", Align::right}}).text(80) == "A  B\n-  -\n");
}

TEST_CASE("every table fits every width of three cells for each column", "[tools][fallbuch]") {
    const std::uint64_t seed = 20260701;
    CAPTURE(seed);
    SeededRandom random(seed);
    const std::vector<std::string> pieces{"a",  "wort ", "東", "u\u0308", "👍",
                                          "\n", "\x1b",  "  ", "– "};
    for (int round = 0; round < 300; ++round) {
        const std::size_t count = 1 + random.below(5);
        const std::size_t flexible = random.below(count + 1);
        std::vector<Column> columns(count);
        for (std::size_t i = 0; i < count; ++i) {
            columns[i] = {std::string(random.below(9), 't'),
                          random.one_in(2) ? Align::left : Align::right,
                          i != flexible      ? Fit::natural
                          : random.one_in(2) ? Fit::cut
                                             : Fit::wrap};
        }
        Table table(columns);
        for (std::uint64_t row = random.below(4); row > 0; --row) {
            std::vector<std::string> cells(count);
            for (std::string& cell : cells) {
                for (std::uint64_t i = random.below(20); i > 0; --i) {
                    cell += pieces[random.below(pieces.size())];
                }
            }
            table.add(cells);
        }
        // One cell of a wide character is the one thing that cannot be kept within one cell.
        const std::size_t width = 4 * count + random.below(60);
        std::string text = table.text(width);
        while (!text.empty()) {
            const std::string line = text.substr(0, text.find('\n'));
            CAPTURE(round, width, line);
            REQUIRE(cell_count(line) <= width);
            REQUIRE((line.empty() || line.back() != ' '));
            text.erase(0, line.size() + 1);
        }
    }
}

TEST_CASE("the width of a terminal that does not tell comes from COLUMNS", "[tools][fallbuch]") {
    CHECK(parse_columns(nullptr) == 80);
    CHECK(parse_columns("") == 80);
    CHECK(parse_columns("wide") == 80);
    CHECK(parse_columns("-5") == 80);
    CHECK(parse_columns("99999999") == 80);
    CHECK(parse_columns("132") == 132);
}

}  // namespace
}  // namespace fallbuch
