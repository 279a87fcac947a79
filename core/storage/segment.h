// How records lie in a segment file, byte for byte. Integers are little-endian.
//
//   segment        := segment_header group*
//   segment_header := magic:8 "FBSEGMT1" (the 1 is the format)  ledger:16  number:u32  zero:u32
//                     first_position:u64  zero:16  checksum:u64 (of the 56 bytes before)
//   group          := group_header frame*          one fsync made it durable, or none of it counts
//   group_header   := magic:u32 "GRP1"  record_count:u32  first_position:u64  frames_bytes:u64
//                     frames_checksum:u64 (of the frames' checksums, in order)
//                     source_partition:u32  source_present:u32 (0 or 1)  source_offset:u64
//                     zero:8  checksum:u64 (of the 56 bytes before)
//   frame          := header_bytes:u32 spans_bytes:u32 header checksum:u64 spans
//                     (checksum of the two lengths and the header)
//
// Checksums are XXH3-64. Sealed spans are covered by the SHA-256 that their record's header
// (core/codec/record.h) holds, so that they can be zeroed in place. source_* say from where in
// Kafka the group came; they are not committed to. A file is named by its number, ten digits.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/base/bytes.h"
#include "core/base/ids.h"
#include "core/base/result.h"

namespace fallbuch {

inline constexpr std::size_t kSegmentHeaderBytes = 64;
inline constexpr std::size_t kGroupHeaderBytes = 64;
inline constexpr std::size_t kFrameOverheadBytes = 16;
inline constexpr std::uint64_t kSegmentBytesMax = 256ULL << 20U;  // a new one begins above it
inline constexpr std::uint64_t kGroupBytesMax = 128ULL << 20U;

// Where a group or a frame begins.
struct Location {
    std::uint32_t segment = 0;  // number
    std::uint64_t offset_bytes = 0;
    auto operator<=>(const Location&) const = default;
};

struct SegmentHeader {
    LedgerId ledger;
    std::uint32_t number = 0;
    Position first_position;
};

// A place in the topic that a shard replica consumes.
struct SourceOffset {
    std::uint32_t partition = 0;
    std::uint64_t offset = 0;
    bool operator==(const SourceOffset&) const = default;
};

struct GroupHeader {
    std::uint32_t record_count = 0;
    Position first_position;
    std::uint64_t frames_bytes = 0;
    std::uint64_t frames_checksum = 0;
    std::optional<SourceOffset> source;
};

// A frame's parts, borrowed from the bytes that were decoded.
struct FrameView {
    ByteView header;
    ByteView spans;
    std::uint64_t checksum = 0;
    std::size_t size_bytes() const { return kFrameOverheadBytes + header.size() + spans.size(); }
};

std::string segment_name(std::uint32_t number);
std::optional<std::uint32_t> parse_segment_name(const std::string& name);

void encode_segment_header(const SegmentHeader& header, Bytes& out);
// corrupt if magic, checksum or zeros are wrong; unavailable if the segment is of a newer format,
// whose header has the same length and checksum.
Result<SegmentHeader> decode_segment_header(ByteView bytes);

// Writes exactly kGroupHeaderBytes to `out`.
void encode_group_header(const GroupHeader& header, MutableByteView out);
Result<GroupHeader> decode_group_header(ByteView bytes);

// Appends a frame; returns its checksum.
std::uint64_t encode_frame(ByteView header, ByteView spans, Bytes& out);
// Reads the frame at the start of `bytes`; corrupt if it is cut off or its checksum is wrong.
Result<FrameView> decode_frame(ByteView bytes);

// The same for a frame of a group that check_group has passed: its checksum is not computed again.
Result<FrameView> decode_checked_frame(ByteView bytes);

// The frames of a group whose header is known, checked against it: count, length, checksums.
// `spans_too` also checks every sealed span against the hash in its record's header.
Status check_group(const GroupHeader& header, ByteView frames, bool spans_too);

// corrupt unless the sealed bytes are those that the record's header names.
Status check_spans(const FrameView& frame);

}  // namespace fallbuch
