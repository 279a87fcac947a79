#include "core/storage/recovery.h"

#include "core/base/bytes.h"
#include "core/base/file.h"
#include "core/base/ids.h"
#include "core/codec/record.h"
#include "core/storage/segment.h"

namespace fallbuch {
namespace {

std::string counted(std::uint64_t count) { return std::to_string(count) + " records"; }

Result<std::uint64_t> size_of(SegmentFiles& files, std::uint32_t number) {
    ASSIGN_OR_RETURN(const auto file, files.place().files.open(files.path(number), OpenMode::read));
    return file->size();
}

// It goes, as it holds nothing.
Result<std::uint64_t> drop_torn_last_segment(SegmentFiles& files) {
    ASSIGN_OR_RETURN(const auto numbers, files.numbers());
    if (numbers.empty()) {
        return Error{ErrorCode::corrupt, files.path(1) + ": segment is missing"};
    }
    const std::uint32_t last = numbers.back();
    ASSIGN_OR_RETURN(const bool torn, is_torn_segment(files, last));
    if (!torn) {
        const auto header = files.header(last);
        return header ? Result<std::uint64_t>(0) : header.error();
    }
    ASSIGN_OR_RETURN(const std::uint64_t size_bytes, size_of(files, last));
    RETURN_IF_ERROR(files.place().files.remove(files.path(last)));
    RETURN_IF_ERROR(files.place().files.sync_directory(files.place().directory));
    return size_bytes;
}

// Pages that a failed fsync left behind look written and are not: ask the disk, not the cache.
Status distrust_cache(SegmentFiles& files, Location from) {
    ASSIGN_OR_RETURN(const auto numbers, files.numbers());
    for (const std::uint32_t number : numbers) {
        if (number < from.segment) continue;
        ASSIGN_OR_RETURN(const auto file,
                         files.place().files.open(files.path(number), OpenMode::write));
        RETURN_IF_ERROR(file->sync());
        RETURN_IF_ERROR(file->drop_cache(number == from.segment ? from.offset_bytes : 0));
    }
    return {};
}

Result<std::uint64_t> cut_torn_group(SegmentFiles& files, Location torn) {
    ASSIGN_OR_RETURN(const auto file,
                     files.place().files.open(files.path(torn.segment), OpenMode::write));
    ASSIGN_OR_RETURN(const std::uint64_t size_bytes, file->size());
    RETURN_IF_ERROR(file->truncate(torn.offset_bytes));
    RETURN_IF_ERROR(file->sync());
    files.forget(torn.segment);
    return size_bytes - torn.offset_bytes;
}

// True if a group begins somewhere behind the damage, here or in a later segment.
Result<bool> is_proven_damage(SegmentFiles& files, Location at, Position position) {
    ASSIGN_OR_RETURN(const bool later_segment,
                     files.place().files.exists(files.path(at.segment + 1)));
    if (later_segment) return true;
    ASSIGN_OR_RETURN(const auto found, find_group_behind(files, at, position));
    return found.has_value();
}

}  // namespace

std::optional<std::string> KnownCounts::missing_from(std::uint64_t record_count) const {
    if (record_count >= owed_count()) return std::nullopt;
    return "the log ends after " + counted(record_count) + ", but " + counted(owed_count()) +
           (owed_count() == signed_count ? " are covered by a signed checkpoint"
                                         : " were acknowledged, says the durable mark");
}

Result<bool> is_torn_segment(SegmentFiles& files, std::uint32_t number) {
    ASSIGN_OR_RETURN(const bool later, files.place().files.exists(files.path(number + 1)));
    if (number == 1 || later) return false;
    const auto header = files.header(number);
    if (header) return false;
    if (header.error().code != ErrorCode::corrupt) return header.error();
    ASSIGN_OR_RETURN(const std::uint64_t size_bytes, size_of(files, number));
    return size_bytes <= kSegmentHeaderBytes;
}

Status add_group_to_index(const ScannedGroup& group, RecordIndex& index) {
    RecordHeader header;
    std::uint64_t offset_bytes = group.location.offset_bytes + kGroupHeaderBytes;
    ByteView rest = group.frames;
    while (!rest.empty()) {
        ASSIGN_OR_RETURN(const FrameView frame, decode_checked_frame(rest));
        RETURN_IF_ERROR(decode_header(frame.header, header));
        index.add(header.prefix.event_id, header.prefix.stream_id, header.subjects,
                  {group.location.segment, offset_bytes});
        offset_bytes += frame.size_bytes();
        rest = rest.subspan(frame.size_bytes());
    }
    return index.group_ended(group.next);
}

Result<Recovered> recover_log(SegmentFiles& files, RecordIndex& index, const KnownCounts& known) {
    Recovered recovered;
    recovered.index_damage = index.damage();
    ASSIGN_OR_RETURN(recovered.cut_bytes, drop_torn_last_segment(files));
    RETURN_IF_ERROR(distrust_cache(files, index.end()));
    GroupScanner scanner(files, index.end(), Position{index.record_count()});
    for (;;) {
        const bool is_owed = scanner.position().value < known.owed_count();
        const bool is_signed = scanner.position().value < known.signed_count;
        auto group = scanner.next(is_signed ? ScanCheck::frames : ScanCheck::spans);
        if (group && !*group) break;
        if (group) {
            recovered.reindexed_count += (*group)->header.record_count;
            RETURN_IF_ERROR(add_group_to_index(**group, index));
            continue;
        }
        if (group.error().code != ErrorCode::corrupt || is_owed) return group.error();
        ASSIGN_OR_RETURN(const bool proven,
                         is_proven_damage(files, scanner.at(), scanner.position()));
        if (proven) return group.error();
        ASSIGN_OR_RETURN(const std::uint64_t cut_bytes, cut_torn_group(files, scanner.at()));
        recovered.cut_bytes += cut_bytes;
        break;
    }
    recovered.record_count = index.record_count();
    const auto missing = known.missing_from(recovered.record_count);
    if (missing) return Error{ErrorCode::corrupt, files.place().directory + ": " + *missing};
    return recovered;
}

}  // namespace fallbuch
