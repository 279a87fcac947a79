#include "core/storage/index_block.h"

#include <cstring>
#include <string>

#include "core/base/assert.h"
#include "core/codec/checksum.h"
#include "core/codec/wire.h"

namespace fallbuch {
namespace {

constexpr std::uint32_t kMagic = 0x31584449;  // "IDX1"
constexpr std::uint32_t kCountMax = 1U << 24U;

Error broken(const char* why) { return Error{ErrorCode::corrupt, std::string("index: ") + why}; }

template <typename Item>
ByteView bytes_of(const std::vector<Item>& items) {
    return {reinterpret_cast<const std::uint8_t*>(items.data()), items.size() * sizeof(Item)};
}

template <typename Item>
void read_items(WireReader& reader, std::size_t count, std::vector<Item>& items) {
    const ByteView bytes = reader.raw(count * sizeof(Item));
    items.resize(bytes.size() / sizeof(Item));
    if (!items.empty()) std::memcpy(items.data(), bytes.data(), bytes.size());
}

std::uint64_t mark_of(LedgerId ledger) {
    std::uint64_t mark = 0;
    std::memcpy(&mark, ledger.bytes.data(), sizeof mark);
    return mark;
}

}  // namespace

void encode_index_block(const IndexBlock& block, LedgerId ledger, Bytes& out) {
    Bytes payload;
    for (const ByteView part : {bytes_of(block.streams), bytes_of(block.subjects),
                                bytes_of(block.rows), bytes_of(block.postings)}) {
        append(payload, part);
    }
    const std::size_t begin = out.size();
    WireWriter writer(out);
    writer.fixed(kMagic);
    writer.fixed(static_cast<std::uint32_t>(block.rows.size()));
    writer.fixed(block.first_position.value);
    writer.fixed(static_cast<std::uint32_t>(block.streams.size()));
    writer.fixed(static_cast<std::uint32_t>(block.subjects.size()));
    writer.fixed(static_cast<std::uint32_t>(block.postings.size()));
    writer.fixed(block.end.segment);
    writer.fixed(block.end.offset_bytes);
    writer.fixed(mark_of(ledger));
    writer.fixed(checksum64(payload));
    writer.fixed(checksum64(ByteView(out).subspan(begin)));
    LEDGER_ASSERT(out.size() - begin == kIndexHeadBytes);
    writer.raw(payload);
}

Result<IndexHead> decode_index_head(ByteView bytes, LedgerId ledger) {
    if (bytes.size() != kIndexHeadBytes) return broken("a block is cut off");
    WireReader reader(bytes);
    const auto magic = reader.fixed<std::uint32_t>();
    IndexHead head;
    head.record_count = reader.fixed<std::uint32_t>();
    head.first_position.value = reader.fixed<std::uint64_t>();
    head.stream_count = reader.fixed<std::uint32_t>();
    head.subject_count = reader.fixed<std::uint32_t>();
    head.posting_count = reader.fixed<std::uint32_t>();
    head.end.segment = reader.fixed<std::uint32_t>();
    head.end.offset_bytes = reader.fixed<std::uint64_t>();
    const auto mark = reader.fixed<std::uint64_t>();
    head.payload_checksum = reader.fixed<std::uint64_t>();
    const auto checksum = reader.fixed<std::uint64_t>();
    if (magic != kMagic || checksum != checksum64(bytes.first(kIndexHeadBytes - 8))) {
        return broken("a block's head is damaged");
    }
    if (mark != mark_of(ledger)) return broken("a block belongs to another ledger");
    if (head.record_count > kCountMax || head.posting_count > kCountMax) {
        return broken("a block is impossibly large");
    }
    return head;
}

Result<IndexBlock> decode_index_block(const IndexHead& head, ByteView payload) {
    if (payload.size() != head.payload_bytes()) return broken("a block is cut off");
    if (checksum64(payload) != head.payload_checksum) return broken("a block is damaged");
    IndexBlock block;
    block.first_position = head.first_position;
    block.end = head.end;
    WireReader reader(payload);
    read_items(reader, head.stream_count, block.streams);
    read_items(reader, head.subject_count, block.subjects);
    read_items(reader, head.record_count, block.rows);
    read_items(reader, head.posting_count, block.postings);
    LEDGER_ASSERT(reader.at_end());
    return block;
}

}  // namespace fallbuch
