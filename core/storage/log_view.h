// The log as another process sees it: a snapshot up to the writer's durable mark, that can be
// moved forward. Takes no lock and changes nothing on disk.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/storage/durable_mark.h"
#include "core/storage/log_place.h"
#include "core/storage/record_index.h"
#include "core/storage/record_source.h"
#include "core/storage/segment_files.h"

namespace fallbuch {

// refresh() belongs to one thread, and nobody reads meanwhile.
class LogView final : public RecordSource {
public:
    // corrupt if the mark is damaged or names records that the log does not hold.
    static Result<std::unique_ptr<LogView>> open(const LogPlace& place);

    // Moves the snapshot to what is durable now; returns how many records that are.
    Result<std::uint64_t> refresh() override;

    std::uint64_t count() const override { return index_.record_count(); }
    Result<StoredRecord> read(Position position) override;
    Result<std::vector<Position>> stream_positions(const StreamId& stream) override;
    Result<std::vector<Position>> subject_positions(const SubjectId& subject) override;
    Result<std::optional<Position>> find_event(const EventId& event) override;
    Status scan(Position from, Position to, const Visit& visit) override;

private:
    LogView(const LogPlace& place, RecordIndex index, DurableMarkFile mark);

    SegmentFiles files_;
    RecordIndex index_;
    DurableMarkFile mark_;
};

}  // namespace fallbuch
