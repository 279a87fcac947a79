#include "tests/support/record_builder.h"

#include <algorithm>

#include "core/base/bytes.h"
#include "core/codec/digest.h"

namespace fallbuch::test {

RecordHeader RecordBuilder::first_header() {
    RecordHeader header;
    header.prefix.event_id = numbered<EventId>(1);
    header.prefix.stream_id = numbered<StreamId>(1);
    header.type = "de.fallbuch.note.taken";
    header.type_version = 1;
    return header;
}

RecordBuilder& RecordBuilder::event(std::uint64_t number) {
    header_.prefix.event_id = numbered<EventId>(number);
    return *this;
}

RecordBuilder& RecordBuilder::stream(std::uint64_t number) {
    header_.prefix.stream_id = numbered<StreamId>(number);
    return *this;
}

RecordBuilder& RecordBuilder::subject(std::uint64_t number) {
    header_.subjects.push_back(numbered<SubjectId>(number));
    std::sort(header_.subjects.begin(), header_.subjects.end());
    return *this;
}

RecordBuilder& RecordBuilder::expected(ExpectedVersion version) {
    header_.prefix.expected = version;
    return *this;
}

RecordBuilder& RecordBuilder::recorded(Instant instant) {
    header_.prefix.recorded = instant;
    return *this;
}

RecordBuilder& RecordBuilder::claimed() {
    header_.prefix.claimed = true;
    return *this;
}

RecordBuilder& RecordBuilder::type(std::string_view name) {
    header_.type = name;
    return *this;
}

RecordBuilder& RecordBuilder::text(std::string_view plaintext) {
    text_ = plaintext;
    return *this;
}

SealedRecord RecordBuilder::build() const {
    RecordHeader header = header_;
    if (header.subjects.empty()) header.subjects.push_back(numbered<SubjectId>(1));
    SealedRecord record;
    for (std::uint32_t i = 0; i < header.subjects.size(); ++i) {
        SpanHeader span;
        span.subject_index = i;
        span.category = "BERATUNG";
        span.bucket = {"FALL", 2026, 0};
        append(record.spans, as_bytes(text_));
        span.sealed_bytes = static_cast<std::uint32_t>(text_.size());
        span.sealed_hash = sha256(as_bytes(text_));
        span.content_tag = sha256({as_bytes("tag"), as_bytes(text_)});
        header.spans.push_back(span);
    }
    encode_header(header, record.header);
    return record;
}

}  // namespace fallbuch::test
