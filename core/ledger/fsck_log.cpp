#include "core/ledger/fsck_log.h"

#include <utility>
#include <variant>

#include "core/base/bytes.h"
#include "core/codec/hex.h"
#include "core/ledger/fsck_salvage.h"
#include "core/storage/segment.h"

namespace fallbuch {
namespace {

std::string record_name(Position position, const EventId& event) {
    return "record " + std::to_string(position.value) + " (event " + to_hex(event.view()) + ")";
}

}  // namespace

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
    const auto [known, is_new] = versions_.try_emplace(prefix.stream_id, 0);
    std::uint64_t& version = known->second;
    if (is_new && has_gap_) version = prefix.stream_version.value - 1;
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

// As recovery decides, but without touching anything.
Result<bool> LogAudit::is_torn(const GroupScanner& scanner) {
    const Location at = scanner.at();
    ASSIGN_OR_RETURN(const bool later_segment,
                     files_.place().files.exists(files_.path(at.segment + 1)));
    if (later_segment) {
        ASSIGN_OR_RETURN(const bool torn, is_torn_segment(files_, at.segment + 1));
        if (!torn) return false;
        ASSIGN_OR_RETURN(const auto file, files_.open(at.segment));
        ASSIGN_OR_RETURN(const std::uint64_t size_bytes, file->size());
        if (at.offset_bytes == size_bytes) return true;
    }
    if (scanner.position().value < bounds_.known.owed_count()) return false;
    const auto behind = find_group_behind(files_, at, scanner.position());
    return behind && !*behind;
}

std::string LogAudit::name_of(Position position) {
    if (!index_) {
        const LogPlace& place = files_.place();
        auto index = RecordIndex::load({place.files, place.index_path(), place.ledger},
                                       IndexUse::read, UINT64_MAX);
        if (index) index_.emplace(std::move(*index));
    }
    if (index_ && position.value < index_->record_count()) {
        if (const auto event = index_->event_at(position)) return record_name(position, *event);
    }
    return "record " + std::to_string(position.value);
}

Status LogAudit::audit_damaged(const ScannedGroup& group, const std::string& file,
                               const GroupVisit& visit) {
    const GroupSalvage salvage = salvage_group(group.header, group.frames);
    for (const GroupSalvage::Fault& fault : salvage.faults) {
        std::string name =
            fault.event ? record_name(fault.first, *fault.event) : name_of(fault.first);
        if (fault.first < fault.last) name += " to " + name_of(fault.last);
        find(file, name + ": " + fault.what);
    }
    for (const GroupSalvage::Run& run : salvage.runs) {
        lose_track();
        ScannedGroup part = group;
        part.header.first_position = run.first;
        part.header.record_count = run.record_count;
        part.frames = run.frames;
        RETURN_IF_ERROR(check_group_records(part, file));
        RETURN_IF_ERROR(visit(part, file));
    }
    lose_track();
    return {};
}

void LogAudit::lose_track() {
    has_gap_ = true;
    versions_.clear();
}

Result<bool> LogAudit::go_on_behind(GroupScanner& scanner, const Error& error,
                                    const GroupVisit& visit) {
    if (error.code != ErrorCode::corrupt) return error;
    const std::string file = files_.path(scanner.at().segment);
    ASSIGN_OR_RETURN(const bool torn, is_torn(scanner));
    if (torn) {
        report_.notes.push_back(file + " at byte " + std::to_string(scanner.at().offset_bytes) +
                                ": a write that a crash cut short; the next start removes it");
        return false;
    }
    is_whole_ = false;
    lose_track();
    const Position first = scanner.position();
    ASSIGN_OR_RETURN(const auto passed, scanner.pass_damage());
    if (!passed) {
        find(file, name_of(first) + " and all behind it could not be read: " + error.message);
        return false;
    }
    if (!passed->frames.empty()) {
        RETURN_IF_ERROR(audit_damaged(*passed, file, visit));
        return true;
    }
    find(file, name_of(first) + " to " + name_of(Position{scanner.position().value - 1}) +
                   " could not be read: " + error.message);
    return true;
}

Status LogAudit::run(const GroupVisit& visit) {
    const auto numbers = files_.numbers();
    if (!numbers || numbers->empty()) {
        is_whole_ = false;
        find(files_.place().directory, numbers ? "no segment" : numbers.error().message);
        return {};
    }
    GroupScanner scanner(files_, {1, kSegmentHeaderBytes}, Position{0});
    bool goes_on = true;
    while (goes_on && (!bounds_.count_max || scanner.position().value < *bounds_.count_max)) {
        const auto group = scanner.next(ScanCheck::spans);
        if (!group) {
            ASSIGN_OR_RETURN(goes_on, go_on_behind(scanner, group.error(), visit));
            continue;
        }
        if (!*group) break;
        const std::string file = files_.path((*group)->location.segment);
        RETURN_IF_ERROR(check_group_records(**group, file));
        RETURN_IF_ERROR(visit(**group, file));
    }
    end_ = scanner.at();
    const auto missing = bounds_.known.missing_from(scanner.position().value);
    if (missing && goes_on) find(files_.place().directory, *missing);
    if (missing) is_whole_ = false;
    return {};
}

}  // namespace fallbuch
