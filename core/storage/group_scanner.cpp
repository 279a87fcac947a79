#include "core/storage/group_scanner.h"

#include <algorithm>
#include <string>

#include "core/base/bytes.h"

namespace fallbuch {
namespace {

constexpr std::uint64_t kWindowBytes = 1ULL << 20U;

std::string place_of(const SegmentFiles& files, Location at) {
    return files.path(at.segment) + " at byte " + std::to_string(at.offset_bytes);
}

}  // namespace

Result<ByteView> GroupScanner::window(std::uint64_t wanted_bytes) {
    if (!file_ || file_number_ != at_.segment) {
        ASSIGN_OR_RETURN(file_, files_.open(at_.segment));
        file_number_ = at_.segment;
        window_.clear();
    }
    const std::uint64_t behind = window_offset_bytes_ + window_.size();
    const bool covered = !window_.empty() && at_.offset_bytes >= window_offset_bytes_ &&
                         at_.offset_bytes + wanted_bytes <= behind;
    if (!covered) {
        window_.resize(std::max(wanted_bytes, kWindowBytes));
        ASSIGN_OR_RETURN(const std::size_t size_bytes, file_->read_at(at_.offset_bytes, window_));
        window_.resize(size_bytes);
        window_offset_bytes_ = at_.offset_bytes;
    }
    const std::uint64_t begin = at_.offset_bytes - window_offset_bytes_;
    return ByteView(window_).subspan(begin, std::min(wanted_bytes, window_.size() - begin));
}

Result<bool> GroupScanner::enter_next_segment() {
    ASSIGN_OR_RETURN(const bool found, files_.place().files.exists(files_.path(at_.segment + 1)));
    if (!found) return false;
    ASSIGN_OR_RETURN(const SegmentHeader header, files_.header(at_.segment + 1));
    if (header.first_position != position_) {
        return Error{ErrorCode::corrupt, files_.path(at_.segment + 1) + ": begins with record " +
                                             std::to_string(header.first_position.value) +
                                             " instead of " + std::to_string(position_.value)};
    }
    at_ = {at_.segment + 1, kSegmentHeaderBytes};
    return true;
}

Result<std::optional<ScannedGroup>> GroupScanner::next(ScanCheck check) {
    ASSIGN_OR_RETURN(ByteView bytes, window(kGroupHeaderBytes));
    while (bytes.empty()) {
        ASSIGN_OR_RETURN(const bool entered, enter_next_segment());
        if (!entered) return std::optional<ScannedGroup>();
        ASSIGN_OR_RETURN(bytes, window(kGroupHeaderBytes));
    }
    auto group = read_group(check);
    if (!group) return group.error().in(place_of(files_, at_));
    at_ = group->next;
    position_.value += group->header.record_count;
    return std::optional<ScannedGroup>(*group);
}

Result<ScannedGroup> GroupScanner::read_group(ScanCheck check) {
    ASSIGN_OR_RETURN(const ByteView head, window(kGroupHeaderBytes));
    ScannedGroup group;
    ASSIGN_OR_RETURN(group.header, decode_group_header(head));
    if (group.header.first_position != position_) {
        return Error{ErrorCode::corrupt, "group: begins with record " +
                                             std::to_string(group.header.first_position.value) +
                                             " instead of " + std::to_string(position_.value)};
    }
    ASSIGN_OR_RETURN(const ByteView whole, window(kGroupHeaderBytes + group.header.frames_bytes));
    group.frames = whole.subspan(std::min(kGroupHeaderBytes, whole.size()));
    RETURN_IF_ERROR(check_group(group.header, group.frames, check == ScanCheck::spans));
    group.location = at_;
    group.next = {at_.segment, at_.offset_bytes + kGroupHeaderBytes + group.header.frames_bytes};
    return group;
}

Result<std::optional<ScannedGroup>> GroupScanner::pass_to(Location next, Position next_position) {
    ScannedGroup passed;
    passed.header.first_position = position_;
    passed.header.record_count = static_cast<std::uint32_t>(next_position.value - position_.value);
    passed.location = at_;
    passed.next = next;
    at_ = next;
    position_ = next_position;
    return std::optional<ScannedGroup>(passed);
}

Result<std::optional<ScannedGroup>> GroupScanner::pass_damage() {
    if (const auto head = window(kGroupHeaderBytes); head && !head->empty()) {
        const auto header = decode_group_header(*head);
        if (header && header->first_position == position_) {
            const std::uint64_t size_bytes = kGroupHeaderBytes + header->frames_bytes;
            ASSIGN_OR_RETURN(const ByteView whole, window(size_bytes));
            if (whole.size() == size_bytes) {
                const Location next{at_.segment, at_.offset_bytes + size_bytes};
                ASSIGN_OR_RETURN(auto group,
                                 pass_to(next, Position{position_.value + header->record_count}));
                group->header = *header;
                group->frames = whole.subspan(kGroupHeaderBytes);
                return group;
            }
        }
        ASSIGN_OR_RETURN(const auto found, find_group_behind(files_, at_, position_));
        if (found) return pass_to(found->location, found->first_position);
    }
    ASSIGN_OR_RETURN(const auto numbers, files_.numbers());
    for (const std::uint32_t number : numbers) {
        if (number <= at_.segment) continue;
        const auto header = files_.header(number);
        if (!header && header.error().code != ErrorCode::corrupt) return header.error();
        if (!header || header->first_position <= position_) continue;
        return pass_to({number, kSegmentHeaderBytes}, header->first_position);
    }
    return std::optional<ScannedGroup>();
}

Result<std::optional<FoundGroup>> find_group_behind(SegmentFiles& files, Location from,
                                                    Position position) {
    ASSIGN_OR_RETURN(const auto file, files.open(from.segment));
    ASSIGN_OR_RETURN(const std::uint64_t size_bytes, file->size());
    Bytes bytes(kWindowBytes + kGroupHeaderBytes);
    for (std::uint64_t offset = from.offset_bytes + 1; offset < size_bytes;
         offset += kWindowBytes) {
        ASSIGN_OR_RETURN(const std::size_t count, file->read_at(offset, bytes));
        for (std::size_t i = 0; i + kGroupHeaderBytes <= count; ++i) {
            if (bytes[i] != 'G' || bytes[i + 1] != 'R') continue;
            const auto header = decode_group_header(ByteView(bytes).subspan(i, kGroupHeaderBytes));
            if (header && header->first_position > position) {
                return FoundGroup{{from.segment, offset + i}, header->first_position};
            }
        }
    }
    return std::optional<FoundGroup>();
}

}  // namespace fallbuch
