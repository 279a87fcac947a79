// What a file to import says, plain or gzipped, in blocks and in constant memory.
//
// Input whose first two bytes are 1f 8b is a gzip stream (RFC 1952) of one or more members and is
// inflated; anything else is passed on as it lies. After the last member nothing may follow.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "consumers/ingest/byte_source.h"
#include "consumers/ingest/gunzip.h"
#include "core/base/bytes.h"
#include "core/base/file.h"
#include "core/base/result.h"

namespace fallbuch {

// Used by one thread. Sizes are 64 bits wide; no limit on the input.
class InputStream {
public:
    static constexpr std::size_t kBlockBytes = 256 * 1024;

    // Opens a file, or standard input if the path is "-". Fails as FileSystem::open does.
    static Result<InputStream> open(FileSystem& files, const std::string& path);

    // Reads from any source; `name` stands in front of every message.
    InputStream(std::unique_ptr<ByteSource> source, std::string name);

    // The next 1 to kBlockBytes plain bytes, valid until the next call; empty at the end, and
    // then for ever. invalid, "NAME: gzip stream WHY (at byte N)" counted in the source, if a gzip
    // stream ends early, does not fit its check values or is followed by something else; the
    // source's own errors pass through. After an error the stream must not be read again.
    Result<std::string_view> next_block();

    const std::string& name() const { return name_; }

    // Of the source, and so of what the source has given: see ByteSource::when_idle.
    void when_idle(ByteSource::WhenIdle handler) { source_->when_idle(std::move(handler)); }

    // For progress: bytes of the (compressed) source used up, and how many it has in all.
    std::uint64_t source_bytes_consumed() const { return source_bytes_read_ - unused_.size(); }
    std::optional<std::uint64_t> source_bytes_total() const { return source_->size_bytes(); }

private:
    Status detect_format();
    Status fill();
    Result<std::size_t> inflate_some();
    Error gzip_error(std::string_view why) const;

    std::unique_ptr<ByteSource> source_;
    std::string name_;
    Bytes source_block_;
    ByteView unused_;  // the part of source_block_ not yet passed on or inflated
    std::uint64_t source_bytes_read_ = 0;
    bool format_known_ = false;
    // Only for gzip.
    std::unique_ptr<Gunzip> gunzip_;
    Bytes plain_block_;
    bool between_members_ = false;
};

}  // namespace fallbuch
