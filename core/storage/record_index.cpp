#include "core/storage/record_index.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "core/base/assert.h"
#include "core/base/bytes.h"

namespace fallbuch {
namespace {

constexpr std::size_t kBlockRecordsMin = 4096;
const Location kLogStart{1, kSegmentHeaderBytes};

Error damaged(const std::string& path) {
    return Error{ErrorCode::corrupt, path + ": the index contradicts itself"};
}

}  // namespace

Result<RecordIndex> RecordIndex::load(const IndexPlace& place, IndexUse use,
                                      std::uint64_t record_count_max) {
    RecordIndex index(place, use);
    index.tail_.end = kLogStart;
    ASSIGN_OR_RETURN(const bool found, place.files.exists(place.path));
    if (!found) return index;
    const OpenMode mode = use == IndexUse::write ? OpenMode::write : OpenMode::read;
    ASSIGN_OR_RETURN(index.file_, place.files.open(place.path, mode));
    RETURN_IF_ERROR(index.load_blocks(record_count_max));
    return index;
}

Status RecordIndex::load_blocks(std::uint64_t record_count_max) {
    ASSIGN_OR_RETURN(const std::uint64_t size_bytes, file_->size());
    std::uint64_t offset_bytes = 0;
    while (offset_bytes < size_bytes) {
        auto more = load_block(offset_bytes, record_count_max);
        if (!more && more.error().code != ErrorCode::corrupt) return more.error();
        if (!more) {
            damage_ = place_.path + ": " + more.error().message + " (at byte " +
                      std::to_string(offset_bytes) + ")";
        }
        if (!more || !*more) break;
    }
    file_bytes_ = offset_bytes;
    if (use_ == IndexUse::write && offset_bytes < size_bytes) return file_->truncate(offset_bytes);
    return {};
}

Result<bool> RecordIndex::load_block(std::uint64_t& offset_bytes, std::uint64_t record_count_max) {
    Bytes head_bytes(kIndexHeadBytes);
    ASSIGN_OR_RETURN(const std::size_t head_size, file_->read_at(offset_bytes, head_bytes));
    head_bytes.resize(head_size);
    ASSIGN_OR_RETURN(const IndexHead head, decode_index_head(head_bytes, place_.ledger));
    if (head.first_position.value != record_count()) return damaged(place_.path);
    if (head.first_position.value + head.record_count > record_count_max) return false;
    ASSIGN_OR_RETURN(const std::uint64_t size_bytes, file_->size());
    if (head.payload_bytes() > size_bytes - offset_bytes) return damaged(place_.path);
    Bytes payload(head.payload_bytes());
    ASSIGN_OR_RETURN(const std::size_t payload_size,
                     file_->read_at(offset_bytes + kIndexHeadBytes, payload));
    payload.resize(payload_size);
    ASSIGN_OR_RETURN(const IndexBlock block, decode_index_block(head, payload));
    RETURN_IF_ERROR(apply(block));
    blocks_.push_back({head, offset_bytes + kIndexHeadBytes});
    offset_bytes += kIndexHeadBytes + head.payload_bytes();
    tail_.first_position = Position{head.first_position.value + head.record_count};
    tail_.end = head.end;
    return true;
}

Status RecordIndex::apply(const IndexBlock& block) {
    for (const StreamId& stream : block.streams) stream_number(stream);
    for (const SubjectId& subject : block.subjects) subject_number(subject);
    std::uint32_t posting = 0;
    for (std::size_t i = 0; i < block.rows.size(); ++i) {
        const IndexRow& row = block.rows[i];
        const Position position{block.first_position.value + i};
        if (row.stream_number >= stream_tails_.size()) return damaged(place_.path);
        StreamTail& tail = stream_tails_[row.stream_number];
        tail.last = position;
        ++tail.version.value;
        if (row.posting_end < posting || row.posting_end > block.postings.size()) {
            return damaged(place_.path);
        }
        for (; posting < row.posting_end; ++posting) {
            const std::uint32_t subject = block.postings[posting].subject_number;
            if (subject >= subject_tails_.size()) return damaged(place_.path);
            subject_tails_[subject].last = position.value + 1;
        }
        events_.insert(row.event, position);
    }
    return {};
}

std::uint32_t RecordIndex::stream_number(const StreamId& stream) {
    const auto next = static_cast<std::uint32_t>(stream_tails_.size());
    const auto [entry, is_new] = stream_numbers_.try_emplace(stream, next);
    if (is_new) stream_tails_.emplace_back();
    return entry->second;
}

std::uint32_t RecordIndex::subject_number(const SubjectId& subject) {
    const auto next = static_cast<std::uint32_t>(subject_tails_.size());
    const auto [entry, is_new] = subject_numbers_.try_emplace(subject, next);
    if (is_new) subject_tails_.emplace_back();
    return entry->second;
}

void RecordIndex::add(const EventId& event, const StreamId& stream,
                      std::span<const SubjectId> subjects, Location frame) {
    const Position position{record_count()};
    LEDGER_ASSERT(frame.offset_bytes <= UINT32_MAX);
    const std::size_t streams_before = stream_tails_.size();
    const std::uint32_t number = stream_number(stream);
    if (number == streams_before) tail_.streams.push_back(stream);
    StreamTail& tail = stream_tails_[number];
    IndexRow row;
    row.event = event;
    row.segment = frame.segment;
    row.offset_bytes = static_cast<std::uint32_t>(frame.offset_bytes);
    row.previous = tail.version.value == 0 ? 0 : tail.last.value + 1;
    row.stream_number = number;
    tail = {position, StreamVersion{tail.version.value + 1}};
    for (const SubjectId& subject : subjects) {
        const std::size_t subjects_before = subject_tails_.size();
        const std::uint32_t who = subject_number(subject);
        if (who == subjects_before) tail_.subjects.push_back(subject);
        tail_.postings.push_back({subject_tails_[who].last, who, 0});
        subject_tails_[who].last = position.value + 1;
    }
    row.posting_end = static_cast<std::uint32_t>(tail_.postings.size());
    tail_.rows.push_back(row);
    events_.insert(event, position);
}

Status RecordIndex::group_ended(Location next) {
    tail_.end = next;
    if (use_ == IndexUse::read || tail_.rows.size() < kBlockRecordsMin) return {};
    return write_tail();
}

Status RecordIndex::write_tail() {
    if (!file_) {
        ASSIGN_OR_RETURN(file_, place_.files.open(place_.path, OpenMode::overwrite));
    }
    Bytes bytes;
    encode_index_block(tail_, place_.ledger, bytes);
    ASSIGN_OR_RETURN(const IndexHead head,
                     decode_index_head(ByteView(bytes).first(kIndexHeadBytes), place_.ledger));
    RETURN_IF_ERROR(file_->write_at(file_bytes_, bytes));
    blocks_.push_back({head, file_bytes_ + kIndexHeadBytes});
    file_bytes_ += bytes.size();
    const Position first{record_count()};
    tail_.streams.clear();
    tail_.subjects.clear();
    tail_.rows.clear();
    tail_.postings.clear();
    tail_.first_position = first;
    return {};
}

const RecordIndex::StoredBlock* RecordIndex::stored_block(Position position) const {
    if (position >= tail_.first_position) return nullptr;
    const auto behind = std::upper_bound(blocks_.begin(), blocks_.end(), position,
                                         [](Position wanted, const StoredBlock& block) {
                                             return wanted < block.head.first_position;
                                         });
    LEDGER_ASSERT(behind != blocks_.begin());
    return &*std::prev(behind);
}

Result<IndexRow> RecordIndex::row(Position position) const {
    LEDGER_ASSERT(position.value < record_count());
    const StoredBlock* block = stored_block(position);
    if (block == nullptr) return tail_.rows[position.value - tail_.first_position.value];
    IndexRow row;
    const std::uint64_t place = position.value - block->head.first_position.value;
    const std::uint64_t offset_bytes =
        block->payload_offset_bytes + block->head.rows_offset_bytes() + place * sizeof(IndexRow);
    ASSIGN_OR_RETURN(
        const std::size_t size_bytes,
        file_->read_at(offset_bytes, {reinterpret_cast<std::uint8_t*>(&row), sizeof row}));
    if (size_bytes != sizeof row) return damaged(place_.path);
    return row;
}

Result<std::vector<IndexPosting>> RecordIndex::postings_of(Position position) const {
    const StoredBlock* block = stored_block(position);
    const Position first = block == nullptr ? tail_.first_position : block->head.first_position;
    ASSIGN_OR_RETURN(const IndexRow own, row(position));
    std::uint32_t begin = 0;
    if (position > first) {
        ASSIGN_OR_RETURN(const IndexRow before, row(Position{position.value - 1}));
        begin = before.posting_end;
    }
    const std::uint64_t stored_count =
        block == nullptr ? tail_.postings.size() : block->head.posting_count;
    if (own.posting_end < begin || own.posting_end > stored_count) return damaged(place_.path);
    std::vector<IndexPosting> postings(own.posting_end - begin);
    if (block == nullptr) {
        std::copy_n(tail_.postings.begin() + begin, postings.size(), postings.begin());
        return postings;
    }
    const std::uint64_t offset_bytes = block->payload_offset_bytes +
                                       block->head.postings_offset_bytes() +
                                       std::uint64_t{begin} * sizeof(IndexPosting);
    const MutableByteView bytes{reinterpret_cast<std::uint8_t*>(postings.data()),
                                postings.size() * sizeof(IndexPosting)};
    ASSIGN_OR_RETURN(const std::size_t size_bytes, file_->read_at(offset_bytes, bytes));
    if (size_bytes != bytes.size()) return damaged(place_.path);
    return postings;
}

Result<std::uint64_t> RecordIndex::previous_of_subject(Position position,
                                                       std::uint32_t subject) const {
    ASSIGN_OR_RETURN(const auto postings, postings_of(position));
    for (const IndexPosting& posting : postings) {
        if (posting.subject_number == subject) return posting.previous;
    }
    return damaged(place_.path);
}

Result<std::optional<Position>> RecordIndex::find_event(const EventId& event) const {
    std::optional<Error> failure;
    std::optional<Position> found;
    events_.find(event, [&](Position candidate) {
        const auto stored = row(candidate);
        if (!stored) {
            failure = stored.error();
            return true;
        }
        if (stored->event != event) return false;
        found = candidate;
        return true;
    });
    if (failure) return *failure;
    return found;
}

std::optional<StreamTail> RecordIndex::find_stream(const StreamId& stream) const {
    const auto entry = stream_numbers_.find(stream);
    if (entry == stream_numbers_.end()) return std::nullopt;
    return stream_tails_[entry->second];
}

Result<std::vector<Position>> RecordIndex::stream_positions(const StreamId& stream,
                                                            Position bound) const {
    std::vector<Position> positions;
    const auto tail = find_stream(stream);
    std::uint64_t next = tail ? tail->last.value + 1 : 0;
    while (next != 0) {
        const Position position{next - 1};
        if (position < bound) positions.push_back(position);
        ASSIGN_OR_RETURN(const IndexRow stored, row(position));
        if (stored.previous >= next) return damaged(place_.path);
        next = stored.previous;
    }
    std::reverse(positions.begin(), positions.end());
    return positions;
}

Result<std::vector<Position>> RecordIndex::subject_positions(const SubjectId& subject,
                                                             Position bound) const {
    std::vector<Position> positions;
    const auto entry = subject_numbers_.find(subject);
    if (entry == subject_numbers_.end()) return positions;
    std::uint64_t next = subject_tails_[entry->second].last;
    while (next != 0) {
        const Position position{next - 1};
        if (position < bound) positions.push_back(position);
        ASSIGN_OR_RETURN(const std::uint64_t previous,
                         previous_of_subject(position, entry->second));
        if (previous >= next) return damaged(place_.path);
        next = previous;
    }
    std::reverse(positions.begin(), positions.end());
    return positions;
}

Result<Location> RecordIndex::location(Position position) const {
    ASSIGN_OR_RETURN(const IndexRow stored, row(position));
    return Location{stored.segment, stored.offset_bytes};
}

Result<EventId> RecordIndex::event_at(Position position) const {
    ASSIGN_OR_RETURN(const IndexRow stored, row(position));
    return stored.event;
}

RecordIndex::ScanStart RecordIndex::scan_start(Position position) const {
    // A block begins where the one before it ends, and both are ends of groups.
    ScanStart start{kLogStart, Position{0}};
    for (auto block = blocks_.rbegin(); block != blocks_.rend(); ++block) {
        const Position behind{block->head.first_position.value + block->head.record_count};
        if (behind <= position) {
            start = {block->head.end, behind};
            break;
        }
    }
    return start;
}

std::uint64_t RecordIndex::memory_bytes() const {
    // Hash node with key and number, and its bucket's pointer, in libstdc++ on 64 bits.
    constexpr std::uint64_t kMapEntryBytes = 56;
    return events_.size_bytes() + stream_numbers_.size() * (kMapEntryBytes + sizeof(StreamTail)) +
           subject_numbers_.size() * (kMapEntryBytes + sizeof(SubjectTail)) +
           tail_.rows.capacity() * sizeof(IndexRow) +
           tail_.postings.capacity() * sizeof(IndexPosting);
}

}  // namespace fallbuch
