#include "core/storage/segment.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <string_view>
#include <vector>

#include "core/base/assert.h"
#include "core/codec/checksum.h"
#include "core/codec/digest.h"
#include "core/codec/record.h"
#include "core/codec/wire.h"

namespace fallbuch {
namespace {

constexpr std::string_view kSegmentMagic = "FBSEGMT1";
constexpr std::uint32_t kGroupMagic = 0x31505247;  // "GRP1"
constexpr std::size_t kNameDigits = 10;
constexpr std::string_view kNameEnd = ".segment";

Error broken(const char* what, const char* why) {
    return Error{ErrorCode::corrupt, std::string(what) + ": " + why};
}

// All but the last character is the same in every format.
bool is_newer(std::string_view magic) {
    return magic.starts_with(kSegmentMagic.substr(0, kSegmentMagic.size() - 1)) &&
           magic.back() > kSegmentMagic.back() && magic.back() <= '9';
}

// The last eight bytes of a header are the checksum of those before.
bool checksum_fits(ByteView header) {
    std::uint64_t stored = 0;
    std::memcpy(&stored, header.data() + header.size() - sizeof stored, sizeof stored);
    return stored == checksum64(header.first(header.size() - sizeof stored));
}

}  // namespace

std::string segment_name(std::uint32_t number) {
    std::string digits = std::to_string(number);
    digits.insert(0, kNameDigits - digits.size(), '0');
    return digits.append(kNameEnd);
}

std::optional<std::uint32_t> parse_segment_name(const std::string& name) {
    if (name.size() != kNameDigits + kNameEnd.size() || !name.ends_with(kNameEnd)) return {};
    std::uint64_t number = 0;
    for (const char digit : name.substr(0, kNameDigits)) {
        if (digit < '0' || digit > '9') return {};
        number = number * 10 + static_cast<std::uint64_t>(digit - '0');
    }
    if (number > UINT32_MAX) return {};
    return static_cast<std::uint32_t>(number);
}

void encode_segment_header(const SegmentHeader& header, Bytes& out) {
    const std::size_t begin = out.size();
    WireWriter writer(out);
    writer.raw(as_bytes(kSegmentMagic));
    writer.raw(header.ledger.view());
    writer.fixed(header.number);
    writer.fixed(std::uint32_t{0});
    writer.fixed(header.first_position.value);
    writer.fixed(std::uint64_t{0});
    writer.fixed(std::uint64_t{0});
    writer.fixed(checksum64(ByteView(out).subspan(begin)));
    LEDGER_ASSERT(out.size() - begin == kSegmentHeaderBytes);
}

Result<SegmentHeader> decode_segment_header(ByteView bytes) {
    if (bytes.size() != kSegmentHeaderBytes) return broken("segment header", "cut off");
    if (!checksum_fits(bytes)) return broken("segment header", "its checksum does not fit");
    WireReader reader(bytes);
    const std::string_view magic = as_text(reader.raw(kSegmentMagic.size()));
    if (is_newer(magic)) {
        return Error{ErrorCode::unavailable,
                     "the segment has format " + std::string(1, magic.back()) +
                         ", this program knows " + kSegmentMagic.back() + "; use a newer fallbuch"};
    }
    if (magic != kSegmentMagic) return broken("segment header", "unknown magic");
    SegmentHeader header;
    header.ledger.bytes = reader.fixed<decltype(header.ledger.bytes)>();
    header.number = reader.fixed<std::uint32_t>();
    const auto zero = reader.fixed<std::uint32_t>();
    header.first_position.value = reader.fixed<std::uint64_t>();
    const auto zeros = reader.fixed<std::uint64_t>() | reader.fixed<std::uint64_t>();
    if (zero != 0 || zeros != 0) return broken("segment header", "reserved bytes are set");
    return header;
}

void encode_group_header(const GroupHeader& header, MutableByteView out) {
    LEDGER_ASSERT(out.size() == kGroupHeaderBytes);
    Bytes bytes;
    bytes.reserve(kGroupHeaderBytes);
    WireWriter writer(bytes);
    const SourceOffset source = header.source.value_or(SourceOffset{});
    writer.fixed(kGroupMagic);
    writer.fixed(header.record_count);
    writer.fixed(header.first_position.value);
    writer.fixed(header.frames_bytes);
    writer.fixed(header.frames_checksum);
    writer.fixed(source.partition);
    writer.fixed(std::uint32_t{header.source ? 1U : 0U});
    writer.fixed(source.offset);
    writer.fixed(std::uint64_t{0});
    writer.fixed(checksum64(bytes));
    LEDGER_ASSERT(bytes.size() == kGroupHeaderBytes);
    std::copy(bytes.begin(), bytes.end(), out.begin());
}

Result<GroupHeader> decode_group_header(ByteView bytes) {
    if (bytes.size() != kGroupHeaderBytes) return broken("group header", "cut off");
    WireReader reader(bytes);
    if (reader.fixed<std::uint32_t>() != kGroupMagic) return broken("group header", "no group");
    if (!checksum_fits(bytes)) return broken("group header", "its checksum does not fit");
    GroupHeader header;
    header.record_count = reader.fixed<std::uint32_t>();
    header.first_position.value = reader.fixed<std::uint64_t>();
    header.frames_bytes = reader.fixed<std::uint64_t>();
    header.frames_checksum = reader.fixed<std::uint64_t>();
    SourceOffset source;
    source.partition = reader.fixed<std::uint32_t>();
    const auto source_present = reader.fixed<std::uint32_t>();
    source.offset = reader.fixed<std::uint64_t>();
    if (source_present > 1 || reader.fixed<std::uint64_t>() != 0) {
        return broken("group header", "reserved bytes are set");
    }
    if (source_present == 1) header.source = source;
    if (header.record_count == 0 || header.frames_bytes > kGroupBytesMax) {
        return broken("group header", "impossible size");
    }
    return header;
}

std::uint64_t encode_frame(ByteView header, ByteView spans, Bytes& out) {
    LEDGER_ASSERT(header.size() <= kHeaderBytesMax);
    LEDGER_ASSERT(spans.size() <= kGroupBytesMax);
    const std::size_t begin = out.size();
    WireWriter writer(out);
    writer.fixed(static_cast<std::uint32_t>(header.size()));
    writer.fixed(static_cast<std::uint32_t>(spans.size()));
    writer.raw(header);
    const std::uint64_t checksum = checksum64(ByteView(out).subspan(begin));
    writer.fixed(checksum);
    writer.raw(spans);
    return checksum;
}

Result<FrameView> decode_checked_frame(ByteView bytes) {
    WireReader reader(bytes);
    const auto header_bytes = reader.fixed<std::uint32_t>();
    const auto spans_bytes = reader.fixed<std::uint32_t>();
    FrameView frame;
    frame.header = reader.raw(header_bytes);
    frame.checksum = reader.fixed<std::uint64_t>();
    frame.spans = reader.raw(spans_bytes);
    if (!reader.ok()) return broken("frame", "cut off");
    return frame;
}

Result<FrameView> decode_frame(ByteView bytes) {
    ASSIGN_OR_RETURN(const FrameView frame, decode_checked_frame(bytes));
    if (frame.checksum != checksum64(bytes.first(8 + frame.header.size()))) {
        return broken("frame", "its checksum does not fit");
    }
    return frame;
}

Status check_spans(const FrameView& frame) {
    thread_local RecordHeader header;
    RETURN_IF_ERROR(decode_header(frame.header, header));
    std::size_t offset_bytes = 0;
    for (const SpanHeader& span : header.spans) {
        if (span.sealed_bytes > frame.spans.size() - offset_bytes) {
            return broken("spans", "shorter than the record's header says");
        }
        const ByteView sealed = frame.spans.subspan(offset_bytes, span.sealed_bytes);
        if (sha256(sealed) != span.sealed_hash) {
            return broken("spans", "a sealed span is not the one that its record names");
        }
        offset_bytes += span.sealed_bytes;
    }
    if (offset_bytes != frame.spans.size()) {
        return broken("spans", "longer than the record's header says");
    }
    return {};
}

Status check_group(const GroupHeader& header, ByteView frames, bool spans_too) {
    if (frames.size() != header.frames_bytes) return broken("group", "cut off");
    std::vector<std::uint64_t> checksums;
    checksums.reserve(header.record_count);
    ByteView rest = frames;
    for (std::uint32_t i = 0; i < header.record_count; ++i) {
        ASSIGN_OR_RETURN(const FrameView frame, decode_frame(rest));
        if (spans_too) RETURN_IF_ERROR(check_spans(frame));
        checksums.push_back(frame.checksum);
        rest = rest.subspan(frame.size_bytes());
    }
    if (!rest.empty()) return broken("group", "longer than its frames");
    const ByteView sums{reinterpret_cast<const std::uint8_t*>(checksums.data()),
                        checksums.size() * sizeof(std::uint64_t)};
    if (checksum64(sums) != header.frames_checksum) {
        return broken("group", "its frames are not those that were written");
    }
    return {};
}

}  // namespace fallbuch
