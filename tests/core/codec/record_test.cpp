#include "core/codec/record.h"

#include <catch2/catch.hpp>

#include <chrono>
#include <string>

#include "tests/support/record_builder.h"

namespace fallbuch {
namespace {

using test::numbered;
using test::RecordBuilder;

std::string hex(ByteView bytes) {
    std::string text;
    for (const std::uint8_t byte : bytes) {
        constexpr std::string_view kDigits = "0123456789abcdef";
        text += kDigits[byte >> 4U];
        text += kDigits[byte & 15U];
    }
    return text;
}

TEST_CASE("a record header has exactly the published bytes", "[core][codec]") {
    RecordHeader header;
    header.prefix.claimed = true;
    header.prefix.recorded = Instant(std::chrono::nanoseconds(0x0102030405060708));
    header.prefix.stream_version = StreamVersion{7};
    header.prefix.expected = Exactly{StreamVersion{6}};
    header.prefix.event_id.bytes.fill(0xee);
    header.prefix.stream_id.bytes.fill(0x55);
    header.type = "de.fallbuch.x";
    header.type_version = 2;
    SubjectId subject;
    subject.bytes.fill(0xaa);
    header.subjects = {subject};
    SpanHeader span;
    span.category = "STAMM";
    span.bucket = {"FALL", 2026, 300};
    span.sealed_bytes = 129;
    span.sealed_hash.bytes.fill(0x11);
    span.content_tag.bytes.fill(0x22);
    header.spans = {span};
    Bytes bytes;
    encode_header(header, bytes);
    CHECK(decode_type(bytes).value_or("") == "de.fallbuch.x");
    for (std::size_t size = 0; size < 60 + 1 + 13; ++size) {
        CHECK_FALSE(decode_type(ByteView(bytes).first(size)));
    }
    CHECK(hex(bytes) ==
          "01000500"
          "0807060504030201"
          "0700000000000000"
          "0600000000000000"
          "eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee"
          "55555555555555555555555555555555"
          "0d"
          "64652e66616c6c627563682e78"
          "02"
          "01"
          "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
          "01"
          "00"
          "05"
          "5354414d4d"
          "04"
          "46414c4c"
          "ea07"
          "ac02"
          "8101"
          "1111111111111111111111111111111111111111111111111111111111111111"
          "2222222222222222222222222222222222222222222222222222222222222222");
}

TEST_CASE("a decoded header says what was encoded", "[core][codec]") {
    const SealedRecord record =
        RecordBuilder().event(3).stream(4).subject(5).subject(6).expected(kNoStream).build();
    RecordHeader header;
    REQUIRE(decode_header(record.header, header));
    CHECK(header.prefix.event_id == numbered<EventId>(3));
    CHECK(header.prefix.stream_id == numbered<StreamId>(4));
    CHECK(header.prefix.expected == ExpectedVersion(kNoStream));
    CHECK(header.subjects.size() == 2);
    CHECK(header.spans.size() == 2);
    Bytes again;
    encode_header(header, again);
    CHECK(again == record.header);
}

TEST_CASE("a header cut off anywhere is corrupt, and so is one with bytes behind it",
          "[core][codec]") {
    const SealedRecord record = RecordBuilder().build();
    RecordHeader header;
    for (std::size_t size = 0; size < record.header.size(); ++size) {
        CAPTURE(size);
        const auto decoded = decode_header(ByteView(record.header).first(size), header);
        REQUIRE_FALSE(decoded);
        CHECK(decoded.error().code == ErrorCode::corrupt);
    }
    Bytes longer = record.header;
    longer.push_back(0);
    CHECK_FALSE(decode_header(longer, header));
}

TEST_CASE("every accepted header is the only encoding of its content", "[core][codec]") {
    const SealedRecord record = RecordBuilder().subject(1).subject(2).build();
    RecordHeader header;
    for (std::size_t bit = 0; bit < record.header.size() * 8; ++bit) {
        Bytes flipped = record.header;
        flipped[bit / 8] = static_cast<std::uint8_t>(flipped[bit / 8] ^ (1U << (bit % 8)));
        if (!decode_header(flipped, header)) continue;
        Bytes again;
        encode_header(header, again);
        CAPTURE(bit);
        CHECK(again == flipped);
    }
}

TEST_CASE("a system record carries its body in the clear", "[core][codec]") {
    RecordHeader header;
    header.prefix.kind = RecordKind::system;
    header.type = "system.schema";
    header.type_version = 1;
    header.system_body = as_bytes("{}");
    Bytes bytes;
    encode_header(header, bytes);
    RecordHeader decoded;
    REQUIRE(decode_header(bytes, decoded));
    CHECK(as_text(decoded.system_body) == "{}");
    CHECK(decoded.subjects.empty());
}

TEST_CASE("the stamp changes recorded and version and nothing else", "[core][codec]") {
    SealedRecord record = RecordBuilder().build();
    RecordHeader before;
    REQUIRE(decode_header(record.header, before));
    const Bytes bytes_before = record.header;
    stamp_header(record.header, Instant(std::chrono::seconds(5)), StreamVersion{9});
    RecordHeader after;
    REQUIRE(decode_header(record.header, after));
    CHECK(after.prefix.recorded == Instant(std::chrono::seconds(5)));
    CHECK(after.prefix.stream_version == StreamVersion{9});
    CHECK(same_content(before, after));
    stamp_header(record.header, before.prefix.recorded, before.prefix.stream_version);
    CHECK(record.header == bytes_before);
}

TEST_CASE("content is the same whatever the clock, and another if anything said is other",
          "[core][codec]") {
    const auto header_of = [](const SealedRecord& record) {
        RecordHeader header;
        REQUIRE(decode_header(record.header, header));
        return header;
    };
    const SealedRecord one = RecordBuilder().build();
    const SealedRecord later = RecordBuilder().recorded(Instant(std::chrono::hours(1))).build();
    const SealedRecord other_text = RecordBuilder().text("another").build();
    const SealedRecord other_stream = RecordBuilder().stream(2).build();
    const SealedRecord other_subject = RecordBuilder().subject(2).build();
    const SealedRecord other_type = RecordBuilder().type("de.fallbuch.other").build();
    CHECK(same_content(header_of(one), header_of(later)));
    for (const auto* other : {&other_text, &other_stream, &other_subject, &other_type}) {
        CHECK_FALSE(same_content(header_of(one), header_of(*other)));
    }
}

}  // namespace
}  // namespace fallbuch
