#include "core/storage/segment.h"

#include <catch2/catch.hpp>
#include <cstdint>
#include <cstring>

#include "core/base/result.h"
#include "core/codec/checksum.h"
#include "core/codec/hex.h"
#include "core/codec/record.h"
#include "core/storage/group_builder.h"
#include "tests/support/record_builder.h"

namespace fallbuch {
namespace {

using test::numbered;
using test::RecordBuilder;

GroupBuilder group_of(std::uint32_t record_count) {
    GroupBuilder group;
    group.begin(Position{10});
    for (std::uint32_t i = 0; i < record_count; ++i) {
        const SealedRecord record = RecordBuilder().event(i).text("some words").build();
        group.add(record.header, record.spans);
    }
    group.finish(SourceOffset{3, 99});
    return group;
}

TEST_CASE("segment and group headers have exactly the published bytes", "[core][storage]") {
    LedgerId ledger;
    ledger.bytes.fill(0x1d);
    Bytes segment;
    encode_segment_header({ledger, 7, Position{258}}, segment);
    CHECK(to_hex(ByteView(segment).first(56)) ==
          "46425345474d5431"
          "1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d"
          "0700000000000000"
          "0201000000000000"
          "00000000000000000000000000000000");
    Bytes group(kGroupHeaderBytes);
    encode_group_header({2, Position{5}, 300, 0x1122334455667788, SourceOffset{1, 9}}, group);
    CHECK(to_hex(ByteView(group).first(56)) ==
          "47525031"
          "02000000"
          "0500000000000000"
          "2c01000000000000"
          "8877665544332211"
          "01000000"
          "01000000"
          "0900000000000000"
          "0000000000000000");
}

TEST_CASE("headers say back what was written", "[core][storage]") {
    Bytes segment;
    encode_segment_header({numbered<LedgerId>(1), 7, Position{258}}, segment);
    const auto header = decode_segment_header(segment);
    REQUIRE(header);
    CHECK(header->ledger == numbered<LedgerId>(1));
    CHECK(header->number == 7);
    CHECK(header->first_position == Position{258});

    const GroupBuilder group = group_of(3);
    const auto decoded = decode_group_header(group.bytes().first(kGroupHeaderBytes));
    REQUIRE(decoded);
    CHECK(decoded->record_count == 3);
    CHECK(decoded->first_position == Position{10});
    CHECK(decoded->source == SourceOffset{3, 99});
    CHECK(check_group(*decoded, group.bytes().subspan(kGroupHeaderBytes), true));
}

TEST_CASE("every flipped bit of a segment header is noticed", "[core][storage]") {
    Bytes segment;
    encode_segment_header({numbered<LedgerId>(1), 1, Position{0}}, segment);
    for (std::size_t bit = 0; bit < segment.size() * 8; ++bit) {
        Bytes flipped = segment;
        flipped[bit / 8] = static_cast<std::uint8_t>(flipped[bit / 8] ^ (1U << (bit % 8)));
        CAPTURE(bit);
        CHECK_FALSE(decode_segment_header(flipped));
    }
}

TEST_CASE("a segment of a newer format is told from a damaged one", "[core][storage]") {
    Bytes segment;
    encode_segment_header({numbered<LedgerId>(1), 1, Position{0}}, segment);
    const auto decode_as = [&](std::uint8_t format) {
        segment[7] = format;
        const std::uint64_t checksum = checksum64(ByteView(segment).first(56));
        std::memcpy(segment.data() + 56, &checksum, sizeof checksum);
        return decode_segment_header(segment);
    };
    CHECK(decode_as('1'));
    for (const std::uint8_t newer : {'2', '9'}) {
        const auto header = decode_as(newer);
        REQUIRE_FALSE(header);
        CHECK(header.error().code == ErrorCode::unavailable);
        CHECK(header.error().message.find("newer fallbuch") != std::string::npos);
    }
    for (const std::uint8_t other : {'0', ':', 'x', '\0'}) {
        const auto header = decode_as(other);
        REQUIRE_FALSE(header);
        CHECK(header.error().code == ErrorCode::corrupt);
    }
}

TEST_CASE("every flipped bit of a group is noticed once its spans are checked too",
          "[core][storage]") {
    const GroupBuilder group = group_of(2);
    const Bytes whole(group.bytes().begin(), group.bytes().end());
    for (std::size_t bit = 0; bit < whole.size() * 8; ++bit) {
        Bytes flipped = whole;
        flipped[bit / 8] = static_cast<std::uint8_t>(flipped[bit / 8] ^ (1U << (bit % 8)));
        const auto header = decode_group_header(ByteView(flipped).first(kGroupHeaderBytes));
        const bool noticed =
            !header || !check_group(*header, ByteView(flipped).subspan(kGroupHeaderBytes), true);
        CAPTURE(bit);
        CHECK(noticed);
    }
}

TEST_CASE("a group cut off anywhere, or with its frames swapped, is noticed", "[core][storage]") {
    const GroupBuilder group = group_of(2);
    const auto header = decode_group_header(group.bytes().first(kGroupHeaderBytes));
    REQUIRE(header);
    const ByteView frames = group.bytes().subspan(kGroupHeaderBytes);
    for (std::size_t size = 0; size < frames.size(); ++size) {
        CAPTURE(size);
        CHECK_FALSE(check_group(*header, frames.first(size), false));
    }
    const std::uint64_t second = group.frame_offset_bytes(1) - kGroupHeaderBytes;
    Bytes swapped(frames.begin() + static_cast<std::ptrdiff_t>(second), frames.end());
    append(swapped, frames.first(second));
    CHECK_FALSE(check_group(*header, swapped, false));
}

TEST_CASE("a segment's name is its number in ten digits and nothing else", "[core][storage]") {
    CHECK(segment_name(42) == "0000000042.segment");
    CHECK(parse_segment_name("0000000042.segment") == 42U);
    for (const char* name : {"42.segment", "0000000042.segments", "000000004x.segment",
                             "9999999999.segment", "durable"}) {
        CAPTURE(name);
        CHECK_FALSE(parse_segment_name(name).has_value());
    }
}

}  // namespace
}  // namespace fallbuch
