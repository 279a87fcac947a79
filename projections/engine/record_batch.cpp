#include "projections/engine/record_batch.h"

#include <functional>

#include "core/codec/record.h"
#include "core/storage/segment.h"

namespace fallbuch {

Result<Position> RecordBatch::fill(RecordSource& source, Position from, Position to) {
    bytes_.clear();
    for (auto& of_worker : entries_) of_worker.clear();
    Position next = from;
    // Only to end the walk; what it says is never seen.
    const Error full{ErrorCode::unavailable, "batch: full"};
    const Status walked =
        source.scan(from, to, [&](Position position, const FrameView& frame) -> Status {
            if (bytes_.size() >= kBytesMax) return full;
            ASSIGN_OR_RETURN(const HeaderPrefix prefix, decode_prefix(frame.header));
            next = Position{position.value + 1};
            if (prefix.kind == RecordKind::system) return {};
            const std::size_t share = std::hash<StreamId>()(prefix.stream_id) % shares_.count;
            if (share < shares_.first || share >= shares_.first + shares_.workers) return {};
            entries_[share - shares_.first].push_back({prefix.stream_id, position, bytes_.size(),
                                                       frame.header.size(), frame.spans.size()});
            append(bytes_, frame.header);
            append(bytes_, frame.spans);
            return {};
        });
    const bool is_full = bytes_.size() >= kBytesMax;
    if (!walked && !is_full) return walked.error();
    return next;
}

void RecordBatch::list(unsigned worker, Position to, std::vector<BatchRecord>& out) const {
    const ByteView bytes(bytes_);
    for (const Entry& entry : entries_[worker]) {
        if (entry.position >= to) return;
        out.push_back({entry.stream, entry.position, bytes.subspan(entry.begin, entry.header_bytes),
                       bytes.subspan(entry.begin + entry.header_bytes, entry.spans_bytes)});
    }
}

}  // namespace fallbuch
