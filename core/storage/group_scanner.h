// Reads groups one after the other, as recovery, replay and fsck need them.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include "core/base/bytes.h"
#include "core/base/file.h"
#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/storage/segment.h"
#include "core/storage/segment_files.h"

namespace fallbuch {

// How much of a group is compared with its checksums.
enum class ScanCheck {
    frames,  // everything but the sealed spans
    spans,   // the sealed spans too, against the SHA-256 in their record's header
};

struct ScannedGroup {
    GroupHeader header;
    Location location;
    Location next;    // where the next group begins, or would
    ByteView frames;  // borrowed until the next call
};

// Belongs to one thread.
class GroupScanner {
public:
    // Starts at a group's first byte. `files` outlives the scanner.
    GroupScanner(SegmentFiles& files, Location start, Position first_position)
        : files_(files), at_(start), position_(first_position) {}

    // The next group, whole and checked. Nothing at the end of the last segment. corrupt, with file
    // and offset, if what lies there is not the group that must follow; the scanner stays there.
    Result<std::optional<ScannedGroup>> next(ScanCheck check);

    // Goes on behind what next() refused as corrupt. The group as it lies, its frames unchecked, if
    // its header can be trusted; otherwise no frames, and a header that counts the records up to
    // the next group that can be found. Nothing if none can: the scanner stays where it is.
    Result<std::optional<ScannedGroup>> pass_damage();

    // Forgets bytes read ahead: what lay behind the durable end may have changed since.
    void forget_window() { window_.clear(); }

    Location at() const { return at_; }
    Position position() const { return position_; }

private:
    // Makes `wanted_bytes` from at_ on available in the window; fewer only at the end of the file.
    Result<ByteView> window(std::uint64_t wanted_bytes);
    Result<bool> enter_next_segment();
    Result<ScannedGroup> read_group(ScanCheck check);
    Result<std::optional<ScannedGroup>> pass_to(Location next, Position next_position);

    SegmentFiles& files_;
    Location at_;
    Position position_;
    std::shared_ptr<File> file_;
    std::uint32_t file_number_ = 0;
    Bytes window_;
    std::uint64_t window_offset_bytes_ = 0;
};

// Where a whole, valid header of a later group lies behind `from` in its segment, if anywhere:
// proof that the bytes before it were once durable.
struct FoundGroup {
    Location location;
    Position first_position;
};
Result<std::optional<FoundGroup>> find_group_behind(SegmentFiles& files, Location from,
                                                    Position position);

}  // namespace fallbuch
