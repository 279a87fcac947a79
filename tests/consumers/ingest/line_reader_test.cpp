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
    bool too_long;
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
        seen.push_back({std::string((*line)->text), (*line)->offset_bytes, (*line)->too_long});
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
        lines.push_back({line, begin, false});
        begin = end + 1;
    }
    return lines;
}

TEST_CASE("lines end with LF, CRLF or the file, and empty lines are lines", "[consumers][ingest]") {
    const std::size_t piece_bytes = GENERATE(1, 2, 3, SIZE_MAX);
    CHECK(lines_of("", piece_bytes).empty());
    CHECK(lines_of("a\r\n\nbc\rd\n", piece_bytes) ==
          std::vector<Seen>{{"a", 0, false}, {"", 3, false}, {"bc\rd", 4, false}});
    CHECK(lines_of("a\nlast", piece_bytes) ==
          std::vector<Seen>{{"a", 0, false}, {"last", 2, false}});
    CHECK(lines_of("\n", piece_bytes) == std::vector<Seen>{{"", 0, false}});
    CHECK(lines_of("\r", piece_bytes) == std::vector<Seen>{{"", 0, false}});
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

TEST_CASE("a line at the limit is read, one byte more is skipped and reported",
          "[consumers][ingest]") {
    constexpr std::size_t kMax = LineReader::kLineBytesMax;
    const std::size_t piece_bytes = GENERATE(4093, SIZE_MAX);
    const std::string end = GENERATE("\n", "\r\n");
    const std::string most(kMax, 'm');
    const std::string text = most + end + most + "x" + end + "next" + end + most + most;
    const std::vector<Seen> lines = lines_of(text, piece_bytes);
    REQUIRE(lines.size() == 4);
    CHECK(lines[0] == Seen{most, 0, false});
    CHECK(lines[1] == Seen{"", kMax + end.size(), true});
    CHECK(lines[2] == Seen{"next", 2 * (kMax + end.size()) + 1, false});
    CHECK(lines[3].too_long);
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
