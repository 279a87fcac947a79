#include "core/ledger/fsck.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

#include "core/base/bytes.h"
#include "core/base/file.h"
#include "core/ledger/checkpoints.h"
#include "core/ledger/fsck_log.h"
#include "core/ledger/fsck_spans.h"
#include "core/ledger/fsck_tree.h"
#include "core/ledger/integrator.h"
#include "core/ledger/ledger_file.h"
#include "core/storage/durable_mark.h"
#include "core/storage/group_scanner.h"
#include "core/storage/log_place.h"
#include "core/storage/record_index.h"
#include "core/storage/recovery.h"
#include "core/storage/segment.h"
#include "core/vault/vault.h"

namespace fallbuch {
namespace {

// One run of fsck over one directory; the steps share what they learn.
class Fsck {
public:
    Fsck(const LedgerPlace& place, const FsckOptions& options) : place_(place), options_(options) {}

    Result<FsckReport> run(const MasterKey& master);

private:
    Status lost_ledger_file(const Error& error);
    Status take_lock();
    Status read_mark();
    Status check_vault(const MasterKey& master);
    Status check_checkpoints();
    LogBounds bounds() const;
    Status check_log();
    Status visit_group(const ScannedGroup& group, const std::string& file);
    Status fill_tree(std::uint64_t size);
    Status check_tree_at(std::uint64_t size);
    Status load_stored_index();
    void compare_with_index(const ScannedGroup& group);
    Status check_index();
    Status check_mark(const DurableMark& right);
    void add_spans(SpanAudit::Outcome outcome);
    void find(const std::string& file, std::string what, bool rebuilt = false) {
        report_.findings.push_back({file, std::move(what), rebuilt});
    }
    LogPlace log_place() const { return place_.log_place(file_.id); }
    std::string rebuilt_index_path() const { return log_place().index_path() + ".new"; }

