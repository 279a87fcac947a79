#include "core/storage/scan.h"

#include <algorithm>
#include <string>

#include "core/base/bytes.h"
#include "core/storage/segment.h"

namespace fallbuch {

Status RecordCursor::visit_group(const ScannedGroup& group, Position to,
                                 const RecordSource::Visit& visit) {
    Position position = group.header.first_position;
    ByteView rest = group.frames;
    while (!rest.empty() && position < to) {
        ASSIGN_OR_RETURN(const FrameView frame, decode_checked_frame(rest));
        if (position >= next_) RETURN_IF_ERROR(visit(position, frame));
        rest = rest.subspan(frame.size_bytes());
        ++position.value;
    }
    next_ = std::max(next_, position);
    return {};
}

Status RecordCursor::advance(Position to, const RecordSource::Visit& visit) {
    scanner_.forget_window();
    while (scanner_.position() < to) {
        ASSIGN_OR_RETURN(const auto group, scanner_.next(ScanCheck::frames));
        if (!group) {
            return Error{ErrorCode::corrupt, "log: ends after " +
                                                 std::to_string(scanner_.position().value) +
                                                 " records, before what was durable"};
        }
        RETURN_IF_ERROR(visit_group(*group, to, visit));
    }
    return {};
}

}  // namespace fallbuch
