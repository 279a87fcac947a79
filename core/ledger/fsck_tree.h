// Compares the tile directory with the tree that the log gives, and mends it.
//
// The directory is served to strangers as it lies, so every file in it is looked at: tiles, the
// partial tiles that earlier checkpoints left behind, and what else lies there.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/file.h"
#include "core/base/result.h"
#include "core/codec/digest.h"
#include "core/ledger/fsck.h"
#include "core/ledger/ledger_place.h"
#include "core/ledger/tile_store.h"
#include "core/merkle/tile_builder.h"
#include "core/merkle/tile_reader.h"

namespace fallbuch {

// Entries go in, in order. `mend`: nobody else writes; wrong tiles are written anew.
class TreeAudit {
public:
    TreeAudit(const LedgerPlace& place, bool mend, FsckReport& report)
        : files_(place.files),
          directory_(place.tlog_path()),
          store_(place.files, place.tlog_path()),
          read_(store_.reader()),
          mend_(mend),
          report_(report) {}

    Status add(ByteView entry);
    // Goes on without the log: takes the entries up to `size` from the bundles, which the signed
    // root will prove or not. Mends nothing from then on. False if an entry cannot be had.
    Result<bool> fill_up(std::uint64_t size, std::uint64_t signed_size);
    // Compares the partial tiles of the tree as it stands.
    Status compare_partials();
    // Looks at every name in the directory. A file that belongs to no tree is found. What a dead
    // writer left behind (tiles beyond the signed size, files half written) goes if it can mend.
    Status check_directory(std::uint64_t signed_size);

    std::uint64_t size() const { return builder_.size(); }
    Digest root() const { return builder_.root(); }

private:
    Result<Bytes> stored_entry(std::uint64_t index, std::uint64_t signed_size);
    Status compare(const TileFile& tile);
    // A partial tile goes as soon as the full one is written, before that is signed.
    Result<bool> is_replaced(const TileFile& partial);
    Status compare_file(const TileFile& tile);
    Status check_file(const std::string& path, std::uint64_t signed_size);

    FileSystem& files_;
    std::string directory_;
    TileStore store_;
    TileReader read_;
    bool mend_;
    FsckReport& report_;
    TileBuilder builder_;
    std::vector<TileFile> completed_;
    std::uint64_t beyond_count_ = 0;  // files that were removed
};

}  // namespace fallbuch
