#include "core/ledger/fsck_log.h"

#include <utility>
#include <variant>

#include "core/base/bytes.h"
#include "core/codec/hex.h"
#include "core/storage/segment.h"

namespace fallbuch {
namespace {

std::string record_name(Position position, const EventId& event) {
    return "record " + std::to_string(position.value) + " (event " + to_hex(event.view()) + ")";
}

// The bytes of a damaged group, as far as the file holds them.
Result<Bytes> read_group_bytes(SegmentFiles& files, Location group, const GroupHeader& header) {
    ASSIGN_OR_RETURN(const auto file, files.open(group.segment));
    Bytes frames(header.frames_bytes);
    ASSIGN_OR_RETURN(const std::size_t size_bytes,
                     file->read_at(group.offset_bytes + kGroupHeaderBytes, frames));
    frames.resize(size_bytes);
    return frames;
}

Result<GroupHeader> read_group_header(SegmentFiles& files, Location group) {
    ASSIGN_OR_RETURN(const auto file, files.open(group.segment));
    Bytes bytes(kGroupHeaderBytes);
    ASSIGN_OR_RETURN(const std::size_t size_bytes, file->read_at(group.offset_bytes, bytes));
    bytes.resize(size_bytes);
    return decode_group_header(bytes);
}

}  // namespace

std::string describe_damage(SegmentFiles& files, Location group, const Error& error) {
    const auto header = read_group_header(files, group);
    if (!header) return error.message;
    const auto frames = read_group_bytes(files, group, *header);
    if (!frames) return error.message;
    Position position = header->first_position;
    ByteView rest = *frames;
    for (std::uint32_t i = 0; i < header->record_count; ++i, ++position.value) {
        const auto frame = decode_frame(rest);
        if (!frame) {
            return "record " + std::to_string(position.value) + ": " + frame.error().message;
        }
        if (const auto spans = check_spans(*frame); !spans) {
            const auto prefix = decode_prefix(frame->header);
            return record_name(position, prefix ? prefix->event_id : EventId{}) + ": " +
                   spans.error().message;
        }
        rest = rest.subspan(frame->size_bytes());
    }
    return error.message;
}

void LogAudit::find(const std::string& file, std::string what) {
    report_.findings.push_back({file, std::move(what), false});
}

void LogAudit::check_record(Position position, const RecordHeader& header,
                            const std::string& file) {
    const HeaderPrefix& prefix = header.prefix;
    if (prefix.recorded < last_recorded_) {
        find(file, record_name(position, prefix.event_id) + ": recorded before its predecessor");
    }
    last_recorded_ = prefix.recorded;
    if (prefix.kind == RecordKind::system) return;
    std::uint64_t& version = versions_[prefix.stream_id];
    const auto* exactly = std::get_if<Exactly>(&prefix.expected);
    if (exactly != nullptr && exactly->version.value != version) {
        find(file, record_name(position, prefix.event_id) + ": appended to a stale version");
    }
    if (prefix.stream_version.value != ++version) {
        find(file, record_name(position, prefix.event_id) + ": version " +
                       std::to_string(prefix.stream_version.value) + " instead of " +
                       std::to_string(version));
    }
}

Status LogAudit::check_group_records(const ScannedGroup& group, const std::string& file) {
    Position position = group.header.first_position;
    ByteView rest = group.frames;
    while (!rest.empty()) {
        ASSIGN_OR_RETURN(const FrameView frame, decode_checked_frame(rest));
        const auto decoded = decode_header(frame.header, header_);
        if (!decoded) {
            find(file, "record " + std::to_string(position.value) + ": " + decoded.error().message);
        } else {
            check_record(position, header_, file);
        }
        rest = rest.subspan(frame.size_bytes());
        ++position.value;
    }
    return {};
}

// Torn or damaged? As recovery decides, but without touching anything.
Status LogAudit::judge_damage(const GroupScanner& scanner, const Error& error) {
    if (error.code != ErrorCode::corrupt) return error;
    const Location at = scanner.at();
    ASSIGN_OR_RETURN(const bool later_segment,
                     files_.place().files.exists(files_.path(at.segment + 1)));
    bool proven = later_segment || scanner.position().value < bounds_.known.owed_count();
    if (!proven) {
        const auto behind = has_group_behind(files_, at, scanner.position());
        proven = !behind || *behind;
    }
    if (proven) {
        find(files_.path(at.segment),
             describe_damage(files_, at, error) + "; what lies behind was not checked");
        return {};
    }
    report_.notes.push_back(files_.path(at.segment) + " at byte " +
                            std::to_string(at.offset_bytes) +
                            ": a write that a crash cut short; the next start removes it");
    is_whole_ = true;
    return {};
}

Status LogAudit::run(const GroupVisit& visit) {
    const auto numbers = files_.numbers();
    if (!numbers || numbers->empty()) {
        find(files_.place().directory, numbers ? "no segment" : numbers.error().message);
        return {};
    }
    GroupScanner scanner(files_, {1, kSegmentHeaderBytes}, Position{0});
    while (!bounds_.count_max || scanner.position().value < *bounds_.count_max) {
        const auto group = scanner.next(ScanCheck::spans);
        if (!group) return judge_damage(scanner, group.error());
        if (!*group) break;
        const std::string file = files_.path((*group)->location.segment);
        RETURN_IF_ERROR(check_group_records(**group, file));
        RETURN_IF_ERROR(visit(**group, file));
    }
    const auto missing = bounds_.known.missing_from(scanner.position().value);
    is_whole_ = !missing;
    if (missing) find(files_.place().directory, *missing);
    return {};
}

}  // namespace fallbuch
