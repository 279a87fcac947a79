// The tile directory on disk (C2SP tlog-tiles): where tiles.h's paths become files.
//
// Tiles are derived from the log. They are written without a sync, before a checkpoint needs them;
// what a crash takes is compared and replaced when the ledger is opened.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/base/file.h"
#include "core/base/result.h"
#include "core/merkle/tile_builder.h"
#include "core/merkle/tile_reader.h"

namespace fallbuch {

// One thread writes; reader() may be used by any.
class TileStore {
public:
    TileStore(FileSystem& files, std::string directory)
        : files_(files), directory_(std::move(directory)) {}

    // Reads single files; outlives neither the file system nor needs the store.
    TileReader reader() const;

    // Writes a tile that no published checkpoint needs yet, in place.
    Status write(const TileFile& tile);
    // Puts a tile into place at once, whoever reads the old one meanwhile.
    Status replace(const TileFile& tile);
    // Replaces the tile unless the file holds these bytes already; returns whether it did.
    Result<bool> repair(const TileFile& tile);
    // The partial tiles that earlier checkpoints left behind, not wider than this tile, which are
    // not its beginning: as they should be. Some client may still ask for them.
    Result<std::vector<TileFile>> wrong_partials_of(const TileFile& tile) const;
    // Says that an earlier store may have left partials at the right edge of a tree.
    void expect_partials(std::uint64_t tree_size);
    // Removes the partial tiles that stand in for the full one at `full_path`, if there are any.
    Status remove_partials_of(const std::string& full_path);

private:
    Status make_room_for(const std::string& path);

    FileSystem& files_;
    std::string directory_;
    std::string last_directory_;          // made already
    std::set<std::string> has_partials_;  // full paths for which this store wrote partials
};

}  // namespace fallbuch
