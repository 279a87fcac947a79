#include "core/storage/segment_files.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "core/base/bytes.h"
#include "core/codec/wire.h"

namespace fallbuch {
namespace {

constexpr std::size_t kOpenFilesMax = 256;
constexpr std::size_t kFirstReadBytes = 2048;  // most records fit

}  // namespace

std::string SegmentFiles::path(std::uint32_t number) const {
    return place_.segment_path(segment_name(number));
}

Result<std::vector<std::uint32_t>> SegmentFiles::numbers() const {
    ASSIGN_OR_RETURN(const auto names, place_.files.list(place_.directory));
    std::vector<std::uint32_t> numbers;
    for (const std::string& name : names) {
        if (const auto number = parse_segment_name(name)) numbers.push_back(*number);
    }
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        if (numbers[i] != i + 1) {
            return Error{ErrorCode::corrupt,
                         path(static_cast<std::uint32_t>(i + 1)) + ": segment is missing"};
        }
    }
    return numbers;
}

Result<SegmentHeader> SegmentFiles::header(std::uint32_t number) {
    ASSIGN_OR_RETURN(const auto file, place_.files.open(path(number), OpenMode::read));
    Bytes bytes(kSegmentHeaderBytes);
    ASSIGN_OR_RETURN(const std::size_t size_bytes, file->read_at(0, bytes));
    bytes.resize(size_bytes);
    auto header = decode_segment_header(bytes);
    if (!header) return header.error().in(path(number));
    if (header->ledger != place_.ledger) {
        return Error{ErrorCode::corrupt, path(number) + ": belongs to another ledger"};
    }
    if (header->number != number) {
        return Error{ErrorCode::corrupt, path(number) + ": is segment " +
                                             std::to_string(header->number) +
                                             " under a wrong name"};
    }
    return header;
}

Result<std::shared_ptr<File>> SegmentFiles::open(std::uint32_t number) {
    const std::lock_guard lock(mutex_);
    if (const auto known = open_.find(number); known != open_.end()) return known->second;
    ASSIGN_OR_RETURN(const SegmentHeader checked, header(number));
    static_cast<void>(checked);
    ASSIGN_OR_RETURN(auto file, place_.files.open(path(number), OpenMode::read));
    if (open_.size() >= kOpenFilesMax) open_.erase(open_.begin());
    return open_.emplace(number, std::move(file)).first->second;
}

void SegmentFiles::forget(std::uint32_t number) {
    const std::lock_guard lock(mutex_);
    open_.erase(number);
}

Result<StoredRecord> SegmentFiles::read_frame(Location location) {
    ASSIGN_OR_RETURN(const auto file, open(location.segment));
    Bytes bytes(kFirstReadBytes);
    ASSIGN_OR_RETURN(std::size_t size_bytes, file->read_at(location.offset_bytes, bytes));
    WireReader reader(ByteView(bytes).first(size_bytes));
    const auto header_bytes = reader.fixed<std::uint32_t>();
    const auto spans_bytes = reader.fixed<std::uint32_t>();
    const std::uint64_t wanted_bytes =
        kFrameOverheadBytes + std::uint64_t{header_bytes} + spans_bytes;
    if (reader.ok() && wanted_bytes > size_bytes && wanted_bytes <= kGroupBytesMax) {
        bytes.resize(wanted_bytes);
        ASSIGN_OR_RETURN(size_bytes, file->read_at(location.offset_bytes, bytes));
    }
    bytes.resize(std::min<std::uint64_t>(size_bytes, wanted_bytes));
    auto frame = decode_frame(bytes);
    if (!frame) {
        return frame.error().in(path(location.segment) + " at byte " +
                                std::to_string(location.offset_bytes));
    }
    return StoredRecord(std::move(bytes), *frame);
}

}  // namespace fallbuch
