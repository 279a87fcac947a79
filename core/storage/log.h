// The writer's log: the one place where records become durable.
//
// Records are added to an open group; commit() writes the group, makes it durable with one fsync,
// and only then lets readers see it. After any failure the log is stopped for good: everything
// later is refused, and the next open() finds out what the disk holds.
//
// Threads: add(), commit() and the look-ups marked (writer) belong to one thread; all others may
// be called from any thread.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <span>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/file.h"
#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/storage/durable_mark.h"
#include "core/storage/group_builder.h"
#include "core/storage/log_place.h"
#include "core/storage/record_index.h"
#include "core/storage/record_source.h"
#include "core/storage/recovery.h"
#include "core/storage/scan.h"
#include "core/storage/segment.h"
#include "core/storage/segment_files.h"

namespace fallbuch {

// What the index needs to know of a record, and its bytes.
struct NewRecord {
    EventId event;
    StreamId stream;
    std::span<const SubjectId> subjects;
    ByteView header;  // stamped
    ByteView spans;
};

class Log final : public RecordSource {
public:
    // Makes an empty log in a new directory. Durable when it returns.
    static Status create(const LogPlace& place);
    // Opens it for writing, recovering what a crash left; see recovery.h. The caller holds the
    // ledger's lock.
    static Result<std::unique_ptr<Log>> open(const LogPlace& place, std::uint64_t signed_count);

    const Recovered& recovered() const { return recovered_; }

    // (writer) Position of the next record to be added.
    Position next() const { return Position{index_.record_count()}; }
    // (writer) Also finds what was added and is not durable yet.
    Result<std::optional<Position>> find_added(const EventId& event) const;
    std::optional<StreamTail> find_stream(const StreamId& stream) const;
    // (writer) A record that was added to the open group and is not durable yet.
    std::optional<FrameView> pending(Position position) const;

    // (writer) Adds a record at next() to the open group.
    void add(const NewRecord& record);
    std::uint64_t open_group_bytes() const { return group_.bytes().size(); }
    std::uint32_t open_group_count() const { return open_ ? group_.record_count() : 0; }
    // (writer) Makes the open group durable and visible; returns how many records are durable now.
    Result<std::uint64_t> commit(std::optional<SourceOffset> source = std::nullopt);

    std::uint64_t count() const override { return durable_count_.load(std::memory_order_acquire); }
    Result<StoredRecord> read(Position position) override;
    Result<std::vector<Position>> stream_positions(const StreamId& stream) override;
    Result<std::vector<Position>> subject_positions(const SubjectId& subject) override;
    Result<std::optional<Position>> find_event(const EventId& event) override;
    Status scan(Position from, Position to, const Visit& visit) override;

    // Follows the log from `from` on; the log outlives the cursor.
    RecordCursor cursor(Position from);

    // Waits until more than `known_count` records are durable, `interrupted` is set, or the
    // deadline has passed; returns how many are durable. This is how a subscription catches up: it
    // reads what it lacks and waits again.
    using Deadline = std::chrono::steady_clock::time_point;
    std::uint64_t wait_beyond(std::uint64_t known_count, const std::atomic<bool>& interrupted,
                              Deadline deadline = Deadline::max());
    // Makes all who wait look at their `interrupted` again.
    void interrupt();

    // (writer) Groups written since the log was opened.
    std::uint64_t group_count() const { return group_count_; }
    std::uint64_t index_memory_bytes() const { return index_.memory_bytes(); }

private:
    Log(const LogPlace& place, RecordIndex index, DurableMarkFile mark);
    Status start_segment(std::uint32_t number);
    Status write_group();
    void publish();

    SegmentFiles files_;
    RecordIndex index_;
    DurableMarkFile mark_;
    Recovered recovered_;
    std::unique_ptr<File> segment_;
    Location end_;  // behind the last durable group
    GroupBuilder group_;
    std::uint64_t group_count_ = 0;
    bool open_ = false;
    bool failed_ = false;
    mutable std::shared_mutex index_mutex_;
    std::atomic<std::uint64_t> durable_count_{0};
    std::mutex wait_mutex_;
    std::condition_variable wait_;
};

}  // namespace fallbuch
