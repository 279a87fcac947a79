// What a record's clear header is, byte for byte. The header is what the tree commits to:
// entry = SHA-256(header). Sealed bytes enter only through their hashes, so they can go later.
//
//   header   := prefix  type:text type_version:varint  ( case | system )
//   prefix   := grammar:u8 = 1
//               kind:u8            0 case, 1 system
//               flags:u8           bit 0 claimed, bit 1 map root wanted, bit 2 expected present
//               zero:u8
//               recorded:i64       nanoseconds since 1970 UTC; the sequencer's, see stamp_header
//               stream_version:u64 from 1; system: 0; the sequencer's
//               expected:u64       version that the stream must have; 0 if bit 2 is clear
//               event_id:16  stream_id:16 (system: zero)
//   case     := subject_count:varint subject:16 ... (strictly ascending)
//               span_count:varint span ...
//   span     := subject_index:varint category:text retention_class:text year:u16
//               generation:varint sealed_bytes:varint sealed_hash:32 content_tag:32
//   system   := body:bytes
//
// Admission writes the header with recorded = its own stamp and stream_version = 0; the sequencer
// overwrites both in place. The position is not among the bytes: a record keeps its commitment
// when it moves to another shard. Integers and texts: wire.h. A case's type is
// "de.fallbuch.<noun>.<verb>", a system record's "system.schema", "system.map_root" or
// "system.erasure".
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/clock.h"
#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/codec/digest.h"

namespace fallbuch {

enum class RecordKind : std::uint8_t { case_event = 0, system = 1 };

inline constexpr std::size_t kHeaderBytesMax = 128 * 1024;
inline constexpr std::size_t kSpanBytesMax = 1024 * 1024;
inline constexpr std::size_t kSubjectsMax = 1024;
inline constexpr std::size_t kSpansMax = 1024;
inline constexpr std::size_t kTypeBytesMax = 128;
inline constexpr std::size_t kCategoryBytesMax = 32;

// What may be destroyed together: one key per subject x category x bucket.
struct RetentionBucket {
    std::string_view retention_class;
    std::uint16_t year = 0;        // UTC year of `occurred`
    std::uint32_t generation = 0;  // raised by a partial erasure
    auto operator<=>(const RetentionBucket&) const = default;
};

struct SpanHeader {
    std::uint32_t subject_index = 0;  // into RecordHeader::subjects
    std::string_view category;
    RetentionBucket bucket;
    std::uint32_t sealed_bytes = 0;
    Digest sealed_hash;  // SHA-256 of the sealed bytes
    Digest content_tag;  // SHA-256(domain || span key || plaintext)
};

// The part at fixed offsets, read without touching the rest.
struct HeaderPrefix {
    RecordKind kind = RecordKind::case_event;
    bool claimed = false;
    bool map_root_wanted = false;
    Instant recorded{};
    StreamVersion stream_version;
    ExpectedVersion expected = Any{};
    EventId event_id;
    StreamId stream_id;
};

// Views borrow from the bytes that were decoded.
struct RecordHeader {
    HeaderPrefix prefix;
    std::string_view type;
    std::uint32_t type_version = 0;
    std::vector<SubjectId> subjects;
    std::vector<SpanHeader> spans;
    ByteView system_body;
};

// A record on its way to the sequencer: the header, and the sealed spans one behind the other.
struct SealedRecord {
    Bytes header;
    Bytes spans;
};

// Appends the header's bytes. The caller keeps the grammar's limits and order; both are asserted.
void encode_header(const RecordHeader& header, Bytes& out);

// Reads a header back, into an object whose memory is reused; corrupt if any byte breaks the
// grammar. On an error `out` is unspecified.
Status decode_header(ByteView bytes, RecordHeader& out);

// Reads only the prefix; corrupt if it is too short or breaks the grammar.
Result<HeaderPrefix> decode_prefix(ByteView header);

// Reads only the type ("de.fallbuch.goal.set"), without looking at what comes before or behind it;
// corrupt if the header is too short.
Result<std::string_view> decode_type(ByteView header);

// Writes what only the sequencer knows into an encoded header.
void stamp_header(MutableByteView header, Instant recorded, StreamVersion version);

// True if both say the same about the same case: stream, type, version, subjects, and spans with
// their plaintext (content tags), whatever the nonce or the clock was. For a system record: type,
// version and body.
bool same_content(const RecordHeader& left, const RecordHeader& right);

// The 32 bytes that the tree holds for a record.
inline Digest entry_of(ByteView header) { return sha256(header); }

}  // namespace fallbuch
