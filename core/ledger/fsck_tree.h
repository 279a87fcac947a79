// Compares the tile directory with the tree that the log gives, and mends it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/codec/digest.h"
#include "core/ledger/fsck.h"
#include "core/ledger/ledger_place.h"
#include "core/ledger/tile_store.h"
#include "core/merkle/tile_builder.h"
#include "core/merkle/tile_reader.h"

namespace fallbuch {

// Entries go in, in order. `mend`: wrong tiles are written anew.
class TreeAudit {
public:
    TreeAudit(const LedgerPlace& place, bool mend, FsckReport& report)
        : directory_(place.tlog_path()),
          store_(place.files, place.tlog_path()),
          read_(store_.reader()),
          mend_(mend),
          report_(report) {}

    Status add(ByteView entry);
    // Compares the partial tiles of the tree as it stands.
    Status compare_partials();

    std::uint64_t size() const { return builder_.size(); }
    Digest root() const { return builder_.root(); }

private:
    Status compare(const TileFile& tile);

    std::string directory_;
    TileStore store_;
    TileReader read_;
    bool mend_;
    FsckReport& report_;
    TileBuilder builder_;
    std::vector<TileFile> completed_;
};

}  // namespace fallbuch
