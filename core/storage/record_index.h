// Where is a record, and which records belong to a stream, a data subject, an event id?
//
// What is known is held in full blocks on disk (index_block.h) and a tail in memory; recovery fills
// the tail from the log. Streams and subjects are chains through their records, newest first, so
// that adding costs the same however long the history is.
//
// Not synchronised: one thread adds while nobody reads, or many read. core/storage/log.h sees to
// it. Chains may reach beyond what is durable; readers name a bound.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/base/file.h"
#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/storage/event_table.h"
#include "core/storage/index_block.h"
#include "core/storage/segment.h"

namespace fallbuch {

struct IndexPlace {
    FileSystem& files;
    std::string path;
    LedgerId ledger;
};

enum class IndexUse {
    write,  // damaged or surplus blocks are cut off the file
    read,   // changes nothing on disk
};

struct StreamTail {
    Position last;
    StreamVersion version;
};

class RecordIndex {
public:
    // Loads the blocks up to `record_count_max`, or up to the first damaged one. A missing file is
    // an empty index.
    static Result<RecordIndex> load(const IndexPlace& place, IndexUse use,
                                    std::uint64_t record_count_max);

    std::uint64_t record_count() const { return tail_.first_position.value + tail_.rows.size(); }
    // Where the group behind the last record begins, once group_ended() has said so.
    Location end() const { return tail_.end; }
    // Why loading stopped before the end of the file; empty if it did not.
    const std::string& damage() const { return damage_; }

    // Adds the record at position record_count().
    void add(const EventId& event, const StreamId& stream, std::span<const SubjectId> subjects,
             Location frame);
    // Says that the group ends here, and writes the tail out once it fills a block.
    Status group_ended(Location next);

    Result<std::optional<Position>> find_event(const EventId& event) const;
    std::optional<StreamTail> find_stream(const StreamId& stream) const;
    // Positions below `bound`, ascending; empty if there are none.
    Result<std::vector<Position>> stream_positions(const StreamId& stream, Position bound) const;
    Result<std::vector<Position>> subject_positions(const SubjectId& subject, Position bound) const;
    Result<Location> location(Position position) const;
    Result<EventId> event_at(Position position) const;
    // Where a scan that wants this position may begin: a group at or before it.
    struct ScanStart {
        Location group;
        Position first_position;
    };
    ScanStart scan_start(Position position) const;
    std::uint64_t stream_count() const { return stream_numbers_.size(); }
    std::uint64_t memory_bytes() const;

private:
    RecordIndex(const IndexPlace& place, IndexUse use) : place_(place), use_(use) {}

    struct StoredBlock {
        IndexHead head;
        std::uint64_t payload_offset_bytes = 0;
    };
    struct SubjectTail {
        std::uint64_t last = 0;  // position + 1
    };

    Status load_blocks(std::uint64_t record_count_max);
    Result<bool> load_block(std::uint64_t& offset_bytes, std::uint64_t record_count_max);
    Status apply(const IndexBlock& block);
    std::uint32_t stream_number(const StreamId& stream);
    std::uint32_t subject_number(const SubjectId& subject);
    Status write_tail();
    const StoredBlock* stored_block(Position position) const;
    Result<IndexRow> row(Position position) const;
    // The previous position + 1 of the subject in the record's postings.
    Result<std::uint64_t> previous_of_subject(Position position, std::uint32_t subject) const;
    Result<std::vector<IndexPosting>> postings_of(Position position) const;

    IndexPlace place_;
    IndexUse use_;
    std::unique_ptr<File> file_;  // empty until a block exists
    std::uint64_t file_bytes_ = 0;
    std::vector<StoredBlock> blocks_;
    IndexBlock tail_;
    std::string damage_;
    EventTable events_;
    std::unordered_map<StreamId, std::uint32_t> stream_numbers_;
    std::unordered_map<SubjectId, std::uint32_t> subject_numbers_;
    std::vector<StreamTail> stream_tails_;
    std::vector<SubjectTail> subject_tails_;
};

}  // namespace fallbuch
