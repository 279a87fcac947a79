#include "core/ledger/tile_store.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "core/base/bytes.h"
#include "core/codec/digest.h"
#include "core/merkle/entry_bundle.h"
#include "core/merkle/tiles.h"

namespace fallbuch {
namespace {

// A bundle of 256 entries of the greatest length.
constexpr std::uint64_t kTileFileBytesMax = 256 * (2 + 65535);
constexpr std::string_view kPartialMark = ".p/";

// What the partial tile at `path` must hold; nothing if it is none, or wider than the tile.
std::optional<ByteView> beginning_of(const TileFile& tile, const std::string& path) {
    const ByteView bytes = tile.bytes;
    if (const auto bundle = parse_bundle_path(path)) {
        const auto entries = parse_bundle(bytes);
        if (!entries || bundle->width > entries->size()) return std::nullopt;
        const ByteView last = (*entries)[bundle->width - 1];
        return bytes.first(static_cast<std::size_t>(last.data() + last.size() - bytes.data()));
    }
    const auto hashes = parse_tile_path(path);
    if (!hashes || hashes->width * Digest::kBytes > bytes.size()) return std::nullopt;
    return bytes.first(hashes->width * Digest::kBytes);
}

}  // namespace

TileReader TileStore::reader() const {
    return [&files = files_, directory = directory_](const std::string& path) {
        return read_file(files, directory + "/" + path, kTileFileBytesMax);
    };
}

Status TileStore::make_room_for(const std::string& path) {
    const std::size_t partial = path.find(kPartialMark);
    if (partial != std::string::npos) has_partials_.insert(path.substr(0, partial));
    std::string directory = path.substr(0, path.rfind('/'));
    if (directory == last_directory_) return {};
    RETURN_IF_ERROR(files_.make_directories(directory_ + "/" + directory));
    last_directory_ = std::move(directory);
    return {};
}

Status TileStore::write(const TileFile& tile) {
    RETURN_IF_ERROR(make_room_for(tile.path));
    ASSIGN_OR_RETURN(const auto file,
                     files_.open(directory_ + "/" + tile.path, OpenMode::overwrite));
    return file->write_at(0, tile.bytes);
}

Status TileStore::replace(const TileFile& tile) {
    RETURN_IF_ERROR(make_room_for(tile.path));
    return replace_file(files_, directory_ + "/" + tile.path, tile.bytes, Durability::none);
}

Result<bool> TileStore::repair(const TileFile& tile) {
    const auto stored = read_file(files_, directory_ + "/" + tile.path, kTileFileBytesMax);
    if (stored && *stored == tile.bytes) return false;
    RETURN_IF_ERROR(replace(tile));
    return true;
}

Result<std::vector<TileFile>> TileStore::wrong_partials_of(const TileFile& tile) const {
    std::vector<TileFile> wrong;
    const std::string folder =
        tile.path.substr(0, tile.path.find(kPartialMark)) + std::string(kPartialMark);
    ASSIGN_OR_RETURN(const bool found, files_.is_directory(directory_ + "/" + folder));
    if (!found) return wrong;
    const auto names = files_.list(directory_ + "/" + folder);
    if (!names && names.error().code == ErrorCode::not_found) return wrong;
    if (!names) return names.error();
    for (const std::string& name : *names) {
        const std::string path = folder + name;
        const auto right = beginning_of(tile, path);
        if (!right || path == tile.path) continue;
        const auto stored = read_file(files_, directory_ + "/" + path, kTileFileBytesMax);
        if (stored && std::equal(stored->begin(), stored->end(), right->begin(), right->end())) {
            continue;
        }
        if (!stored && stored.error().code == ErrorCode::unavailable) return stored.error();
        // A running writer may have removed it meanwhile.
        if (!stored && stored.error().code == ErrorCode::not_found) continue;
        wrong.push_back({path, Bytes(right->begin(), right->end())});
    }
    return wrong;
}

void TileStore::expect_partials(std::uint64_t tree_size) {
    for (TileId tile : partial_tiles(tree_size)) {
        tile.width = kTileWidth;
        has_partials_.insert(to_path(tile));
        if (tile.level == 0) has_partials_.insert(to_path(BundleId{tile.index, kTileWidth}));
    }
}

Status TileStore::remove_partials_of(const std::string& full_path) {
    if (has_partials_.erase(full_path) == 0) return {};
    const std::string partials = directory_ + "/" + full_path + ".p";
    ASSIGN_OR_RETURN(const bool found, files_.exists(partials));
    if (!found) return {};
    ASSIGN_OR_RETURN(const auto names, files_.list(partials));
    for (const std::string& name : names) RETURN_IF_ERROR(files_.remove(partials + "/" + name));
    return files_.remove(partials);
}

}  // namespace fallbuch
