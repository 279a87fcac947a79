#include "core/ledger/fsck_tree.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "core/base/bytes.h"
#include "core/merkle/entry_bundle.h"
#include "core/merkle/tiles.h"

namespace fallbuch {
namespace {

constexpr std::string_view kHalfWritten = ".new";  // replace_file

// A bundle has the place of the level 0 tile over its entries.
std::optional<TileId> tile_at(const std::string& path) {
    if (const auto tile = parse_tile_path(path)) return *tile;
    if (const auto bundle = parse_bundle_path(path)) return TileId{0, bundle->index, bundle->width};
    return std::nullopt;
}

bool is_within(const TileId& tile, std::uint64_t tree_size) {
    const std::uint64_t full_count = full_tile_count(tile.level, tree_size);
    if (tile.index != full_count) return tile.index < full_count;
    return tile.width <= partial_tile_width(tile.level, tree_size);
}

}  // namespace

Status TreeAudit::compare(const TileFile& tile) {
    RETURN_IF_ERROR(compare_file(tile));
    ASSIGN_OR_RETURN(const auto wrong, store_.wrong_partials_of(tile));
    for (const TileFile& partial : wrong) {
        if (mend_) RETURN_IF_ERROR(store_.repair(partial));
        report_.findings.push_back({directory_ + "/" + partial.path,
                                    "the partial tile is not the beginning of its tile", mend_});
    }
    return {};
}

Status TreeAudit::compare_file(const TileFile& tile) {
    ++report_.tile_count;
    const auto stored = read_(tile.path);
    if (stored && *stored == tile.bytes) return {};
    if (!stored && stored.error().code == ErrorCode::unavailable) return stored.error();
    const bool missing = !stored && stored.error().code == ErrorCode::not_found;
    // Asked after the partial one was found missing. Nobody has signed the full one of a dead
    // writer: check_directory removes it, and the partial one is needed again.
    ASSIGN_OR_RETURN(const bool replaced, missing ? is_replaced(tile) : Result<bool>(false));
    if (mend_) RETURN_IF_ERROR(store_.replace(tile));
    if (replaced) return {};
    report_.findings.push_back(
        {directory_ + "/" + tile.path,
         missing ? "the tile is missing" : "the tile is not the one that the log gives", mend_});
    return {};
}

Status TreeAudit::add(ByteView entry) {
    completed_.clear();
    RETURN_IF_ERROR(builder_.append(entry, completed_));
    for (const TileFile& tile : completed_) RETURN_IF_ERROR(compare(tile));
    return {};
}

Result<bool> TreeAudit::is_replaced(const TileFile& partial) {
    const std::size_t mark = partial.path.rfind(".p/");
    if (mark == std::string::npos) return false;
    const auto full = read_(partial.path.substr(0, mark));
    if (!full && full.error().code == ErrorCode::unavailable) return full.error();
    return full && full->size() >= partial.bytes.size() &&
           std::equal(partial.bytes.begin(), partial.bytes.end(), full->begin());
}

Status TreeAudit::compare_partials() {
    for (const TileFile& tile : builder_.partials()) RETURN_IF_ERROR(compare(tile));
    return {};
}

Result<Bytes> TreeAudit::stored_entry(std::uint64_t index, std::uint64_t signed_size) {
    const std::uint64_t bundle = index / kTileWidth;
    const auto place = static_cast<std::size_t>(index % kTileWidth);
    auto stored = read_(to_path(BundleId{bundle, kTileWidth}));
    const std::uint32_t width = partial_tile_width(0, signed_size);
    if (!stored && width > 0) stored = read_(to_path(BundleId{bundle, width}));
    if (!stored) return stored.error();
    ASSIGN_OR_RETURN(const auto entries, parse_bundle(*stored));
    if (place >= entries.size()) {
        return Error{ErrorCode::corrupt, "bundle: shorter than the tree needs"};
    }
    return Bytes(entries[place].begin(), entries[place].end());
}

Result<bool> TreeAudit::fill_up(std::uint64_t size, std::uint64_t signed_size) {
    if (builder_.size() < size) mend_ = false;
    while (builder_.size() < size) {
        const auto entry = stored_entry(builder_.size(), signed_size);
        if (!entry && entry.error().code == ErrorCode::unavailable) return entry.error();
        if (!entry) return false;
        RETURN_IF_ERROR(add(*entry));
    }
    return true;
}

Status TreeAudit::check_file(const std::string& path, std::uint64_t signed_size) {
    const bool half_written = path.ends_with(kHalfWritten);
    const std::string name =
        half_written ? path.substr(0, path.size() - kHalfWritten.size()) : path;
    const auto tile = tile_at(name);
    if (!tile && name != "checkpoint") {
        // A running writer may have removed it meanwhile.
        ASSIGN_OR_RETURN(const bool found, files_.exists(directory_ + "/" + path));
        if (!found) return {};
        report_.findings.push_back(
            {directory_ + "/" + path,
             "is neither a tile nor the checkpoint, and lies where strangers read; move it away"});
        return {};
    }
    if (!half_written && (!tile || is_within(*tile, signed_size))) return {};
    if (!mend_) return {};  // a running writer is about to sign it
    ++beyond_count_;
    return files_.remove(directory_ + "/" + path);
}

Status TreeAudit::check_directory(std::uint64_t signed_size) {
    std::vector<std::string> folders{""};
    while (!folders.empty()) {
        const std::string folder = std::move(folders.back());
        folders.pop_back();
        const auto names = files_.list(directory_ + "/" + folder);
        if (!names && names.error().code == ErrorCode::not_found) continue;
        if (!names) return names.error();
        for (const std::string& name : *names) {
            const std::string path = folder + name;
            ASSIGN_OR_RETURN(const bool is_folder, files_.is_directory(directory_ + "/" + path));
            if (is_folder) {
                folders.push_back(path + "/");
            } else {
                RETURN_IF_ERROR(check_file(path, signed_size));
            }
        }
    }
    if (beyond_count_ == 0) return {};
    report_.notes.push_back(directory_ + ": removed " + std::to_string(beyond_count_) +
                            " file(s) that no checkpoint had signed yet, as after a crash");
    return {};
}

}  // namespace fallbuch
