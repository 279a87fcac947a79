// Records of a stretch of the log, copied into memory and dealt out to workers by their case.
//
// Records lie in the order in which they were written, which jumps from case to case. A worker that
// takes its part of a batch case by case finds state and keys of a case in the processor's caches,
// and nobody reads what is another's.
#pragma once

#include <cstddef>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/storage/record_source.h"

namespace fallbuch {

// Cases are dealt out to `count` shares; those of the workers begin at `first`.
struct Shares {
    unsigned count = 1;
    unsigned first = 0;
    unsigned workers = 1;
};

// A case event, borrowed from its batch.
struct BatchRecord {
    StreamId stream;
    Position position;
    ByteView header;
    ByteView spans;
};

// Belongs to one thread while it is filled; then readable from any.
class RecordBatch {
public:
    static constexpr std::size_t kBytesMax = 64U << 20U;  // and one record

    explicit RecordBatch(const Shares& shares) : shares_(shares), entries_(shares.workers) {}

    // Replaces the content by the case events from `from` on that the workers want, up to `to` or
    // to kBytesMax; returns the position up to which it looked. Fails as the source does; corrupt
    // if a header is damaged.
    Result<Position> fill(RecordSource& source, Position from, Position to);

    // Appends what is one worker's and lies before `to`, in the order of the log.
    void list(unsigned worker, Position to, std::vector<BatchRecord>& out) const;

private:
    struct Entry {
        StreamId stream;
        Position position;
        std::size_t begin = 0;
        std::size_t header_bytes = 0;
        std::size_t spans_bytes = 0;
    };

    const Shares shares_;
    Bytes bytes_;
    std::vector<std::vector<Entry>> entries_;  // by worker
};

}  // namespace fallbuch
