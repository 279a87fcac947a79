#include "core/events/event_sealing.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <memory>
#include <tuple>
#include <vector>

#include "core/base/assert.h"
#include "core/base/bytes.h"
#include "core/base/ids.h"
#include "core/vault/sealing.h"

namespace fallbuch {
namespace {

std::uint16_t utc_year(Instant instant) {
    const auto day = std::chrono::floor<std::chrono::days>(instant);
    return static_cast<std::uint16_t>(static_cast<int>(std::chrono::year_month_day(day).year()));
}

// Numbers of all persons, in the event's order.
Result<std::vector<SubjectId>> find_subjects(const CheckedEvent& event, Vault::Batch& batch) {
    std::vector<SubjectId> subjects;
    subjects.reserve(event.persons.size());
    for (const ConcernedPerson& person : event.persons) {
        ASSIGN_OR_RETURN(const SubjectId subject,
                         batch.subject(person.kind, event.name_of(person)));
        subjects.push_back(subject);
    }
    return subjects;
}

struct OrderedSpan {
    SubjectId subject;
    const PlainSpan* span = nullptr;
};

std::vector<OrderedSpan> order_spans(const CheckedEvent& event,
                                     const std::vector<SubjectId>& subjects) {
    std::vector<OrderedSpan> ordered;
    ordered.reserve(event.spans.size());
    for (const PlainSpan& span : event.spans) {
        ordered.push_back({subjects[span.person_index], &span});
    }
    // Two names of one person may lead to one number: the event's order then decides.
    std::stable_sort(ordered.begin(), ordered.end(), [](const auto& left, const auto& right) {
        return std::tie(left.subject, left.span->category) <
               std::tie(right.subject, right.span->category);
    });
    return ordered;
}

BucketName bucket_of(const CheckedEvent& event, SubjectId subject, const PlainSpan& span) {
    return {subject, span.category, event.type->retention_class(), utc_year(event.occurred)};
}

class Sealer {
public:
    Sealer(const CheckedEvent& event, Vault::Batch& batch) : event_(event), batch_(batch) {
        header_.type = event.type->type();
        header_.type_version = event.type->version();
        header_.prefix.map_root_wanted = event.type->map_root_wanted();
        header_.prefix.expected = event.expected;
        header_.prefix.claimed = event.claimed.has_value();
    }

    Result<SealedRecord> seal(EventId id, Instant stamp) {
        header_.prefix.event_id = id;
        header_.prefix.recorded = event_.claimed.value_or(stamp);
        ASSIGN_OR_RETURN(header_.prefix.stream_id, batch_.stream(event_.case_name));
        ASSIGN_OR_RETURN(const std::vector<SubjectId> subjects, find_subjects(event_, batch_));
        header_.subjects = subjects;
        std::sort(header_.subjects.begin(), header_.subjects.end());
        header_.subjects.erase(std::unique(header_.subjects.begin(), header_.subjects.end()),
                               header_.subjects.end());
        SealedRecord record;
        record.spans.reserve(event_.plaintexts.size() +
                             event_.spans.size() * kSealingOverheadBytes);
        header_.spans.reserve(event_.spans.size());
        for (const OrderedSpan& span : order_spans(event_, subjects)) {
            RETURN_IF_ERROR(seal_one(span, record.spans));
        }
        constexpr std::size_t kFixedBytes = 192;
        constexpr std::size_t kSpanBytes = 128;
        record.header.reserve(kFixedBytes + header_.spans.size() * kSpanBytes +
                              header_.subjects.size() * SubjectId::kBytes);
        encode_header(header_, record.header);
        return record;
    }

private:
    Status seal_one(const OrderedSpan& ordered, Bytes& out) {
        const BucketName bucket = bucket_of(event_, ordered.subject, *ordered.span);
        ASSIGN_OR_RETURN(const std::shared_ptr<const BucketKey> key, batch_.key(bucket));
        SpanHeader span;
        span.subject_index = index_of_subject(ordered.subject);
        span.category = bucket.category;
        span.bucket = {bucket.retention_class, bucket.year, key->generation()};
        const SpanPlace place{header_.prefix.event_id,
                              header_.prefix.stream_id,
                              header_.type,
                              header_.type_version,
                              ordered.subject,
                              span.category,
                              span.bucket,
                              static_cast<std::uint32_t>(header_.spans.size())};
        const std::size_t size_before = out.size();
        ASSIGN_OR_RETURN(const SpanProof proof,
                         seal_span(*key, place, event_.plaintext_of(*ordered.span), out));
        span.sealed_bytes = static_cast<std::uint32_t>(out.size() - size_before);
        span.sealed_hash = proof.sealed_hash;
        span.content_tag = proof.content_tag;
        header_.spans.push_back(span);
        return {};
    }

    std::uint32_t index_of_subject(SubjectId subject) const {
        const auto found =
            std::lower_bound(header_.subjects.begin(), header_.subjects.end(), subject);
        LEDGER_ASSERT(found != header_.subjects.end() && *found == subject);
        return static_cast<std::uint32_t>(found - header_.subjects.begin());
    }

    const CheckedEvent& event_;
    Vault::Batch& batch_;
    RecordHeader header_;
};

}  // namespace

Result<SealedRecord> seal_event(const CheckedEvent& event, const Vault& vault, Vault::Batch& batch,
                                Instant stamp) {
    LEDGER_ASSERT(event.type != nullptr);
    return Sealer(event, batch).seal(vault.event_id(event.source, event.id), stamp);
}

Status make_names(const CheckedEvent& event, Vault::Batch& batch) {
    ASSIGN_OR_RETURN(const StreamId stream, batch.stream(event.case_name));
    static_cast<void>(stream);
    ASSIGN_OR_RETURN(const std::vector<SubjectId> subjects, find_subjects(event, batch));
    for (const PlainSpan& span : event.spans) {
        ASSIGN_OR_RETURN(const auto key,
                         batch.key(bucket_of(event, subjects[span.person_index], span)));
    }
    return {};
}

SealedRecord schema_record(const EventType& type, const Vault& vault) {
    RecordHeader header;
    header.prefix.kind = RecordKind::system;
    header.prefix.event_id = vault.event_id("fallbuch:schema", type.wire_type());
    header.type = kSchemaRecordType;
    header.type_version = kSchemaRecordVersion;
    header.system_body = as_bytes(type.canonical_text());
    SealedRecord record;
    encode_header(header, record.header);
    return record;
}

}  // namespace fallbuch
