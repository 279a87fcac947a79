// What is left of the log after whatever happened to it?
//
// Recovery keeps every acknowledged record: groups are made durable one after the other, so only
// the last one can be torn. A damaged group is cut off if nothing proves that it was once whole:
// neither a signed checkpoint nor the durable mark covers it and no valid group follows. Everything
// else is corruption, which is reported and never repaired.
//
// After a power failure the mark may be older than the log: a bit that flips in the last group
// between then and the restart cannot be told from a tear.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>

#include "core/base/result.h"
#include "core/storage/group_scanner.h"
#include "core/storage/record_index.h"
#include "core/storage/segment_files.h"

namespace fallbuch {

struct Recovered {
    std::uint64_t record_count = 0;
    std::uint64_t cut_bytes = 0;        // of a torn group at the end
    std::uint64_t reindexed_count = 0;  // records that the index did not hold yet
    std::string index_damage;           // why the index was made anew from there; or empty
};

// How many records others have been told of.
struct KnownCounts {
    std::uint64_t signed_count = 0;        // covered by a signed checkpoint
    std::uint64_t acknowledged_count = 0;  // by the durable mark, which is never ahead of the disk

    std::uint64_t owed_count() const { return std::max(signed_count, acknowledged_count); }
    // What is wrong with a log that ends after so many records; nothing if it holds all.
    std::optional<std::string> missing_from(std::uint64_t record_count) const;
};

// Reads what the index does not hold yet, and adds it. Cuts a torn tail off the file. corrupt if a
// record is missing or damaged that others have been told of; then nothing is cut.
Result<Recovered> recover_log(SegmentFiles& files, RecordIndex& index, const KnownCounts& known);

// True for a last segment that a crash cut short while it was made: it holds no record.
Result<bool> is_torn_segment(SegmentFiles& files, std::uint32_t number);

// Adds every record of a checked group to the index. Damage in a header is corrupt.
Status add_group_to_index(const ScannedGroup& group, RecordIndex& index);

}  // namespace fallbuch
