// What every reader of records asks, whether it sits beside the writer or in another process.
//
// A source shows a prefix of the log that never shrinks: the records below count(). Everything
// below it is durable. Callable from any thread, unless an implementation says otherwise.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/storage/segment.h"
#include "core/storage/segment_files.h"

namespace fallbuch {

class RecordSource {
public:
    virtual ~RecordSource() = default;

    virtual std::uint64_t count() const = 0;
    // Shows what is durable by now, if the source is a snapshot; returns count(). Belongs to one
    // thread, and nobody reads meanwhile.
    virtual Result<std::uint64_t> refresh() { return count(); }
    // not_found at or beyond count(); corrupt with file and offset if it is damaged.
    virtual Result<StoredRecord> read(Position position) = 0;
    // Positions below count(), ascending. The stream with id zero holds the system records.
    virtual Result<std::vector<Position>> stream_positions(const StreamId& stream) = 0;
    virtual Result<std::vector<Position>> subject_positions(const SubjectId& subject) = 0;
    // Nothing if no record below count() has this event id.
    virtual Result<std::optional<Position>> find_event(const EventId& event) = 0;

    // Hands over the records from `from` to `to` (exclusive), in order, until `visit` returns an
    // error, which is passed on. The frame is borrowed for the call.
    using Visit = std::function<Status(Position, const FrameView&)>;
    virtual Status scan(Position from, Position to, const Visit& visit) = 0;
};

}  // namespace fallbuch
