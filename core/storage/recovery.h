// What is left of the log after whatever happened to it?
//
// Recovery keeps every acknowledged record: groups are made durable one after the other, so only
// the last one can be torn. A damaged group is cut off if nothing proves that it was once whole:
// no signed checkpoint covers it and no valid group follows. Everything else is corruption, which
// is reported and never repaired.
//
// A bit that flips in the last group between a crash and the restart cannot be told from a tear.
#pragma once

#include <cstdint>
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

// Reads what the index does not hold yet, and adds it. `signed_count` records are covered by a
// signed checkpoint: corrupt if any of them is missing or damaged. Cuts a torn tail off the file.
Result<Recovered> recover_log(SegmentFiles& files, RecordIndex& index, std::uint64_t signed_count);

// Adds every record of a checked group to the index. Damage in a header is corrupt.
Status add_group_to_index(const ScannedGroup& group, RecordIndex& index);

}  // namespace fallbuch
