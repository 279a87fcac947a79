#include "core/ledger/sequence.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "core/base/ids.h"
#include "core/storage/segment_files.h"

namespace fallbuch {
namespace {

Error refuse(ErrorCode code, std::string why) { return Error{code, "append: " + std::move(why)}; }

std::size_t sealed_bytes_of(const RecordHeader& header) {
    std::size_t sum_bytes = 0;
    for (const SpanHeader& span : header.spans) sum_bytes += span.sealed_bytes;
    return sum_bytes;
}

bool has_twin(const std::vector<RecordHeader>& headers) {
    for (std::size_t i = 1; i < headers.size(); ++i) {
        for (std::size_t k = 0; k < i; ++k) {
            if (headers[i].prefix.event_id == headers[k].prefix.event_id) return true;
        }
    }
    return false;
}

}  // namespace

Status Sequence::decode(const Unit& unit) {
    if (unit.records.empty()) return refuse(ErrorCode::invalid, "the unit is empty");
    if (unit.records.size() > kUnitRecordsMax) {
        return refuse(ErrorCode::invalid,
                      "the unit is too large (" + std::to_string(unit.records.size()) +
                          " events, at most " + std::to_string(kUnitRecordsMax) + ")");
    }
    std::size_t unit_bytes = 0;
    for (const SealedRecord& record : unit.records) {
        unit_bytes += record.header.size() + record.spans.size();
    }
    if (unit_bytes > kUnitBytesMax) {
        return refuse(ErrorCode::invalid, "the unit is too large (" + std::to_string(unit_bytes) +
                                              " bytes, at most " + std::to_string(kUnitBytesMax) +
                                              ")");
    }
    return decode_records(unit);
}

Status Sequence::decode_records(const Unit& unit) {
    headers_.resize(unit.records.size());
    for (std::size_t i = 0; i < unit.records.size(); ++i) {
        const SealedRecord& record = unit.records[i];
        if (record.header.size() > kHeaderBytesMax) {
            return refuse(ErrorCode::invalid, "a record's header is too long");
        }
        const auto decoded = decode_header(record.header, headers_[i]);
        if (!decoded) return refuse(ErrorCode::invalid, decoded.error().message);
        if (sealed_bytes_of(headers_[i]) != record.spans.size()) {
            return refuse(ErrorCode::invalid, "sealed spans do not fit their record's header");
        }
        if (headers_[i].prefix.stream_id != headers_[0].prefix.stream_id ||
            headers_[i].prefix.kind != headers_[0].prefix.kind) {
            return refuse(ErrorCode::invalid, "the unit's events belong to several streams");
        }
    }
    if (has_twin(headers_)) return refuse(ErrorCode::invalid, "the unit holds an event twice");
    return {};
}

Result<std::size_t> Sequence::find_known(std::vector<Position>& positions) const {
    for (const RecordHeader& header : headers_) {
        ASSIGN_OR_RETURN(const auto found, log_.find_added(header.prefix.event_id));
        if (found) positions.push_back(*found);
    }
    return positions.size();
}

Status Sequence::compare_known(const std::vector<Position>& positions) const {
    RecordHeader known;
    for (std::size_t i = 0; i < positions.size(); ++i) {
        std::optional<StoredRecord> stored;
        const auto pending = log_.pending(positions[i]);
        if (!pending) {
            ASSIGN_OR_RETURN(stored, log_.read(positions[i]));
        }
        RETURN_IF_ERROR(decode_header(pending ? pending->header : stored->header(), known));
        if (!same_content(headers_[i], known)) {
            return refuse(ErrorCode::conflict,
                          "event " + std::to_string(i + 1) +
                              " of the unit is known with other content (position " +
                              std::to_string(positions[i].value) + ")");
        }
    }
    return {};
}

Status Sequence::check_versions() const {
    const auto tail = log_.find_stream(headers_[0].prefix.stream_id);
    std::uint64_t version = tail ? tail->version.value : 0;
    for (const RecordHeader& header : headers_) {
        const auto* exactly = std::get_if<Exactly>(&header.prefix.expected);
        if (exactly != nullptr && exactly->version.value != version) {
            return refuse(ErrorCode::conflict, "the case is at version " + std::to_string(version) +
                                                   ", not at the expected " +
                                                   std::to_string(exactly->version.value));
        }
        ++version;
    }
    return {};
}

void Sequence::stamp_and_add(Unit& unit, Appended& appended) {
    const bool is_system = headers_[0].prefix.kind == RecordKind::system;
    const auto tail = log_.find_stream(headers_[0].prefix.stream_id);
    std::uint64_t version = tail ? tail->version.value : 0;
    for (std::size_t i = 0; i < unit.records.size(); ++i) {
        const HeaderPrefix& prefix = headers_[i].prefix;
        if (!is_system) {
            if (prefix.claimed && prefix.recorded < last_recorded_) ++appended.lifted_count;
            last_recorded_ = std::max(last_recorded_, prefix.recorded);
        }
        ++version;
        SealedRecord& record = unit.records[i];
        stamp_header(record.header, last_recorded_, StreamVersion{is_system ? 0 : version});
        appended.positions.push_back(log_.next());
        log_.add(
            {prefix.event_id, prefix.stream_id, headers_[i].subjects, record.header, record.spans});
    }
}

Result<Appended> Sequence::add(Unit& unit) {
    RETURN_IF_ERROR(decode(unit));
    Appended appended;
    ASSIGN_OR_RETURN(const std::size_t known_count, find_known(appended.positions));
    if (known_count == unit.records.size()) {
        RETURN_IF_ERROR(compare_known(appended.positions));
        appended.known = true;
        return appended;
    }
    if (known_count != 0) {
        return refuse(ErrorCode::conflict, "the unit mixes known and new events (" +
                                               std::to_string(known_count) + " of " +
                                               std::to_string(unit.records.size()) + " are known)");
    }
    RETURN_IF_ERROR(check_versions());
    stamp_and_add(unit, appended);
    return appended;
}

}  // namespace fallbuch
