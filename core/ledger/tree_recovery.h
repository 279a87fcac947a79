// Is the tree on disk the tree of the log? Answered when a ledger is opened.
//
// Tiles up to the synced checkpoint are known to be on the disk; behind it they are compared with
// what the log says and written anew where they differ. A published checkpoint that the log
// contradicts is corruption: records were changed after they were signed.
#pragma once

#include <cstdint>
#include <string>

#include "core/base/result.h"
#include "core/ledger/tile_store.h"
#include "core/merkle/hash.h"
#include "core/merkle/tile_builder.h"
#include "core/storage/record_source.h"

namespace fallbuch {

struct TreeBounds {
    TreeHead synced;     // 0: nothing is known to be on the disk
    TreeHead published;  // what the newest checkpoint signs
};

struct RecoveredTree {
    TileBuilder builder;               // of all records
    std::uint64_t compared_count = 0;  // records behind the synced checkpoint
    std::uint64_t rebuilt_count = 0;   // tiles and bundles that were missing or different
    std::string damage;                // why the synced tiles could not be trusted; or empty
};

// Reads `records` from the synced size on (from the beginning if the synced tiles do not give the
// synced root). corrupt if the log gives another root than `published` at its size.
Result<RecoveredTree> recover_tree(TileStore& store, RecordSource& records,
                                   const TreeBounds& bounds);

}  // namespace fallbuch
