// Where stored tiles and bundles come from: one function the caller gives, and what is asked of it.
#pragma once

#include <functional>
#include <string>

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/merkle/tiles.h"

namespace fallbuch {

// Returns the bytes stored under a path of tiles.h ("tile/0/001.p/5"): from a directory, a cache
// or over HTTP. not_found if there is nothing under it; any other error is passed on.
using TileReader = std::function<Result<Bytes>(const std::string& path)>;

// The hashes of a tile: exactly width x 32 bytes. A partial tile that was deleted is cut from the
// full tile that replaced it. not_found if there is neither; corrupt if the length is wrong.
// Whether the hashes are right is for the caller to find out.
Result<Bytes> read_tile(const TileReader& read, const TileId& id);

// The bundle of exactly `width` entries, encoded; otherwise as read_tile.
Result<Bytes> read_bundle(const TileReader& read, const BundleId& id);

}  // namespace fallbuch
