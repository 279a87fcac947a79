#include "core/ledger/integrator.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "core/base/bytes.h"
#include "core/base/file.h"
#include "core/base/ids.h"
#include "core/codec/record.h"
#include "core/merkle/tiles.h"
#include "core/storage/segment.h"

namespace fallbuch {

Status publish_checkpoint(const LedgerPlace& place, const std::string& note) {
    return replace_file(place.files, place.tlog_path() + "/checkpoint", as_bytes(note),
                        Durability::synced);
}

Status publish_synced(const LedgerPlace& place, const std::string& note) {
    RETURN_IF_ERROR(place.files.sync_all(place.directory));
    return replace_file(place.files, place.synced_path(), as_bytes(note), Durability::synced);
}

Integrator::Integrator(Parts parts, TileStore store, TileBuilder builder, StoredCheckpoint newest)
    : parts_(std::move(parts)),
      store_(std::move(store)),
      builder_(std::move(builder)),
      cursor_(parts_.log.cursor(Position{builder_.size()})),
      published_at_(std::chrono::steady_clock::now() - kCheckpointPauseMin),
      synced_size_(builder_.size()),
      note_(std::move(newest.note)),
      note_size_(newest.head.size),
      thread_([this] { run(); }) {}

Integrator::~Integrator() { stop(); }

void Integrator::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    interrupted_ = true;
    parts_.log.interrupt();
    if (thread_.joinable()) thread_.join();
}

Result<std::string> Integrator::cover(std::uint64_t count) {
    std::unique_lock lock(mutex_);
    wanted_size_ = std::max(wanted_size_, count);
    interrupted_ = true;
    lock.unlock();
    parts_.log.interrupt();
    lock.lock();
    published_.wait(lock, [&] { return failure_ || note_size_ >= count; });
    if (note_size_ >= count) return note_;
    return *failure_;
}

Status Integrator::close() {
    const auto note = cover(parts_.log.count());
    stop();
    if (!note) return note.error();
    return publish_synced(parts_.place, *note);
}

void Integrator::run() {
    const Status outcome = follow();
    const std::lock_guard lock(mutex_);
    failure_ = outcome ? Error{ErrorCode::unavailable, "tree: the ledger is being closed"}
                       : outcome.error();
    published_.notify_all();
}

bool Integrator::is_due() const {
    return std::chrono::steady_clock::now() >= published_at_ + kCheckpointPauseMin;
}

Status Integrator::follow() {
    for (;;) {
        const bool is_signed = note_size_ == builder_.size();
        const auto deadline =
            is_signed ? Log::Deadline::max() : published_at_ + kCheckpointPauseMin;
        const std::uint64_t count = parts_.log.wait_beyond(builder_.size(), interrupted_, deadline);
        bool wanted = false;
        {
            const std::lock_guard lock(mutex_);
            interrupted_ = stopping_;
            wanted = wanted_size_ > note_size_;
            if (stopping_ && !wanted) return {};
        }
        RETURN_IF_ERROR(integrate(count));
        if (builder_.size() > note_size_ && (wanted || is_due())) RETURN_IF_ERROR(publish());
        if (builder_.size() >= synced_size_ + kSyncedEveryRecords) RETURN_IF_ERROR(sync_tiles());
    }
}

Status Integrator::integrate(std::uint64_t count) {
    return cursor_.advance(Position{count}, [&](Position, const FrameView& frame) -> Status {
        completed_.clear();
        RETURN_IF_ERROR(builder_.append(entry_of(frame.header).view(), completed_));
        for (const TileFile& tile : completed_) {
            RETURN_IF_ERROR(store_.write(tile));
            RETURN_IF_ERROR(store_.remove_partials_of(tile.path));
        }
        return {};
    });
}

// Partial tiles that the published checkpoint needs too are the same, and somebody may be reading.
Status Integrator::write_partials() {
    std::set<std::string> published;
    for (const TileId& tile : partial_tiles(note_size_)) published.insert(to_path(tile));
    for (const TileFile& tile : builder_.partials()) {
        if (!published.contains(tile.path)) RETURN_IF_ERROR(store_.write(tile));
    }
    return {};
}

Status Integrator::publish() {
    RETURN_IF_ERROR(write_partials());
    const TreeHead head = builder_.head();
    ASSIGN_OR_RETURN(std::string note, parts_.sign(head));
    RETURN_IF_ERROR(publish_checkpoint(parts_.place, note));
    published_at_ = std::chrono::steady_clock::now();
    const std::lock_guard lock(mutex_);
    note_ = std::move(note);
    note_size_ = head.size;
    published_.notify_all();
    return {};
}

Status Integrator::sync_tiles() {
    if (note_size_ != builder_.size()) RETURN_IF_ERROR(publish());
    RETURN_IF_ERROR(publish_synced(parts_.place, note_));
    synced_size_ = builder_.size();
    return {};
}

}  // namespace fallbuch
