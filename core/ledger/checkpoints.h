// The signed checkpoints that a ledger directory holds, read back and verified.
#pragma once

#include <string>

#include "core/base/result.h"
#include "core/ledger/ledger_file.h"
#include "core/ledger/ledger_place.h"
#include "core/merkle/hash.h"

namespace fallbuch {

struct StoredCheckpoint {
    std::string note;  // verbatim
    TreeHead head;
};

// tlog/checkpoint: what the log has published last. not_found if there is none; corrupt if it is
// not a checkpoint that this ledger's key has signed.
Result<StoredCheckpoint> read_published(const LedgerPlace& place, const LedgerFile& ledger);
// tlog.synced: up to where the tiles are known to be on the disk. As above.
Result<StoredCheckpoint> read_synced(const LedgerPlace& place, const LedgerFile& ledger);

}  // namespace fallbuch
