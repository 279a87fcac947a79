// Which lines a text file has: for JSON Lines, one line at a time and in constant memory.
//
// A line ends with \n or \r\n; the last one may end with the file. Neither belongs to its text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "consumers/ingest/input_stream.h"
#include "core/base/result.h"

namespace fallbuch {

struct Line {
    std::string_view text;       // empty if the line is too long
    std::uint64_t number;        // from 1
    std::uint64_t offset_bytes;  // of its first byte, in the plain (inflated) input
    bool too_long;  // longer than kLineBytesMax: skipped, and reading goes on behind it
};

// Borrows the stream, which outlives it and is read by nobody else. Used by one thread.
class LineReader {
public:
    static constexpr std::size_t kLineBytesMax = 1024 * 1024;

    explicit LineReader(InputStream& input) : input_(input) {}

    // The next line, valid until the next call, or nothing at the end. Empty lines are lines.
    // Fails as InputStream::next_block does and must not be called after that.
    Result<std::optional<Line>> next();

private:
    void carry(std::string_view piece);
    void finish(Line& line, std::string_view text) const;

    InputStream& input_;
    std::string_view unread_;  // the part of the stream's block behind the last line
    std::string carried_;      // the beginning of a line that spans blocks
    bool overflowed_ = false;  // carried_ is not the whole beginning
    std::uint64_t number_ = 0;
    std::uint64_t offset_bytes_ = 0;
};

}  // namespace fallbuch
