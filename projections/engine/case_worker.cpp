#include "projections/engine/case_worker.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <tuple>
#include <utility>

#include "core/base/bytes.h"
#include "core/events/envelope.h"
#include "core/storage/segment_files.h"
#include "core/vault/sealing.h"
#include "projections/engine/case_history.h"
#include "projections/engine/state_file.h"

namespace fallbuch {
namespace {

constexpr std::size_t kRowsAtOnce = 128;

// What the event says cannot be read, now and whenever it is tried again.
bool is_poison(const Error& error) {
    return error.code == ErrorCode::corrupt || error.code == ErrorCode::invalid ||
           error.code == ErrorCode::not_found || error.code == ErrorCode::conflict;
}

// Random, so it all but names the stream; where it does not, records of two cases take turns.
std::uint64_t sort_key(const StreamId& stream) {
    std::uint64_t key = 0;
    std::memcpy(&key, stream.bytes.data(), sizeof key);
    return key;
}

}  // namespace

CaseWorker::CaseWorker(const WorkerParts& parts)
    : parts_(parts),
      decoder_(parts.registry, parts.sweep.vault, {TagCheck::skipped, ReadAs::newest_version}) {}

Status CaseWorker::judge(Position position, const Status& status) {
    if (status || !is_poison(status.error())) return status;
    if (!poison_ || position < poison_->position) {
        poison_ = PoisonEvent{position, status.error().message};
    }
    return {};
}

Status CaseWorker::take_in(std::vector<BatchRecord>& records) {
    std::sort(records.begin(), records.end(),
              [](const BatchRecord& left, const BatchRecord& right) {
                  return std::tuple(sort_key(left.stream), left.position) <
                         std::tuple(sort_key(right.stream), right.position);
              });
    for (const BatchRecord& record : records) {
        if (poison_ && poison_->position < record.position) continue;
        RETURN_IF_ERROR(judge(record.position, take_in_one(record)));
    }
    return {};
}

Status CaseWorker::take_in_one(const BatchRecord& record) {
    RETURN_IF_ERROR(decode_header(record.header, header_));
    RETURN_IF_ERROR(decoder_.decode(header_, record.spans, event_));
    ASSIGN_OR_RETURN(Case* const one, case_of(record));
    if (one->awaits_event) anew_.try_emplace(record.stream, record.position);
    if (!event_.text_of(EnvelopeField::corrects).empty()) {
        ASSIGN_OR_RETURN(const bool is_settled, replace_corrected(record.position, *one));
        if (is_settled) return {};
        anew_.try_emplace(record.stream, record.position);
    }
    return one->fold->apply({event_.fold_time(), record.position}, *event_.type, event_);
}

Status CaseWorker::open_reader() {
    if (reader_) return {};
    const SweepParts& sweep = parts_.sweep;
    ASSIGN_OR_RETURN(reader_, EventReader::open(sweep.records, sweep.vault, sweep.catalogue));
    return {};
}

// Whatever has the corrected id in the case of the correction at hand, whether before or behind it.
Status CaseWorker::find_corrected() {
    corrected_.clear();
    RETURN_IF_ERROR(open_reader());
    const auto found = reader_->find_events(event_.text_of(EnvelopeField::corrects), std::nullopt);
    if (!found && found.error().code == ErrorCode::not_found) return {};
    if (!found) return found.error();
    for (const FoundEvent& event : *found) {
        ASSIGN_OR_RETURN(const StoredRecord record, parts_.sweep.records.read(event.position));
        ASSIGN_OR_RETURN(const HeaderPrefix prefix, decode_prefix(record.header()));
        const bool is_here = prefix.stream_id == header_.prefix.stream_id;
        if (is_here && event.position < parts_.end) corrected_.push_back(event.position);
    }
    return {};
}

Result<bool> CaseWorker::replace_corrected(Position position, Case& one) {
    RETURN_IF_ERROR(find_corrected());
    if (corrected_.empty()) one.awaits_event = true;
    if (corrected_.size() != 1 || corrected_.front() >= position) return false;
    bool is_replaced = false;
    RETURN_IF_ERROR(
        reader_->read(corrected_, [&](Position target, const DecodedEvent& corrected) -> Status {
            // A correction of a correction stands where the first event stood.
            if (!corrected.text_of(EnvelopeField::corrects).empty()) return {};
            const bool moves = restates(*event_.type, *corrected.type) &&
                               event_.fold_time() != corrected.fold_time();
            if (moves) return {};
            ASSIGN_OR_RETURN(is_replaced, one.fold->replace({corrected.fold_time(), target},
                                                            *corrected.type, event_));
            return {};
        }));
    return is_replaced;
}

Result<CaseWorker::Case*> CaseWorker::case_of(const BatchRecord& record) {
    Case& one = cases_[record.stream];
    if (one.fold) return &one;
    const StateFile& states = parts_.sweep.states;
    auto fold = parts_.sweep.projection.make();
    const auto known = states.find(record.stream);
    if (!known && known.error().code != ErrorCode::corrupt) return known.error();
    if (!known || (*known && !fold->decode(**known))) {
        anew_.try_emplace(record.stream, record.position);
        fold = parts_.sweep.projection.make();
    }
    one.awaits_event = states.awaits_event(record.stream);
    one.fold = std::move(fold);
    return &one;
}

Status CaseWorker::fold_anew(const StreamId& stream, Case& one) {
    RETURN_IF_ERROR(open_reader());
    one.fold = parts_.sweep.projection.make();
    return read_history(*reader_, stream, {{}, {}, parts_.end},
                        [&](const HistoryPlace& at, const DecodedEvent& event) {
                            return one.fold->apply(at.place, at.counts_as, event);
                        });
}

Status CaseWorker::finish() {
    for (const auto& [stream, position] : anew_) {
        RETURN_IF_ERROR(judge(position, fold_anew(stream, cases_.at(stream))));
    }
    if (poison_) return {};
    return write_rows();
}

Status CaseWorker::write_rows() {
    std::vector<StateRow> rows;
    Bytes state;  // with more room than it needs in the end
    for (auto next = cases_.begin(); next != cases_.end();) {
        rows.clear();
        for (; next != cases_.end() && rows.size() < kRowsAtOnce; ++next) {
            StateRow& row = rows.emplace_back();
            row.stream = next->first;
            row.awaits_event = next->second.awaits_event;
            state.clear();
            next->second.fold->encode(state);
            row.state.assign(state.begin(), state.end());
            next->second.fold->write_card(row.card);
            next->second.fold.reset();
        }
        ASSIGN_OR_RETURN(auto sealed, parts_.sweep.states.seal(rows));
        const std::lock_guard lock(parts_.rows_mutex);
        RETURN_IF_ERROR(parts_.sweep.states.append(std::move(sealed)));
    }
    return {};
}

}  // namespace fallbuch
