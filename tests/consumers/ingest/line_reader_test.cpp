// The line reader against splitting the whole text at once.
#include "consumers/ingest/line_reader.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "consumers/ingest/input_stream.h"
#include "tests/consumers/ingest/text_source.h"
#include "tests/support/seeded_random.h"

namespace fallbuch {
namespace {

struct Seen {
    std::string text;
    std::uint64_t offset_bytes;
    std::uint64_t cut_bytes = 0;
    bool operator==(const Seen&) const = default;
};

std::vector<Seen> lines_of(const std::string& text, std::size_t piece_bytes) {
    InputStream input = stream_of(text, piece_bytes);
    LineReader reader(input);
    std::vector<Seen> seen;
    for (;;) {
        const auto line = reader.next();
        REQUIRE(line);
        if (!*line) break;
        seen.push_back({std::string((*line)->text), (*line)->offset_bytes, (*line)->cut_bytes});
        REQUIRE((*line)->number == seen.size());
    }
    REQUIRE_FALSE(reader.next().value().has_value());
    return seen;
}

std::vector<Seen> lines_by_definition(const std::string& text) {
    std::vector<Seen> lines;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        std::string line = text.substr(begin, end - begin);
        if (line.ends_with('\r')) line.pop_back();
        lines.push_back({line, begin});
        begin = end + 1;
    }
    return lines;
}

TEST_CASE("lines end with LF, CRLF or the file, and empty lines are lines", "[consumers][ingest]") {
    const std::size_t piece_bytes = GENERATE(1, 2, 3, SIZE_MAX);
    CHECK(lines_of("", piece_bytes).empty());
    CHECK(lines_of("a\r\n\nbc\rd\n", piece_bytes) ==
          std::vector<Seen>{{"a", 0}, {"", 3}, {"bc\rd", 4}});
    CHECK(lines_of("a\nlast", piece_bytes) == std::vector<Seen>{{"a", 0}, {"last", 2}});
    CHECK(lines_of("\n", piece_bytes) == std::vector<Seen>{{"", 0}});
    CHECK(lines_of("\r", piece_bytes) == std::vector<Seen>{{"", 0}});
}

TEST_CASE("random text has the same lines however it is cut into blocks", "[consumers][ingest]") {
    constexpr std::uint64_t kSeed = 20260301;
    CAPTURE(kSeed);
    SeededRandom random(kSeed);
    for (int round = 0; round < 200; ++round) {
        std::string text(random.next() % 60, '\0');
        for (char& c : text) c = "ab\r\n"[random.next() % 4];
        CAPTURE(text);
        REQUIRE(lines_of(text, 1 + random.next() % 20) == lines_by_definition(text));
    }
}

TEST_CASE("a line at the limit is read, of one byte more only the beginning",
          "[consumers][ingest]") {
    constexpr std::size_t kMax = LineReader::kLineBytesMax;
    const std::size_t piece_bytes = GENERATE(4093, SIZE_MAX);
    const std::string end = GENERATE("\n", "\r\n");
    const std::string most(kMax, 'm');
    const std::string text = most + end + most + "x" + end + "next" + end + most + most;
    const std::vector<Seen> lines = lines_of(text, piece_bytes);
    REQUIRE(lines.size() == 4);
    const std::string beginning(LineReader::kLineBeginningBytesMax, 'm');
    CHECK(lines[0] == Seen{most, 0});
    CHECK(lines[1] == Seen{beginning, kMax + end.size(), kMax + 1 - beginning.size()});
    CHECK(lines[2] == Seen{"next", 2 * (kMax + end.size()) + 1});
    CHECK(lines[3].text == beginning);
    CHECK(lines[3].cut_bytes == 2 * kMax - beginning.size());
}

TEST_CASE("the beginning of a line that is too long ends between two characters",
          "[consumers][ingest]") {
    constexpr std::size_t kMost = LineReader::kLineBeginningBytesMax;
    const std::size_t piece_bytes = GENERATE(4093, SIZE_MAX);
    const std::string character = GENERATE("ü", "€", "𝄞");
    const std::size_t before_bytes = kMost - GENERATE(range(0, 5));
    std::string text(before_bytes, 'a');
    while (text.size() <= LineReader::kLineBytesMax) text += character;
    CAPTURE(character, before_bytes);
    const std::vector<Seen> lines = lines_of(text, piece_bytes);
    REQUIRE(lines.size() == 1);
    CHECK(lines[0].text.size() + lines[0].cut_bytes == text.size());
    CHECK(lines[0].text == text.substr(0, lines[0].text.size()));
    CHECK(lines[0].text.size() <= kMost);
    CHECK(lines[0].text.size() + character.size() > kMost);
    CHECK((lines[0].text.size() - before_bytes) % character.size() == 0);
}

TEST_CASE("the beginning of a line that is no text at all is kept too", "[consumers][ingest]") {
    const std::string bytes(LineReader::kLineBytesMax + 1, '\x80');
    const std::vector<Seen> lines = lines_of(bytes, SIZE_MAX);
    REQUIRE(lines.size() == 1);
    CHECK(lines[0].text == bytes.substr(0, LineReader::kLineBeginningBytesMax));
}

TEST_CASE("lines of a gzipped file count their offsets in the plain text", "[consumers][ingest]") {
    InputStream input = stream_of(gzipped("first\nsecond\n"));
    LineReader reader(input);
    REQUIRE(reader.next().value()->text == "first");
    const std::optional<Line> second = reader.next().value();
    REQUIRE(second);
    CHECK(second->text == "second");
    CHECK(second->offset_bytes == 6);
}

TEST_CASE("the stream's error ends the lines", "[consumers][ingest]") {
    const std::string packed = gzipped("first\nsecond\n");
    InputStream input = stream_of(packed.substr(0, packed.size() - 1));
    LineReader reader(input);
    auto line = reader.next();
    while (line && *line) line = reader.next();
    REQUIRE_FALSE(line);
    CHECK(line.error().code == ErrorCode::invalid);
    CHECK(line.error().message.find("gzip stream ends early") != std::string::npos);
}

}  // namespace
}  // namespace fallbuch
