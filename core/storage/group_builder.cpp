#include "core/storage/group_builder.h"

#include "core/base/assert.h"
#include "core/codec/checksum.h"

namespace fallbuch {

void GroupBuilder::begin(Position first_position) {
    first_position_ = first_position;
    bytes_.assign(kGroupHeaderBytes, 0);
    checksums_.clear();
    offsets_.clear();
}

void GroupBuilder::add(ByteView header, ByteView spans) {
    LEDGER_ASSERT(bytes_.size() >= kGroupHeaderBytes);
    offsets_.push_back(bytes_.size());
    checksums_.push_back(encode_frame(header, spans, bytes_));
}

void GroupBuilder::finish(std::optional<SourceOffset> source) {
    LEDGER_ASSERT(!checksums_.empty());
    GroupHeader header;
    header.record_count = record_count();
    header.first_position = first_position_;
    header.frames_bytes = bytes_.size() - kGroupHeaderBytes;
    LEDGER_ASSERT(header.frames_bytes <= kGroupBytesMax);
    header.frames_checksum = checksum64({reinterpret_cast<const std::uint8_t*>(checksums_.data()),
                                         checksums_.size() * sizeof(std::uint64_t)});
    header.source = source;
    encode_group_header(header, MutableByteView(bytes_).first(kGroupHeaderBytes));
}

}  // namespace fallbuch
