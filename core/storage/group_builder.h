// Collects the frames of one group in one buffer, so that it goes to disk in one write.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/ids.h"
#include "core/storage/segment.h"

namespace fallbuch {

class GroupBuilder {
public:
    // Empties the group; its first record will have this position.
    void begin(Position first_position);

    // Adds a record whose header is already stamped. Its frame begins at frame_offset_bytes(index).
    void add(ByteView header, ByteView spans);

    // Closes the group; no record may be added afterwards.
    void finish(std::optional<SourceOffset> source);

    std::uint32_t record_count() const { return static_cast<std::uint32_t>(checksums_.size()); }
    Position first_position() const { return first_position_; }
    ByteView bytes() const { return bytes_; }
    // Offset of a record's frame from the group's first byte.
    std::uint64_t frame_offset_bytes(std::uint32_t index) const { return offsets_[index]; }

private:
    Position first_position_;
    Bytes bytes_;  // kGroupHeaderBytes, then the frames
    std::vector<std::uint64_t> checksums_;
    std::vector<std::uint64_t> offsets_;
};

}  // namespace fallbuch
