#include "core/ledger/fsck_spans.h"

#include <string>
#include <utility>

#include "core/base/bytes.h"
#include "core/codec/hex.h"
#include "core/codec/record.h"
#include "core/vault/sealing.h"

namespace fallbuch {
namespace {

constexpr std::size_t kQueuedBatchesMax = 16;
constexpr std::size_t kFindingsMax = 1000;

SpanPlace place_of(const RecordHeader& header, std::uint32_t span_number) {
    const SpanHeader& span = header.spans[span_number];
    return {header.prefix.event_id,
            header.prefix.stream_id,
            header.type,
            header.type_version,
            header.subjects[span.subject_index],
            span.category,
            span.bucket,
            span_number};
}

}  // namespace

SpanAudit::SpanAudit(Vault& vault, const FsckOptions& options)
    : vault_(vault), options_(options), thread_([this] { run(); }) {}

SpanAudit::~SpanAudit() { stop(); }

void SpanAudit::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
        changed_.notify_all();
    }
    if (thread_.joinable()) thread_.join();
}

SpanAudit::Outcome SpanAudit::finish() {
    stop();
    return std::move(outcome_);
}

void SpanAudit::add(Position first_position, ByteView frames, const std::string& file) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return queue_.size() < kQueuedBatchesMax; });
    queue_.push_back({first_position, Bytes(frames.begin(), frames.end()), file});
    changed_.notify_all();
}

void SpanAudit::run() {
    for (;;) {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return stopping_ || !queue_.empty(); });
        if (queue_.empty()) return;
        const Batch batch = std::move(queue_.front());
        queue_.pop_front();
        changed_.notify_all();
        lock.unlock();
        audit(batch);
    }
}

void SpanAudit::audit(const Batch& batch) {
    Position position = batch.first_position;
    ByteView rest = batch.frames;
    while (!rest.empty()) {
        const auto frame = decode_checked_frame(rest);
        if (!frame) return report(batch.file, position, frame.error());
        audit_record(position, *frame, batch.file);
        rest = rest.subspan(frame->size_bytes());
        ++position.value;
    }
}

void SpanAudit::audit_record(Position position, const FrameView& frame, const std::string& file) {
    extend_digest(frame.header);
    Status checked = decode_header(frame.header, header_);
    if (checked) checked = open_spans(frame);
    if (checked) checked = check_names();
    if (checked && options_.check_record) {
        checked = options_.check_record({position, header_, plaintexts_});
    }
    if (!checked) report(file, position, checked.error());
}

Status SpanAudit::open_spans(const FrameView& frame) {
    plaintexts_.resize(header_.spans.size());
    std::size_t offset_bytes = 0;
    for (std::uint32_t i = 0; i < header_.spans.size(); ++i) {
        const SpanHeader& span = header_.spans[i];
        const SpanPlace place = place_of(header_, i);
        const ByteView sealed = frame.spans.subspan(offset_bytes, span.sealed_bytes);
        offset_bytes += span.sealed_bytes;
        ASSIGN_OR_RETURN(const auto key,
                         vault_.find_key({place.subject, span.category, span.bucket.retention_class,
                                          span.bucket.year},
                                         span.bucket.generation));
        RETURN_IF_ERROR(
            open_span(*key, place, sealed, span.content_tag, TagCheck::required, plaintexts_[i]));
        extend_digest(plaintexts_[i]);
        ++outcome_.opened_count;
    }
    return {};
}

Status SpanAudit::check_names() {
    if (header_.prefix.kind == RecordKind::system) return {};
    if (known_streams_.insert(header_.prefix.stream_id).second) {
        ASSIGN_OR_RETURN(const std::string name, vault_.stream_name(header_.prefix.stream_id));
        extend_digest(as_bytes(name));
    }
    for (const SubjectId& subject : header_.subjects) {
        if (!known_subjects_.insert(subject).second) continue;
        ASSIGN_OR_RETURN(const std::string name, vault_.subject_name(subject));
        extend_digest(as_bytes(name));
    }
    return {};
}

// A chain, so that order and borders count.
void SpanAudit::extend_digest(ByteView bytes) {
    if (!options_.digest) return;
    const std::uint64_t size_bytes = bytes.size();
    outcome_.digest =
        sha256({outcome_.digest.view(),
                {reinterpret_cast<const std::uint8_t*>(&size_bytes), sizeof size_bytes},
                bytes});
}

void SpanAudit::report(const std::string& file, Position position, const Error& error) {
    if (outcome_.findings.size() >= kFindingsMax) return;
    outcome_.findings.push_back({file,
                                 "record " + std::to_string(position.value) + " (event " +
                                     to_hex(header_.prefix.event_id.view()) + "): " + error.message,
                                 false});
}

}  // namespace fallbuch
