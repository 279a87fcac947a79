#include "core/ledger/tree_recovery.h"

#include <utility>
#include <vector>

#include "core/base/ids.h"
#include "core/codec/record.h"
#include "core/storage/segment.h"

namespace fallbuch {
namespace {

Status repair_all(TileStore& store, const std::vector<TileFile>& tiles, RecoveredTree& tree) {
    for (const TileFile& tile : tiles) {
        ASSIGN_OR_RETURN(const bool wrote, store.repair(tile));
        if (wrote) ++tree.rebuilt_count;
        ASSIGN_OR_RETURN(const auto wrong, store.wrong_partials_of(tile));
        for (const TileFile& partial : wrong) RETURN_IF_ERROR(store.repair(partial));
        tree.rebuilt_count += wrong.size();
    }
    return {};
}

Status check_published(TileStore& store, const TreeHead& published, RecoveredTree& tree) {
    if (tree.builder.size() != published.size) return {};
    if (tree.builder.root() != published.root) {
        return Error{ErrorCode::corrupt, "tree: the log gives another root for its first " +
                                             std::to_string(published.size) +
                                             " records than was signed"};
    }
    return repair_all(store, tree.builder.partials(), tree);
}

}  // namespace

Result<RecoveredTree> recover_tree(TileStore& store, RecordSource& records,
                                   const TreeBounds& bounds) {
    RecoveredTree tree;
    if (bounds.synced.size > 0 && bounds.synced.size <= records.count()) {
        auto resumed = TileBuilder::resume(bounds.synced, store.reader());
        if (resumed) {
            tree.builder = std::move(*resumed);
        } else {
            tree.damage = resumed.error().message;
        }
    }
    store.expect_partials(tree.builder.size());
    RETURN_IF_ERROR(check_published(store, bounds.published, tree));
    std::vector<TileFile> completed;
    const Position from{tree.builder.size()};
    const Position to{records.count()};
    RETURN_IF_ERROR(records.scan(from, to, [&](Position, const FrameView& frame) -> Status {
        completed.clear();
        RETURN_IF_ERROR(tree.builder.append(entry_of(frame.header).view(), completed));
        RETURN_IF_ERROR(repair_all(store, completed, tree));
        return check_published(store, bounds.published, tree);
    }));
    // What was cut short before its checkpoint was signed would lie within the next one.
    RETURN_IF_ERROR(repair_all(store, tree.builder.partials(), tree));
    tree.compared_count = to.value - from.value;
    return tree;
}

}  // namespace fallbuch
