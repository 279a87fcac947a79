#include "core/merkle/tile_reader.h"

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "core/codec/digest.h"
#include "core/merkle/entry_bundle.h"

namespace fallbuch {
namespace {

struct Found {
    Bytes bytes;
    std::string path;
    std::uint32_t width;  // what the path promises, at least what was asked for
};

// Id is TileId or BundleId.
template <typename Id>
Result<Found> find(const TileReader& read, Id id) {
    std::string path = to_path(id);
    auto bytes = read(path);
    if (bytes) return Found{*std::move(bytes), std::move(path), id.width};
    if (bytes.error().code != ErrorCode::not_found || id.width == kTileWidth) {
        return bytes.error().in(path);
    }
    Id full = id;
    full.width = kTileWidth;
    std::string full_path = to_path(full);
    auto full_bytes = read(full_path);
    if (!full_bytes) return full_bytes.error().in(path + ", or the full " + full_path);
    return Found{*std::move(full_bytes), std::move(full_path), kTileWidth};
}

}  // namespace

Result<Bytes> read_tile(const TileReader& read, const TileId& id) {
    ASSIGN_OR_RETURN(Found found, find(read, id));
    if (found.bytes.size() != found.width * Digest::kBytes) {
        return Error{ErrorCode::corrupt, found.path + ": the length does not fit the width (" +
                                             std::to_string(found.bytes.size()) + " bytes)"};
    }
    found.bytes.resize(id.width * Digest::kBytes);
    return std::move(found.bytes);
}

Result<Bytes> read_bundle(const TileReader& read, const BundleId& id) {
    ASSIGN_OR_RETURN(Found found, find(read, id));
    const auto entries = parse_bundle(found.bytes);
    if (!entries) return entries.error().in(found.path);
    if (entries->size() != found.width) {
        return Error{ErrorCode::corrupt, found.path + ": the entries do not fit the width (" +
                                             std::to_string(entries->size()) + ")"};
    }
    const ByteView last = (*entries)[id.width - 1];
    found.bytes.resize(static_cast<std::size_t>(last.data() + last.size() - found.bytes.data()));
    return std::move(found.bytes);
}

}  // namespace fallbuch
