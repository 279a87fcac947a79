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
    std::string_view text;       // of a line that is too long only the beginning
    std::uint64_t number;        // from 1
    std::uint64_t offset_bytes;  // of its first byte, in the plain (inflated) input
    // What the line has behind `text`: 0 unless it is longer than kLineBytesMax. Then `text` has at
    // most kLineBeginningBytesMax bytes and no half character at its end, and reading goes on
    // behind the line.
    std::uint64_t cut_bytes;
};

// Borrows the stream, which outlives it and is read by nobody else. Used by one thread.
class LineReader {
public:
    static constexpr std::size_t kLineBytesMax = 1024 * 1024;
    static constexpr std::size_t kLineBeginningBytesMax = 4096;

    explicit LineReader(InputStream& input) : input_(input) {}

    // The next line, valid until the next call, or nothing at the end. Empty lines are lines.
    // Fails as InputStream::next_block does and must not be called after that.
    Result<std::optional<Line>> next();

private:
    void carry(std::string_view piece);
    void finish(Line& line, std::string_view text) const;

    InputStream& input_;
    std::string_view unread_;          // the part of the stream's block behind the last line
    std::string carried_;              // the beginning of a line that spans blocks
    std::uint64_t dropped_bytes_ = 0;  // of the same line, behind carried_
    bool ends_with_return_ = false;    // what was dropped does
    std::uint64_t number_ = 0;
    std::uint64_t offset_bytes_ = 0;
};

}  // namespace fallbuch