    LedgerPlace place_;
    const FsckOptions& options_;
    FsckReport report_;
    LedgerFile file_;
    std::unique_ptr<FileLock> lock_;  // empty: nothing is written
    bool beside_writer_ = false;
    std::unique_ptr<Vault> vault_;
    StoredCheckpoint newest_;
    std::optional<DurableMark> mark_;  // as it was found; or why not
    std::string mark_fault_;
    std::optional<RecordIndex> rebuilt_index_;  // if it can be written beside the stored one
    std::optional<RecordIndex> stored_index_;   // otherwise
    std::optional<TreeAudit> tree_;
    std::optional<SpanAudit> spans_;
};

Status Fsck::take_lock() {
    auto lock = place_.files.lock(place_.lock_path());
    if (lock) {
        lock_ = std::move(*lock);
        return {};
    }
    // Only a held lock means a writer: then its file can be opened all the same.
    const auto writable = place_.files.open(place_.lock_path(), OpenMode::write);
    beside_writer_ = writable.has_value();
    report_.notes.push_back(
        beside_writer_
            ? "another process is writing: checked what is durable, without index and durable mark"
            : "cannot be written to, so nothing is made anew (" + lock.error().message + ")");
    return {};
}

// Read after the checkpoints, none of which covers more.
Status Fsck::read_mark() {
    const LogPlace place = log_place();
    const auto file = DurableMarkFile::open_reader(place.files, place.mark_path(), place.ledger);
    auto mark = file ? file->read() : Result<DurableMark>(file.error());
    if (mark) {
        mark_ = *mark;
        return {};
    }
    mark_fault_ = mark.error().message;
    const bool is_lost = mark.error().code == ErrorCode::corrupt ||  //
                         mark.error().code == ErrorCode::not_found;
    return is_lost ? Status{} : mark.error();
}

Status Fsck::check_vault(const MasterKey& master) {
    auto vault = Vault::open({place_.files, place_.random, place_.vault_path(), file_.id}, master);
    if (!vault) {
        const bool is_lost = vault.error().code == ErrorCode::not_found;
        if (vault.error().code != ErrorCode::corrupt && !is_lost) return vault.error();
        find(place_.vault_path(), is_lost ? "is missing: without its keys no record can be read"
                                          : vault.error().message);
        return {};
    }
    vault_ = std::move(*vault);
    ASSIGN_OR_RETURN(const VaultReport checked, vault_->check());
    report_.key_count = checked.key_count;
    for (const std::string& fault : checked.faults) find(place_.vault_path(), fault);
    return {};
}

Status Fsck::check_checkpoints() {
    auto published = read_published(place_, file_);
    auto synced = read_synced(place_, file_);
    if (!published && published.error().code == ErrorCode::unavailable) return published.error();
    if (!synced && synced.error().code == ErrorCode::unavailable) return synced.error();
    const bool take_synced = synced && (!published || synced->head.size > published->head.size);
    if (published || synced) newest_ = take_synced ? *synced : *published;
    const bool mend = lock_ != nullptr && (published || synced);
    if (!published) {
        if (mend) RETURN_IF_ERROR(publish_checkpoint(place_, newest_.note));
        find(place_.tlog_path() + "/checkpoint", published.error().message, mend);
    }
    if (!synced) {
        if (mend) RETURN_IF_ERROR(publish_synced(place_, newest_.note));
        find(place_.synced_path(), synced.error().message, mend);
    }
    report_.signed_count = newest_.head.size;
    return {};
}

// The records up to there cannot be read: the tiles say what they hashed to.
Status Fsck::fill_tree(std::uint64_t size) {
    while (tree_ && tree_->size() < std::min(size, newest_.head.size)) {
        ASSIGN_OR_RETURN(const bool filled, tree_->fill_up(tree_->size() + 1, newest_.head.size));
        if (filled) {
            RETURN_IF_ERROR(check_tree_at(tree_->size()));
            continue;
        }
        find(place_.tlog_path(), "tiles from record " + std::to_string(tree_->size()) +
                                     " on and the signed root could not be compared with the log");
        tree_.reset();
    }
    return {};
}

Status Fsck::visit_group(const ScannedGroup& group, const std::string& file) {
    RETURN_IF_ERROR(fill_tree(group.header.first_position.value));
    ByteView rest = group.frames;
    while (!rest.empty()) {
        ASSIGN_OR_RETURN(const FrameView frame, decode_checked_frame(rest));
        if (tree_ && tree_->size() < newest_.head.size) {
            RETURN_IF_ERROR(tree_->add(entry_of(frame.header).view()));
            RETURN_IF_ERROR(check_tree_at(tree_->size()));
        }
        rest = rest.subspan(frame.size_bytes());
    }
    if (rebuilt_index_) RETURN_IF_ERROR(add_group_to_index(group, *rebuilt_index_));
    if (stored_index_) compare_with_index(group);
    if (spans_) spans_->add(group.header.first_position, group.frames, file);
    report_.record_count += group.header.record_count;
    if (options_.progress) options_.progress(report_.record_count, newest_.head.size);
    return {};
}

Status Fsck::check_tree_at(std::uint64_t size) {
    if (size != newest_.head.size || newest_.note.empty()) return {};
    if (tree_->root() != newest_.head.root) {
        find(place_.log_path(), "the first " + std::to_string(size) +
                                    " records give another root than the checkpoint signs");
    }
    return tree_->compare_partials();
}

LogBounds Fsck::bounds() const {
    LogBounds bounds{{newest_.head.size, mark_ ? mark_->record_count : 0}, {}};
    if (!lock_)
        bounds.count_max = std::max(bounds.known.signed_count, bounds.known.acknowledged_count);
    return bounds;
}

Status Fsck::check_log() {
    tree_.emplace(place_, lock_ != nullptr, report_);
    if (vault_) spans_.emplace(*vault_, options_);
    if (!lock_ && !beside_writer_) RETURN_IF_ERROR(load_stored_index());
    if (lock_) {
        ASSIGN_OR_RETURN(const bool left_over, place_.files.exists(rebuilt_index_path()));
        if (left_over) RETURN_IF_ERROR(place_.files.remove(rebuilt_index_path()));
        ASSIGN_OR_RETURN(
            RecordIndex index,
            RecordIndex::load({place_.files, rebuilt_index_path(), file_.id}, IndexUse::write, 0));
        rebuilt_index_.emplace(std::move(index));
    }
    LogAudit audit(log_place(), bounds(), report_);
    RETURN_IF_ERROR(check_tree_at(0));
    RETURN_IF_ERROR(audit.run([&](const ScannedGroup& group, const std::string& file) {
        // A part of a damaged group does not say where it lies.
        if (!audit.is_whole()) rebuilt_index_.reset();
        if (!audit.is_whole()) stored_index_.reset();
        return visit_group(group, file);
    }));
    RETURN_IF_ERROR(fill_tree(newest_.head.size));
    if (tree_ && !newest_.note.empty()) RETURN_IF_ERROR(tree_->check_directory(newest_.head.size));
    if (spans_) add_spans(spans_->finish());
    if (!lock_) {
        if (!mark_) find(log_place().mark_path(), mark_fault_);
        return {};
    }
    if (rebuilt_index_ && audit.is_whole()) {
        const DurableMark right{rebuilt_index_->record_count(), audit.end()};
        RETURN_IF_ERROR(check_index());
        RETURN_IF_ERROR(check_mark(right));
    } else {
        report_.notes.push_back("the index was not compared with the damaged log");
    }
    ASSIGN_OR_RETURN(const bool left, place_.files.exists(rebuilt_index_path()));
    return left ? place_.files.remove(rebuilt_index_path()) : Status{};
}

void Fsck::add_spans(SpanAudit::Outcome outcome) {
    for (FsckFinding& finding : outcome.findings) report_.findings.push_back(std::move(finding));
    report_.opened_span_count = outcome.opened_count;
    if (options_.digest) {
        report_.digest = sha256({outcome.digest.view(), as_bytes(newest_.note)});
    }
}

// Its blocks carry checksums; what they say of each record is compared as the log is read.
Status Fsck::load_stored_index() {
    const LogPlace place = log_place();
    ASSIGN_OR_RETURN(RecordIndex index,
                     RecordIndex::load({place.files, place.index_path(), place.ledger},
                                       IndexUse::read, UINT64_MAX));
    if (!index.damage().empty()) find(place.index_path(), index.damage());
    stored_index_.emplace(std::move(index));
    return {};
}

void Fsck::compare_with_index(const ScannedGroup& group) {
    Position position = group.header.first_position;
    Location at{group.location.segment, group.location.offset_bytes + kGroupHeaderBytes};
    for (ByteView rest = group.frames; !rest.empty(); ++position.value) {
        if (position.value >= stored_index_->record_count()) return;
        const auto frame = decode_checked_frame(rest);
        if (!frame) return;
        const auto prefix = decode_prefix(frame->header);
        const auto event = stored_index_->event_at(position);
        const auto location = stored_index_->location(position);
        if (!prefix || !event || !location || *event != prefix->event_id || *location != at) {
            find(log_place().index_path(), "record " + std::to_string(position.value) +
                                               ": the index is not the one that the log gives");
            stored_index_.reset();
            return;
        }
        at.offset_bytes += frame->size_bytes();
        rest = rest.subspan(frame->size_bytes());
    }
}

// The index is a function of the log, byte for byte. A crash may have taken blocks from its end.
Status Fsck::check_index() {
    FileSystem& files = place_.files;
    const std::string path = log_place().index_path();
    const auto stored = read_file(files, path, UINT64_MAX);
    const auto rebuilt = read_file(files, rebuilt_index_path(), UINT64_MAX);
    if (!stored && stored.error().code == ErrorCode::unavailable) return stored.error();
    const ByteView is = stored ? ByteView(*stored) : ByteView{};
    const ByteView must = rebuilt ? ByteView(*rebuilt) : ByteView{};
    const bool is_prefix =
        is.size() <= must.size() && std::equal(is.begin(), is.end(), must.begin());
    if (is_prefix) return {};
    if (rebuilt) {
        RETURN_IF_ERROR(files.rename(rebuilt_index_path(), path));
    } else {
        RETURN_IF_ERROR(files.remove(path));
    }
    find(path, "the index is not the one that the log gives", true);
    return {};
}

// The log reaches as far as the mark at least: LogAudit has seen to that.
Status Fsck::check_mark(const DurableMark& right) {
    if (mark_ && *mark_ == right) return {};
    const LogPlace place = log_place();
    ASSIGN_OR_RETURN(DurableMarkFile file,
                     DurableMarkFile::open_writer(place.files, place.mark_path(), place.ledger));
    RETURN_IF_ERROR(file.write(right));
    if (mark_ && mark_->record_count < right.record_count) {
        report_.notes.push_back(place.mark_path() +
                                ": was behind the log, as after a power failure");
        return {};
    }
    find(place.mark_path(), mark_ ? "the durable mark names another end of the log" : mark_fault_,
         true);
    return {};
}

// A ledger whose first file is gone is damaged; a directory without a log holds no ledger.
Status Fsck::lost_ledger_file(const Error& error) {
    if (error.code == ErrorCode::corrupt) {
        find(place_.ledger_file_path(), error.message);
        return {};
    }
    ASSIGN_OR_RETURN(const bool has_log, place_.files.exists(place_.log_path()));
    ASSIGN_OR_RETURN(const bool has_keys, place_.files.exists(place_.vault_path()));
    if (error.code != ErrorCode::not_found || !(has_log || has_keys)) return error;
    find(place_.ledger_file_path(),
         "is missing, but a ledger lies beside it; nothing else was checked");
    return {};
}

Result<FsckReport> Fsck::run(const MasterKey& master) {
    const auto file = read_ledger_file(place_);
    if (!file) {
        RETURN_IF_ERROR(lost_ledger_file(file.error()));
        return report_;
    }
    file_ = *file;
    RETURN_IF_ERROR(take_lock());
    RETURN_IF_ERROR(check_vault(master));
    RETURN_IF_ERROR(check_checkpoints());
    RETURN_IF_ERROR(read_mark());
    RETURN_IF_ERROR(check_log());
    if (vault_ && options_.check_more) RETURN_IF_ERROR(options_.check_more(*vault_, report_));
    return report_;
}

}  // namespace

Result<FsckReport> fsck(const LedgerPlace& place, const MasterKey& master,
                        const FsckOptions& options) {
    return Fsck(place, options).run(master);
}

}  // namespace fallbuch
