#include "core/storage/log.h"

#include <string>
#include <utility>

#include "core/base/assert.h"
#include "core/base/bytes.h"
#include "core/base/file.h"
#include "core/storage/segment.h"

namespace fallbuch {
namespace {

Error stopped_error() {
    return Error{ErrorCode::unavailable,
                 "log: stopped after a failed write; close and open the ledger again"};
}

Error beyond_end(Position position, std::uint64_t count) {
    return Error{ErrorCode::not_found, "log: no record at position " +
                                           std::to_string(position.value) + " (the log has " +
                                           std::to_string(count) + ")"};
}

}  // namespace

Log::Log(const LogPlace& place, RecordIndex index, DurableMarkFile mark)
    : files_(place), index_(std::move(index)), mark_(std::move(mark)) {}

Status Log::create(const LogPlace& place) {
    RETURN_IF_ERROR(make_durable_directory(place.files, place.directory));
    Bytes bytes;
    encode_segment_header({place.ledger, 1, Position{0}}, bytes);
    const std::string path = place.segment_path(segment_name(1));
    ASSIGN_OR_RETURN(const auto file, place.files.open(path, OpenMode::create));
    RETURN_IF_ERROR(file->write_at(0, bytes));
    RETURN_IF_ERROR(file->sync());
    ASSIGN_OR_RETURN(DurableMarkFile mark,
                     DurableMarkFile::open_writer(place.files, place.mark_path(), place.ledger));
    RETURN_IF_ERROR(mark.write({0, {1, kSegmentHeaderBytes}}));
    return place.files.sync_directory(place.directory);
}

Result<std::unique_ptr<Log>> Log::open(const LogPlace& place, std::uint64_t signed_count) {
    ASSIGN_OR_RETURN(RecordIndex index,
                     RecordIndex::load({place.files, place.index_path(), place.ledger},
                                       IndexUse::write, UINT64_MAX));
    ASSIGN_OR_RETURN(DurableMarkFile mark,
                     DurableMarkFile::open_writer(place.files, place.mark_path(), place.ledger));
    std::unique_ptr<Log> log(new Log(place, std::move(index), std::move(mark)));
    KnownCounts known{signed_count, 0};
    // A damaged mark says nothing; it is written anew below.
    const auto stored = log->mark_.read();
    if (stored) known.acknowledged_count = stored->record_count;
    if (!stored && stored.error().code != ErrorCode::corrupt) return stored.error();
    ASSIGN_OR_RETURN(log->recovered_, recover_log(log->files_, log->index_, known));
    log->end_ = log->index_.end();
    ASSIGN_OR_RETURN(const auto numbers, log->files_.numbers());
    if (numbers.back() > log->end_.segment) log->end_ = {numbers.back(), kSegmentHeaderBytes};
    ASSIGN_OR_RETURN(log->segment_,
                     place.files.open(log->files_.path(log->end_.segment), OpenMode::write));
    log->publish();
    RETURN_IF_ERROR(log->mark_.write({log->count(), log->end_}));
    return log;
}

Result<std::optional<Position>> Log::find_added(const EventId& event) const {
    return index_.find_event(event);
}

std::optional<StreamTail> Log::find_stream(const StreamId& stream) const {
    return index_.find_stream(stream);
}

std::optional<FrameView> Log::pending(Position position) const {
    if (!open_ || position < group_.first_position() || position >= next()) return std::nullopt;
    const auto index = static_cast<std::uint32_t>(position.value - group_.first_position().value);
    const auto frame = decode_frame(group_.bytes().subspan(group_.frame_offset_bytes(index)));
    LEDGER_ASSERT(frame.has_value());
    return *frame;
}

void Log::add(const NewRecord& record) {
    if (!open_) group_.begin(next());
    open_ = true;
    group_.add(record.header, record.spans);
    const std::uint64_t offset_bytes = group_.frame_offset_bytes(group_.record_count() - 1);
    const std::unique_lock lock(index_mutex_);
    index_.add(record.event, record.stream, record.subjects,
               {end_.segment, end_.offset_bytes + offset_bytes});
}

Status Log::start_segment(std::uint32_t number) {
    Bytes bytes;
    encode_segment_header({files_.place().ledger, number, next()}, bytes);
    FileSystem& files = files_.place().files;
    ASSIGN_OR_RETURN(segment_, files.open(files_.path(number), OpenMode::create));
    RETURN_IF_ERROR(segment_->write_at(0, bytes));
    RETURN_IF_ERROR(segment_->sync());
    RETURN_IF_ERROR(files.sync_directory(files_.place().directory));
    end_ = {number, kSegmentHeaderBytes};
    return {};
}

Status Log::write_group() {
    RETURN_IF_ERROR(segment_->write_at(end_.offset_bytes, group_.bytes()));
    RETURN_IF_ERROR(segment_->sync());
    end_.offset_bytes += group_.bytes().size();
    if (end_.offset_bytes >= files_.place().segment_bytes_max)
        RETURN_IF_ERROR(start_segment(end_.segment + 1));
    return {};
}

Result<std::uint64_t> Log::commit(std::optional<SourceOffset> source) {
    if (failed_) return stopped_error();
    LEDGER_ASSERT(open_);
    group_.finish(source);
    failed_ = true;  // until everything below has worked
    const Location behind{end_.segment, end_.offset_bytes + group_.bytes().size()};
    RETURN_IF_ERROR(write_group());
    {
        const std::unique_lock lock(index_mutex_);
        RETURN_IF_ERROR(index_.group_ended(behind));
    }
    RETURN_IF_ERROR(mark_.write({index_.record_count(), end_}));
    failed_ = false;
    open_ = false;
    ++group_count_;
    publish();
    return count();
}

void Log::publish() {
    const std::lock_guard lock(wait_mutex_);
    durable_count_.store(index_.record_count(), std::memory_order_release);
    wait_.notify_all();
}

Result<StoredRecord> Log::read(Position position) {
    if (position.value >= count()) return beyond_end(position, count());
    Location location;
    {
        const std::shared_lock lock(index_mutex_);
        ASSIGN_OR_RETURN(location, index_.location(position));
    }
    return files_.read_frame(location);
}

Result<std::vector<Position>> Log::stream_positions(const StreamId& stream) {
    const Position bound{count()};
    const std::shared_lock lock(index_mutex_);
    return index_.stream_positions(stream, bound);
}

Result<std::vector<Position>> Log::subject_positions(const SubjectId& subject) {
    const Position bound{count()};
    const std::shared_lock lock(index_mutex_);
    return index_.subject_positions(subject, bound);
}

Result<std::optional<Position>> Log::find_event(const EventId& event) {
    const std::shared_lock lock(index_mutex_);
    ASSIGN_OR_RETURN(const auto found, index_.find_event(event));
    if (found && found->value >= count()) return std::optional<Position>();
    return found;
}

Status Log::scan(Position from, Position to, const Visit& visit) {
    if (to.value > count()) return beyond_end(to, count());
    return cursor(from).advance(to, visit);
}

RecordCursor Log::cursor(Position from) {
    const std::shared_lock lock(index_mutex_);
    return RecordCursor(files_, index_.scan_start(from), from);
}

std::uint64_t Log::wait_beyond(std::uint64_t known_count, const std::atomic<bool>& interrupted,
                               Deadline deadline) {
    const auto is_over = [&] { return interrupted.load() || count() > known_count; };
    std::unique_lock lock(wait_mutex_);
    if (deadline == Deadline::max()) {
        wait_.wait(lock, is_over);
    } else {
        wait_.wait_until(lock, deadline, is_over);
    }
    return count();
}

void Log::interrupt() {
    const std::lock_guard lock(wait_mutex_);
    wait_.notify_all();
}

}  // namespace fallbuch
