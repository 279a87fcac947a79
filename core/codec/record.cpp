#include "core/codec/record.h"

#include <algorithm>
#include <chrono>
#include <cstring>
#include <limits>
#include <string>
#include <variant>

#include "core/base/assert.h"
#include "core/codec/wire.h"

namespace fallbuch {
namespace {

constexpr std::uint8_t kGrammar = 1;
constexpr std::uint8_t kClaimed = 1;
constexpr std::uint8_t kMapRootWanted = 2;
constexpr std::uint8_t kExpectedPresent = 4;
constexpr std::size_t kRecordedOffset = 4;
constexpr std::size_t kVersionOffset = 12;
constexpr std::size_t kPrefixBytes = 60;

Error broken(std::string_view why) {
    return Error{ErrorCode::corrupt, "record header: " + std::string(why)};
}

void encode_prefix(const HeaderPrefix& prefix, WireWriter& writer) {
    const auto* exactly = std::get_if<Exactly>(&prefix.expected);
    const int flags = (prefix.claimed ? kClaimed : 0) |
                      (prefix.map_root_wanted ? kMapRootWanted : 0) |
                      (exactly != nullptr ? kExpectedPresent : 0);
    writer.fixed(kGrammar);
    writer.fixed(static_cast<std::uint8_t>(prefix.kind));
    writer.fixed(static_cast<std::uint8_t>(flags));
    writer.fixed(std::uint8_t{0});
    writer.fixed(static_cast<std::int64_t>(prefix.recorded.time_since_epoch().count()));
    writer.fixed(prefix.stream_version.value);
    writer.fixed(exactly != nullptr ? exactly->version.value : std::uint64_t{0});
    writer.raw(prefix.event_id.view());
    writer.raw(prefix.stream_id.view());
}

void encode_span(const SpanHeader& span, WireWriter& writer) {
    LEDGER_ASSERT(span.category.size() <= kCategoryBytesMax);
    LEDGER_ASSERT(span.bucket.retention_class.size() <= kCategoryBytesMax);
    LEDGER_ASSERT(span.sealed_bytes <= kSpanBytesMax);
    writer.varint(span.subject_index);
    writer.text(span.category);
    writer.text(span.bucket.retention_class);
    writer.fixed(span.bucket.year);
    writer.varint(span.bucket.generation);
    writer.varint(span.sealed_bytes);
    writer.raw(span.sealed_hash.view());
    writer.raw(span.content_tag.view());
}

SpanHeader decode_span(WireReader& reader, std::size_t subject_count) {
    SpanHeader span;
    span.subject_index = static_cast<std::uint32_t>(reader.varint_up_to(kSubjectsMax));
    if (span.subject_index >= subject_count) reader.fail();
    span.category = reader.text(kCategoryBytesMax);
    span.bucket.retention_class = reader.text(kCategoryBytesMax);
    span.bucket.year = reader.fixed<std::uint16_t>();
    constexpr std::uint64_t kGenerationMax = std::numeric_limits<std::uint32_t>::max();
    span.bucket.generation = static_cast<std::uint32_t>(reader.varint_up_to(kGenerationMax));
    span.sealed_bytes = static_cast<std::uint32_t>(reader.varint_up_to(kSpanBytesMax));
    span.sealed_hash.bytes = reader.fixed<decltype(span.sealed_hash.bytes)>();
    span.content_tag.bytes = reader.fixed<decltype(span.content_tag.bytes)>();
    return span;
}

void decode_case(WireReader& reader, RecordHeader& out) {
    const auto subject_count = reader.varint_up_to(kSubjectsMax);
    for (std::uint64_t i = 0; i < subject_count && reader.ok(); ++i) {
        SubjectId subject;
        subject.bytes = reader.fixed<decltype(subject.bytes)>();
        if (!out.subjects.empty() && !(out.subjects.back() < subject)) reader.fail();
        out.subjects.push_back(subject);
    }
    const auto span_count = reader.varint_up_to(kSpansMax);
    for (std::uint64_t i = 0; i < span_count && reader.ok(); ++i) {
        out.spans.push_back(decode_span(reader, out.subjects.size()));
    }
}

bool same_span(const SpanHeader& left, const SpanHeader& right) {
    return left.subject_index == right.subject_index && left.category == right.category &&
           left.bucket == right.bucket && left.content_tag == right.content_tag;
}

}  // namespace

void encode_header(const RecordHeader& header, Bytes& out) {
    LEDGER_ASSERT(header.type.size() <= kTypeBytesMax);
    LEDGER_ASSERT(header.subjects.size() <= kSubjectsMax);
    LEDGER_ASSERT(header.spans.size() <= kSpansMax);
    LEDGER_ASSERT(std::is_sorted(header.subjects.begin(), header.subjects.end()));
    WireWriter writer(out);
    encode_prefix(header.prefix, writer);
    writer.text(header.type);
    writer.varint(header.type_version);
    if (header.prefix.kind == RecordKind::system) {
        writer.bytes(header.system_body);
        return;
    }
    writer.varint(header.subjects.size());
    for (const SubjectId& subject : header.subjects) writer.raw(subject.view());
    writer.varint(header.spans.size());
    for (const SpanHeader& span : header.spans) {
        LEDGER_ASSERT(span.subject_index < header.subjects.size());
        encode_span(span, writer);
    }
}

Result<HeaderPrefix> decode_prefix(ByteView header) {
    WireReader reader(header);
    HeaderPrefix prefix;
    if (reader.fixed<std::uint8_t>() != kGrammar) return broken("unknown grammar");
    const auto kind = reader.fixed<std::uint8_t>();
    const auto flags = reader.fixed<std::uint8_t>();
    const auto zero = reader.fixed<std::uint8_t>();
    prefix.recorded = Instant(std::chrono::nanoseconds(reader.fixed<std::int64_t>()));
    prefix.stream_version.value = reader.fixed<std::uint64_t>();
    const auto expected = reader.fixed<std::uint64_t>();
    prefix.event_id.bytes = reader.fixed<decltype(prefix.event_id.bytes)>();
    prefix.stream_id.bytes = reader.fixed<decltype(prefix.stream_id.bytes)>();
    if (!reader.ok()) return broken("shorter than its prefix");
    if (kind > 1) return broken("unknown kind");
    if (zero != 0 || (flags & ~(kClaimed | kMapRootWanted | kExpectedPresent)) != 0) {
        return broken("unknown flag");
    }
    prefix.kind = static_cast<RecordKind>(kind);
    prefix.claimed = (flags & kClaimed) != 0;
    prefix.map_root_wanted = (flags & kMapRootWanted) != 0;
    if ((flags & kExpectedPresent) != 0) {
        prefix.expected = Exactly{StreamVersion{expected}};
    } else if (expected != 0) {
        return broken("an expected version without its flag");
    }
    return prefix;
}

Result<std::string_view> decode_type(ByteView header) {
    if (header.size() < kPrefixBytes) return broken("shorter than its prefix");
    WireReader reader(header.subspan(kPrefixBytes));
    const std::string_view type = reader.text(kTypeBytesMax);
    if (!reader.ok()) return broken("breaks its grammar");
    return type;
}

Status decode_header(ByteView bytes, RecordHeader& out) {
    ASSIGN_OR_RETURN(out.prefix, decode_prefix(bytes));
    out.subjects.clear();
    out.spans.clear();
    out.system_body = {};
    WireReader reader(bytes.subspan(kPrefixBytes));
    out.type = reader.text(kTypeBytesMax);
    constexpr std::uint64_t kVersionMax = std::numeric_limits<std::uint32_t>::max();
    out.type_version = static_cast<std::uint32_t>(reader.varint_up_to(kVersionMax));
    if (out.prefix.kind == RecordKind::system) {
        out.system_body = reader.bytes(kHeaderBytesMax);
    } else {
        decode_case(reader, out);
    }
    if (!reader.at_end()) return broken("breaks its grammar");
    return {};
}

void stamp_header(MutableByteView header, Instant recorded, StreamVersion version) {
    LEDGER_ASSERT(header.size() >= kPrefixBytes);
    const std::int64_t nanoseconds = recorded.time_since_epoch().count();
    std::memcpy(header.data() + kRecordedOffset, &nanoseconds, sizeof nanoseconds);
    std::memcpy(header.data() + kVersionOffset, &version.value, sizeof version.value);
}

bool same_content(const RecordHeader& left, const RecordHeader& right) {
    return left.prefix.kind == right.prefix.kind &&
           left.prefix.stream_id == right.prefix.stream_id && left.type == right.type &&
           left.type_version == right.type_version && left.subjects == right.subjects &&
           std::equal(left.spans.begin(), left.spans.end(), right.spans.begin(), right.spans.end(),
                      same_span) &&
           std::equal(left.system_body.begin(), left.system_body.end(), right.system_body.begin(),
                      right.system_body.end());
}

}  // namespace fallbuch
