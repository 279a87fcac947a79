// How the index lies on disk, byte for byte. It is derived: lost or damaged, it is made anew from
// the log. Integers are little-endian; checksums are XXH3-64.
//
//   index   := block*                       in the order of positions, without gaps
//   block   := head payload
//   head    := magic:u32 "IDX1"  record_count:u32  first_position:u64  stream_count:u32
//              subject_count:u32  posting_count:u32  end_segment:u32  end_offset:u64
//              ledger_mark:u64 (first eight bytes of the ledger id)  payload_checksum:u64
//              checksum:u64 (of the 56 bytes before)
//   payload := stream_id:16 ...  subject_id:16 ...     first seen in this block; numbered on
//              row ...  posting ...
//   row     := event_id:16 segment:u32 offset:u32 previous:u64 stream_number:u32 posting_end:u32
//   posting := previous:u64 subject_number:u32 zero:u32
//
// previous: position + 1 of the record before in the same stream (of the same subject); 0: none.
// posting_end: the row's postings end there, and begin where those of the row before ended.
// end: where the group behind the block's last record begins; a block holds whole groups.
#pragma once

#include <cstdint>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/storage/segment.h"

namespace fallbuch {

inline constexpr std::size_t kIndexHeadBytes = 64;

struct IndexRow {
    EventId event;
    std::uint32_t segment = 0;
    std::uint32_t offset_bytes = 0;
    std::uint64_t previous = 0;
    std::uint32_t stream_number = 0;
    std::uint32_t posting_end = 0;
    bool operator==(const IndexRow&) const = default;
};
static_assert(sizeof(IndexRow) == 40);

struct IndexPosting {
    std::uint64_t previous = 0;
    std::uint32_t subject_number = 0;
    std::uint32_t zero = 0;
    bool operator==(const IndexPosting&) const = default;
};
static_assert(sizeof(IndexPosting) == 16);

struct IndexHead {
    std::uint32_t record_count = 0;
    Position first_position;
    std::uint32_t stream_count = 0;
    std::uint32_t subject_count = 0;
    std::uint32_t posting_count = 0;
    Location end;
    std::uint64_t payload_checksum = 0;

    std::uint64_t rows_offset_bytes() const {
        return 16ULL * (std::uint64_t{stream_count} + subject_count);
    }
    std::uint64_t postings_offset_bytes() const {
        return rows_offset_bytes() + sizeof(IndexRow) * std::uint64_t{record_count};
    }
    std::uint64_t payload_bytes() const {
        return postings_offset_bytes() + sizeof(IndexPosting) * std::uint64_t{posting_count};
    }
};

struct IndexBlock {
    Position first_position;
    Location end;
    std::vector<StreamId> streams;
    std::vector<SubjectId> subjects;
    std::vector<IndexRow> rows;
    std::vector<IndexPosting> postings;
    bool operator==(const IndexBlock&) const = default;
};

void encode_index_block(const IndexBlock& block, LedgerId ledger, Bytes& out);
// corrupt if the head is damaged, of another ledger or of an impossible size.
Result<IndexHead> decode_index_head(ByteView bytes, LedgerId ledger);
// corrupt if the payload is not the one that the head was written for.
Result<IndexBlock> decode_index_block(const IndexHead& head, ByteView payload);

}  // namespace fallbuch
