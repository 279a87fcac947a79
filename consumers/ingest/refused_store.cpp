#include "consumers/ingest/refused_store.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "consumers/ingest/refused_count.h"
#include "core/base/assert.h"
#include "core/base/bytes.h"
#include "core/codec/wire.h"

namespace fallbuch {

namespace {

// Texts that begin alike may differ in what was let go, so each of their lines is told.
RefusedFingerprint fingerprint_of(const QuarantineKey& key, const RefusedEvent& event) {
    if (event.cut_bytes == 0) return key.fingerprint(as_bytes(event.text));
    Bytes told;
    WireWriter writer(told);
    writer.raw(as_bytes(event.text));
    writer.fixed(event.text.size() + event.cut_bytes);
    writer.fixed(event.line_number);
    return key.fingerprint(told);
}

}  // namespace

RefusedStore::RefusedStore(const LedgerPlace& place, Vault& vault, QuarantineKey key)
    : place_(place), vault_(vault), directory_(place.refused_path()), key_(key) {}

Result<std::unique_ptr<RefusedStore>> RefusedStore::open(const LedgerPlace& place, Vault& vault) {
    ASSIGN_OR_RETURN(QuarantineKey key, QuarantineKey::find_or_make(vault, place.random));
    std::unique_ptr<RefusedStore> store(new RefusedStore(place, vault, key));
    RETURN_IF_ERROR(store->load());
    return store;
}

UtcDay RefusedStore::today() { return std::chrono::floor<std::chrono::days>(place_.clock.now()); }

std::string RefusedStore::path_of(UtcDay day) const {
    return directory_ + '/' + refused_file_name(day);
}

Status RefusedStore::load() {
    RETURN_IF_ERROR(make_durable_directory(place_.files, directory_));
    RETURN_IF_ERROR(load_mark());
    RETURN_IF_ERROR(remove_now(today() - kRefusedRetention));
    for (const auto& [day, committed] : mark_.days) RETURN_IF_ERROR(load_day(day, committed));
    return {};
}

Status RefusedStore::load_mark() {
    // A mark that a dead process renamed may be seen and yet be lost with the power.
    RETURN_IF_ERROR(place_.files.sync_directory(directory_));
    auto mark = read_refused_mark(place_.files, directory_);
    if (mark) {
        mark_ = *std::move(mark);
        return {};
    }
    if (mark.error().code != ErrorCode::not_found) return mark.error();
    ASSIGN_OR_RETURN(const auto names, place_.files.list(directory_));
    for (const std::string& name : names) {
        if (!parse_refused_file_name(name)) continue;
        return Error{ErrorCode::corrupt, directory_ + "/COMMITTED: is missing beside " + name +
                                             "; move the directory away to begin a new one"};
    }
    return write_refused_mark(place_.files, directory_, mark_);
}

Status RefusedStore::load_day(UtcDay day, const RefusedMark::Day& committed) {
    const auto file = place_.files.open(path_of(day), OpenMode::write);
    if (!file && file.error().code != ErrorCode::not_found) return file.error();
    std::uint64_t size_bytes = 0;
    if (file) {
        ASSIGN_OR_RETURN(size_bytes, (*file)->size());
    }
    if (size_bytes < committed.size_bytes) {
        return Error{ErrorCode::corrupt, path_of(day) + ": is shorter than what was committed (" +
                                             std::to_string(size_bytes) + " of " +
                                             std::to_string(committed.size_bytes) + " bytes)"};
    }
    if (size_bytes > committed.size_bytes) {
        RETURN_IF_ERROR((*file)->truncate(committed.size_bytes));
        RETURN_IF_ERROR((*file)->sync());
    }
    const Status head = check_refused_head(**file, day, key_);
    if (!head && head.error().code != ErrorCode::corrupt) return head.error();
    if (!head) damage_.push_back(head.error().message);
    RefusedWalk walk(**file, day, committed.size_bytes, damage_);
    while (true) {
        ASSIGN_OR_RETURN(const auto entry, walk.next());
        if (!entry) return {};
        kept_.emplace(entry->fingerprint, day);
    }
}

Result<bool> RefusedStore::add(const RefusedEvent& event) {
    if (failure_) return *failure_;
    const RefusedFingerprint fingerprint = fingerprint_of(key_, event);
    if (kept_.contains(fingerprint)) return false;
    const UtcDay day = today();
    if (current_ && current_->day != day) {
        RETURN_IF_ERROR(commit());
        current_.reset();
    }
    if (!current_) RETURN_IF_ERROR(stop_on_failure(begin_day(day)));
    RETURN_IF_ERROR(add_entry(event, fingerprint));
    if (pending_.size() >= kRefusedPendingBytesMax) {
        RETURN_IF_ERROR(stop_on_failure(write_pending()));
    }
    return true;
}

Status RefusedStore::begin_day(UtcDay day) {
    if (!mark_.days.contains(day)) RETURN_IF_ERROR(create_day(day));
    ASSIGN_OR_RETURN(auto file, place_.files.open(path_of(day), OpenMode::write));
    current_ = DayFile{day, std::move(file), mark_.days.at(day)};
    return {};
}

// The mark names the file before its first entry is written, so that a file which no mark names
// holds nothing that was ever kept.
Status RefusedStore::create_day(UtcDay day) {
    const std::string path = path_of(day);
    const auto left_over = place_.files.open(path, OpenMode::read);
    if (left_over) {
        ASSIGN_OR_RETURN(const std::uint64_t size_bytes, (*left_over)->size());
        if (size_bytes > kRefusedHeadBytes) {
            return Error{ErrorCode::corrupt, path + ": holds entries, but no mark names it"};
        }
    } else if (left_over.error().code != ErrorCode::not_found) {
        return left_over.error();
    }
    ASSIGN_OR_RETURN(const auto file, place_.files.open(path, OpenMode::overwrite));
    RETURN_IF_ERROR(file->write_at(0, encode_refused_head(day, key_.key_check())));
    RETURN_IF_ERROR(file->sync());
    RETURN_IF_ERROR(place_.files.sync_directory(directory_));
    mark_.days[day] = {kRefusedHeadBytes, 0};
    return write_refused_mark(place_.files, directory_, mark_);
}

Status RefusedStore::add_entry(const RefusedEvent& event, const RefusedFingerprint& fingerprint) {
    RefusedMark::Day& written = current_->written;
    const RefusedEntry entry{{current_->day, written.entry_count},
                             place_.clock.now(),
                             event.entrance,
                             event.line_number,
                             event.text.size() + event.cut_bytes,
                             event.text.size(),
                             fingerprint,
                             event.event,
                             event.reasons.size(),
                             event.reasons};
    const std::size_t before_bytes = pending_.size();
    const RefusedSealing sealing{key_, place_.random};
    RETURN_IF_ERROR(
        stop_on_failure(encode_refused_entry(entry, as_bytes(event.text), sealing, pending_)));
    const std::size_t entry_bytes = pending_.size() - before_bytes;
    if (written.size_bytes + entry_bytes > kRefusedFileBytesMax) {
        pending_.resize(before_bytes);
        return Error{ErrorCode::unavailable,
                     path_of(current_->day) + ": is full; too many events were refused today"};
    }
    written.size_bytes += entry_bytes;
    ++written.entry_count;
    kept_.emplace(fingerprint, current_->day);
    return {};
}

Status RefusedStore::write_pending() {
    LEDGER_ASSERT(current_->written.size_bytes >= kRefusedHeadBytes + pending_.size());
    const std::uint64_t offset_bytes = current_->written.size_bytes - pending_.size();
    RETURN_IF_ERROR(current_->file->write_at(offset_bytes, pending_));
    pending_.clear();
    return {};
}

Status RefusedStore::commit() {
    if (failure_) return *failure_;
    return stop_on_failure(commit_now());
}

Status RefusedStore::commit_now() {
    if (!current_ || current_->written == mark_.days.at(current_->day)) return {};
    RETURN_IF_ERROR(write_pending());
    RETURN_IF_ERROR(current_->file->sync());
    mark_.days[current_->day] = current_->written;
    RETURN_IF_ERROR(write_refused_mark(place_.files, directory_, mark_));
    // Behind the mark, so that the vault never owes what a crash kept from being committed.
    return remember_refused_count(vault_, current_->day, current_->written.entry_count);
}

Status RefusedStore::remove_older_than(UtcDay first_kept_day) {
    RETURN_IF_ERROR(commit());
    return stop_on_failure(remove_now(first_kept_day));
}

// The mark first says which files go: a crash in between leaves none that looks committed.
Status RefusedStore::remove_now(UtcDay first_kept_day) {
    if (current_ && current_->day < first_kept_day) current_.reset();
    const auto goes = [&](const auto& day) {
        return day.first < first_kept_day || day.second.size_bytes == 0;
    };
    if (std::none_of(mark_.days.begin(), mark_.days.end(), goes)) return {};
    for (auto& day : mark_.days) {
        if (!goes(day)) continue;
        const bool is_early = day.first + kRefusedRetention >= today();
        if (is_early) RETURN_IF_ERROR(remember_refused_removed(vault_, day.first));
        day.second = {};
    }
    RETURN_IF_ERROR(write_refused_mark(place_.files, directory_, mark_));
    for (const auto& [day, committed] : mark_.days) {
        if (committed.size_bytes != 0) continue;
        const Status removed = place_.files.remove(path_of(day));
        if (!removed && removed.error().code != ErrorCode::not_found) return removed;
    }
    RETURN_IF_ERROR(place_.files.sync_directory(directory_));
    std::erase_if(mark_.days, goes);
    std::erase_if(kept_, [&](const auto& kept) { return !mark_.days.contains(kept.second); });
    return write_refused_mark(place_.files, directory_, mark_);
}

Status RefusedStore::stop_on_failure(Status status) {
    if (!status) failure_ = status.error().in("refused events: stopped after a failure");
    return status;
}

}  // namespace fallbuch
