// Walks records in the order of their positions, group by group, and can go on later.
#pragma once

#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/storage/group_scanner.h"
#include "core/storage/record_index.h"
#include "core/storage/record_source.h"
#include "core/storage/segment_files.h"

namespace fallbuch {

// Belongs to one thread. `files` outlives it.
class RecordCursor {
public:
    // `start` is a group at or before `from`.
    RecordCursor(SegmentFiles& files, const RecordIndex::ScanStart& start, Position from)
        : scanner_(files, start.group, start.first_position), next_(from) {}

    // Visits the records before `to` that were not visited yet; all of them are durable. `to` is
    // the end of a group, or the cursor is not used again. After an error it is not used again.
    Status advance(Position to, const RecordSource::Visit& visit);

private:
    Status visit_group(const ScannedGroup& group, Position to, const RecordSource::Visit& visit);

    GroupScanner scanner_;
    Position next_;
};

}  // namespace fallbuch
