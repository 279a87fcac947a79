// The input stream against text that zlib's own deflate has packed.
#include "consumers/ingest/input_stream.h"

#include <unistd.h>

#include <array>
#include <catch2/catch.hpp>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include "consumers/ingest/byte_source.h"
#include "core/base/posix_file.h"
#include "core/base/result.h"
#include "tests/consumers/ingest/text_source.h"
#include "tests/support/builders.h"
#include "tests/support/fault_schedule.h"
#include "tests/support/faulty_file.h"
#include "tests/support/temporary_directory.h"

namespace fallbuch {
namespace {

// Half of it random, so that it does not pack into nothing.
std::string some_text(std::size_t size_bytes) {
    std::string text(as_text(some_bytes(size_bytes / 2, 7)));
    text.resize(size_bytes, 'x');
    if (!text.empty()) text[0] = '<';
    return text;
}

std::string error_of(std::string text, std::size_t piece_bytes = SIZE_MAX) {
    InputStream input = stream_of(std::move(text), piece_bytes);
    const auto all = read_all(input);
    REQUIRE_FALSE(all);
    CHECK(all.error().code == ErrorCode::invalid);
    return all.error().message;
}

TEST_CASE("plain and gzipped input say the same, in whatever pieces they come",
          "[consumers][ingest]") {
    const std::size_t size_bytes = GENERATE(0, 1, 2, 1000, 700'000);
    const std::size_t piece_bytes = GENERATE(1, 2, 4093, SIZE_MAX);
    if (piece_bytes < 3 && size_bytes > 1000) return;  // slow, and says nothing more
    CAPTURE(size_bytes, piece_bytes);
    const std::string text = some_text(size_bytes);

    InputStream plain = stream_of(text, piece_bytes);
    CHECK(read_all(plain).value() == text);
    CHECK(plain.next_block().value().empty());

    InputStream packed = stream_of(gzipped(text), piece_bytes);
    CHECK(read_all(packed).value() == text);
    CHECK(packed.next_block().value().empty());
}

TEST_CASE("several gzip members are one text", "[consumers][ingest]") {
    const std::size_t piece_bytes = GENERATE(1, 100, SIZE_MAX);
    InputStream input =
        stream_of(gzipped("one ") + gzipped("") + gzipped("two ") + gzipped("three"), piece_bytes);
    CHECK(read_all(input).value() == "one two three");
}

TEST_CASE("a gzip stream cut anywhere ends early", "[consumers][ingest]") {
    const std::string packed = gzipped(some_text(300));
    for (std::size_t size = 2; size < packed.size(); ++size) {
        REQUIRE(error_of(packed.substr(0, size)) ==
                "test.xes: gzip stream ends early (at byte " + std::to_string(size) + ")");
    }
    // In the second member too, but not between the two.
    const std::string two = gzipped("one") + packed;
    CHECK(error_of(two.substr(0, two.size() - 1)) ==
          "test.xes: gzip stream ends early (at byte " + std::to_string(two.size() - 1) + ")");
}

TEST_CASE("a gzip stream with a wrong check value or length is damaged", "[consumers][ingest]") {
    std::string packed = gzipped("a short text");
    const std::size_t crc = packed.size() - 8;
    const std::size_t length = packed.size() - 4;
    const std::size_t at = GENERATE_COPY(crc, length);
    packed[at] = static_cast<char>(packed[at] ^ 1);
    const std::string why = at == crc ? "incorrect data check" : "incorrect length check";
    const std::string place = std::to_string(at == crc ? length : packed.size());
    CHECK(error_of(packed) ==
          "test.xes: gzip stream is damaged: " + why + " (at byte " + place + ")");
}

TEST_CASE("bytes behind the last gzip member are refused", "[consumers][ingest]") {
    const std::string packed = gzipped("a text");
    const std::string at = " (at byte " + std::to_string(packed.size()) + ")";
    const std::size_t piece_bytes = GENERATE(1, SIZE_MAX);
    CHECK(error_of(packed + "rest", piece_bytes) ==
          "test.xes: gzip stream is followed by other bytes" + at);
    CHECK(error_of(packed + std::string(1, '\0'), piece_bytes) ==
          "test.xes: gzip stream is followed by other bytes" + at);
    CHECK(error_of(packed + "\x1f?", SIZE_MAX).find("gzip stream is damaged: incorrect header") !=
          std::string::npos);
}

TEST_CASE("no flipped bit of a gzip stream changes the text unnoticed", "[consumers][ingest]") {
    const std::string text = some_text(200);
    const std::string packed = gzipped(text);
    // Bytes 4 to 9 are time, flags and system, which say nothing about the text.
    for (std::size_t byte = 10; byte < packed.size(); ++byte) {
        for (int bit = 0; bit < 8; ++bit) {
            std::string flipped = packed;
            flipped[byte] = static_cast<char>(flipped[byte] ^ (1 << bit));
            InputStream input = stream_of(flipped);
            const auto all = read_all(input);
            CAPTURE(byte, bit);
            REQUIRE((!all || *all == text));
        }
    }
}

TEST_CASE("progress counts the packed bytes", "[consumers][ingest]") {
    const std::string packed = gzipped(some_text(2'000'000));
    InputStream input = stream_of(packed);
    CHECK(input.source_bytes_total() == packed.size());
    std::uint64_t last = 0;
    while (!input.next_block().value().empty()) {
        REQUIRE(input.source_bytes_consumed() > last);
        last = input.source_bytes_consumed();
    }
    CHECK(input.source_bytes_consumed() == packed.size());
}

TEST_CASE("a file is opened by its path and names itself in errors", "[consumers][ingest]") {
    PosixFileSystem files;
    const TemporaryDirectory directory;
    const std::string path = directory / "log.xes.gz";
    const std::string packed = gzipped("the text");
    REQUIRE(replace_file(files, path, as_bytes(packed), Durability::none));
    auto whole = InputStream::open(files, path);
    REQUIRE(whole);
    CHECK(whole->source_bytes_total() == packed.size());
    CHECK(read_all(*whole).value() == "the text");

    REQUIRE(replace_file(files, path, as_bytes(packed).first(9), Durability::none));
    auto cut = InputStream::open(files, path);
    REQUIRE(cut);
    CHECK(read_all(*cut).error().message == path + ": gzip stream ends early (at byte 9)");
}

TEST_CASE("a missing or unreadable file is reported with the system's reason",
          "[consumers][ingest]") {
    FaultyFileSystem files;
    const auto missing = InputStream::open(files, "none.xes");
    REQUIRE_FALSE(missing);
    CHECK(missing.error().code == ErrorCode::not_found);

    REQUIRE(replace_file(files, "log.xes", as_bytes("text"), Durability::none));
    auto input = InputStream::open(files, "log.xes");
    REQUIRE(input);
    files.plan({FaultKind::read_error, 1, false, ""});
    const auto block = input->next_block();
    REQUIRE_FALSE(block);
    CHECK(block.error().code == ErrorCode::unavailable);
}

TEST_CASE("a pipe is read to its end and does not say how long it is", "[consumers][ingest]") {
    std::array<int, 2> ends{};
    REQUIRE(::pipe(ends.data()) == 0);
    REQUIRE(::write(ends[1], "through the pipe", 16) == 16);
    REQUIRE(::close(ends[1]) == 0);
    InputStream input(make_descriptor_source(ends[0]), "pipe");
    CHECK_FALSE(input.source_bytes_total());
    CHECK(read_all(input).value() == "through the pipe");
    CHECK(input.source_bytes_consumed() == 16);
    REQUIRE(::close(ends[0]) == 0);

    InputStream closed(make_descriptor_source(ends[0]), "pipe");
    const auto block = closed.next_block();
    REQUIRE_FALSE(block);
    CHECK(block.error().code == ErrorCode::unavailable);
    CHECK(block.error().message == "input: cannot be read: Bad file descriptor");
}

TEST_CASE("the path - is standard input", "[consumers][ingest]") {
    FaultyFileSystem files;
    const auto input = InputStream::open(files, "-");
    REQUIRE(input);
    CHECK(input->name() == "standard input");
    CHECK(files.calls() == 0);
}

}  // namespace
}  // namespace fallbuch
