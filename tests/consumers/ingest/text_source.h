// Input for ingest tests: text handed over in pieces, and gzip made of it.
#pragma once

#include <zconf.h>
#include <zlib.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "consumers/ingest/byte_source.h"
#include "consumers/ingest/input_stream.h"
#include "core/base/assert.h"
#include "core/base/bytes.h"
#include "core/base/result.h"

namespace fallbuch {

// Hands over at most `piece_bytes` per read, as a slow pipe would.
class TextSource final : public ByteSource {
public:
    explicit TextSource(std::string text, std::size_t piece_bytes = SIZE_MAX)
        : text_(std::move(text)), piece_bytes_(piece_bytes) {}

    Result<std::size_t> read(MutableByteView out) override {
        const std::size_t count = std::min({out.size(), piece_bytes_, text_.size() - read_});
        if (count > 0) std::memcpy(out.data(), text_.data() + read_, count);
        read_ += count;
        return count;
    }
    std::optional<std::uint64_t> size_bytes() const override { return text_.size(); }

private:
    std::string text_;
    std::size_t piece_bytes_;
    std::size_t read_ = 0;
};

inline InputStream stream_of(std::string text, std::size_t piece_bytes = SIZE_MAX) {
    return InputStream(std::make_unique<TextSource>(std::move(text), piece_bytes), "test.xes");
}

// One gzip member, made by zlib's deflate.
inline std::string gzipped(std::string_view text) {
    z_stream stream{};
    int status =
        deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED, MAX_WBITS + 16, 8, Z_DEFAULT_STRATEGY);
    LEDGER_ASSERT(status == Z_OK);
    std::string out(deflateBound(&stream, text.size()), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    status = deflate(&stream, Z_FINISH);
    LEDGER_ASSERT(status == Z_STREAM_END);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

// All that the stream says, or its error.
inline Result<std::string> read_all(InputStream& input) {
    std::string text;
    for (;;) {
        ASSIGN_OR_RETURN(const std::string_view block, input.next_block());
        if (block.empty()) return text;
        text += block;
    }
}

}  // namespace fallbuch
