#include "consumers/ingest/refused_walk.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "core/base/assert.h"

namespace fallbuch {
namespace {

// Reads so many bytes, or fewer at the end of the file.
Result<Bytes> read_bytes(File& file, std::uint64_t offset_bytes, std::size_t size_bytes) {
    Bytes bytes(size_bytes);
    ASSIGN_OR_RETURN(const std::size_t read_count_bytes, file.read_at(offset_bytes, bytes));
    bytes.resize(read_count_bytes);
    return bytes;
}

}  // namespace

Status check_refused_head(File& file, UtcDay day, const QuarantineKey& key) {
    ASSIGN_OR_RETURN(const Bytes head, read_bytes(file, 0, kRefusedHeadBytes));
    ASSIGN_OR_RETURN(const QuarantineKeyCheck key_check, decode_refused_head(day, head));
    if (key_check == key.key_check()) return {};
    return Error{ErrorCode::denied,
                 refused_file_name(day) + ": is sealed under another quarantine key"};
}

Result<std::optional<RefusedWalk::Found>> RefusedWalk::read_entry(std::uint64_t offset_bytes) {
    std::optional<Found> none;
    ASSIGN_OR_RETURN(const Bytes start, read_bytes(file_, offset_bytes, kRefusedFrameBytes));
    const auto frame = decode_refused_frame(start);
    if (!frame || frame->size_bytes() > end_bytes_ - offset_bytes) return none;
    ASSIGN_OR_RETURN(Bytes open_part, read_bytes(file_, offset_bytes, frame->open_bytes()));
    auto entry = decode_refused_entry(day_, open_part);
    if (!entry) return none;
    return Found{*std::move(entry), offset_bytes, *frame, std::move(open_part)};
}

Result<std::optional<RefusedWalk::Found>> RefusedWalk::find_entry(std::uint64_t offset_bytes) {
    constexpr std::size_t kChunkBytes = 64 * 1024;
    constexpr std::uint8_t kFirstByte = 'R';  // of every entry
    while (offset_bytes < end_bytes_) {
        const auto chunk_bytes = static_cast<std::size_t>(
            std::min<std::uint64_t>(kChunkBytes, end_bytes_ - offset_bytes));
        ASSIGN_OR_RETURN(const Bytes chunk, read_bytes(file_, offset_bytes, chunk_bytes));
        for (auto at = std::find(chunk.begin(), chunk.end(), kFirstByte); at != chunk.end();
             at = std::find(at + 1, chunk.end(), kFirstByte)) {
            const auto place = offset_bytes + static_cast<std::uint64_t>(at - chunk.begin());
            ASSIGN_OR_RETURN(auto found, read_entry(place));
            if (found) return found;
        }
        offset_bytes += chunk_bytes;
    }
    return std::optional<Found>{};
}

void RefusedWalk::report(std::string_view why) {
    damage_.push_back(refused_file_name(day_) + ": entry " + std::to_string(next_number_) +
                      " at byte " + std::to_string(offset_bytes_) + ": " + std::string(why));
}

Result<std::optional<RefusedEntry>> RefusedWalk::next() {
    last_.reset();
    if (offset_bytes_ >= end_bytes_) return std::optional<RefusedEntry>{};
    ASSIGN_OR_RETURN(last_, read_entry(offset_bytes_));
    const bool damaged = !last_;
    if (damaged) {
        ASSIGN_OR_RETURN(last_, find_entry(offset_bytes_ + 1));
        report("is damaged; " +
               (last_ ? "the next that can be read is " + std::to_string(last_->entry.id.number)
                      : std::string("none behind it can be read")));
    } else if (last_->entry.id.number != next_number_) {
        report("another one stands here (" + std::to_string(last_->entry.id.number) + ")");
    }
    if (!last_) {
        offset_bytes_ = end_bytes_;
        return std::optional<RefusedEntry>{};
    }
    LEDGER_ASSERT(last_->offset_bytes >= offset_bytes_);
    offset_bytes_ = last_->offset_bytes + last_->frame.size_bytes();
    next_number_ = last_->entry.id.number + 1;
    return std::optional<RefusedEntry>(last_->entry);
}

Result<Bytes> RefusedWalk::text(const QuarantineKey& key) {
    LEDGER_ASSERT(last_.has_value());
    ASSIGN_OR_RETURN(const Bytes sealed,
                     read_bytes(file_, last_->offset_bytes + last_->frame.open_bytes(),
                                last_->frame.sealed_bytes));
    auto text = key.open(refused_associated(day_, last_->open_part), sealed);
    if (!text && text.error().code == ErrorCode::corrupt) {
        return text.error().in(refused_file_name(day_) + ": entry " +
                               std::to_string(last_->entry.id.number));
    }
    return text;
}

}  // namespace fallbuch
