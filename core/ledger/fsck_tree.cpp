#include "core/ledger/fsck_tree.h"
#include "core/base/bytes.h"

namespace fallbuch {

Status TreeAudit::compare(const TileFile& tile) {
    ++report_.tile_count;
    const auto stored = read_(tile.path);
    if (stored && *stored == tile.bytes) return {};
    if (!stored && stored.error().code == ErrorCode::unavailable) return stored.error();
    if (mend_) RETURN_IF_ERROR(store_.replace(tile));
    const bool missing = !stored && stored.error().code == ErrorCode::not_found;
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

Status TreeAudit::compare_partials() {
    for (const TileFile& tile : builder_.partials()) RETURN_IF_ERROR(compare(tile));
    return {};
}

}  // namespace fallbuch
