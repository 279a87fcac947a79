// How is a refused event written? One file a UTC day, refused/YYYY-MM-DD.refused, only appended to:
//
//   file     = head entry*
//   head     = "FBREFUSE" format:u32 (1) day:i32 (since 1970-01-01) key_check:16 checksum:u64
//   entry    = "RFE1" clear_bytes:u32 sealed_bytes:u32 clear checksum:u64 sealed
//   clear    = number:varint (in this file, from 0)  refused:i64 (ns since 1970, UTC)
//              entrance:u8 (RefusedAt)  line_number:varint (0: none)  text_bytes:varint
//              fingerprint:16  has_event:u8 (0, 1) [event:16]  reason_count:varint
//              kept_count:varint (pointer:text code:text why:text)*
//   checksum = XXH3-64 of all bytes before it, of the head or of this entry
//   sealed   = the text under the quarantine key (quarantine_key.h); associated data:
//              "fallbuch refused v1" day:i32 and the entry up to and with its checksum
//
// Integers and texts as in core/codec/wire.h. text_bytes is the length that came in: of a line that
// was too long, or a text longer than kRefusedTextBytesMax, only the beginning is kept.
// reason_count counts all reasons, also beyond those kept.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "consumers/ingest/quarantine_key.h"
#include "consumers/ingest/refused_event.h"
#include "core/base/bytes.h"
#include "core/base/clock.h"
#include "core/base/ids.h"
#include "core/base/random.h"
#include "core/base/result.h"

namespace fallbuch {

inline constexpr std::size_t kRefusedTextBytesMax = 1024 * 1024;
inline constexpr std::size_t kRefusedReasonsMax = 256;
inline constexpr std::size_t kRefusedReasonTextBytesMax = 1024;  // of pointer, code, why: each
inline constexpr std::size_t kRefusedClearBytesMax = 1024 * 1024;
inline constexpr std::size_t kRefusedHeadBytes = 40;
inline constexpr std::size_t kRefusedFrameBytes = 12;  // of an entry, before `clear`

using UtcDay = std::chrono::sys_days;

// Names an entry as long as it is kept.
struct RefusedId {
    UtcDay day;
    std::uint64_t number = 0;
    auto operator<=>(const RefusedId&) const = default;
};

// "2026-07-01/3".
std::string to_string(const RefusedId& id);
// Nothing if the text is no such name.
std::optional<RefusedId> parse_refused_id(std::string_view text);

// All that is kept in the clear.
struct RefusedEntry {
    RefusedId id;
    Instant refused{};
    RefusedAt entrance = RefusedAt::import_file;
    std::uint64_t line_number = 0;  // from 1; 0: none
    std::uint64_t text_bytes = 0;   // as it came in
    std::uint64_t kept_bytes = 0;   // of them, as the sealed text tells when it is read
    RefusedFingerprint fingerprint;
    std::optional<EventId> event;
    std::uint64_t reason_count = 0;
    std::vector<RefusedReason> reasons;  // the first kRefusedReasonsMax of them

    // Otherwise only the text's beginning is kept, and it cannot be mended from here.
    bool is_whole() const { return kept_bytes == text_bytes; }
};

std::string refused_file_name(UtcDay day);
// Nothing if it is no name of such a file.
std::optional<UtcDay> parse_refused_file_name(std::string_view name);

Bytes encode_refused_head(UtcDay day, const QuarantineKeyCheck& key_check);
// Whose key is it? corrupt if the bytes are no head, or the head of another day; unavailable if
// the file is of a newer format.
Result<QuarantineKeyCheck> decode_refused_head(UtcDay day, ByteView bytes);

// Both are borrowed for the call.
struct RefusedSealing {
    const QuarantineKey& key;
    Random& random;
};
// Appends one entry to `out`; reasons and texts beyond the limits are cut. Fails as
// QuarantineKey::seal.
Status encode_refused_entry(const RefusedEntry& entry, ByteView text, const RefusedSealing& sealing,
                            Bytes& out);

// The sizes at the start of an entry; nothing if no entry starts so.
struct RefusedFrame {
    std::uint32_t clear_bytes = 0;
    std::uint32_t sealed_bytes = 0;

    // All before the sealed text.
    std::size_t open_bytes() const {
        return kRefusedFrameBytes + clear_bytes + sizeof(std::uint64_t);
    }
    std::size_t size_bytes() const { return open_bytes() + sealed_bytes; }
};
std::optional<RefusedFrame> decode_refused_frame(ByteView bytes);

// `open_part` is all before the sealed text; nothing if it is damaged.
std::optional<RefusedEntry> decode_refused_entry(UtcDay day, ByteView open_part);

// What the sealed text is bound to.
Bytes refused_associated(UtcDay day, ByteView open_part);

}  // namespace fallbuch
