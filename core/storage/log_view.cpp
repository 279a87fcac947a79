#include "core/storage/log_view.h"

#include <optional>
#include <string>
#include <utility>

#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/storage/group_scanner.h"
#include "core/storage/recovery.h"
#include "core/storage/scan.h"
#include "core/storage/segment.h"

namespace fallbuch {

LogView::LogView(const LogPlace& place, RecordIndex index, DurableMarkFile mark)
    : files_(place), index_(std::move(index)), mark_(std::move(mark)) {}

Result<std::unique_ptr<LogView>> LogView::open(const LogPlace& place) {
    ASSIGN_OR_RETURN(DurableMarkFile mark,
                     DurableMarkFile::open_reader(place.files, place.mark_path(), place.ledger));
    ASSIGN_OR_RETURN(const DurableMark durable, mark.read());
    ASSIGN_OR_RETURN(RecordIndex index,
                     RecordIndex::load({place.files, place.index_path(), place.ledger},
                                       IndexUse::read, durable.record_count));
    std::unique_ptr<LogView> view(new LogView(place, std::move(index), std::move(mark)));
    ASSIGN_OR_RETURN(const std::uint64_t count, view->refresh());
    static_cast<void>(count);
    return view;
}

Result<std::uint64_t> LogView::refresh() {
    ASSIGN_OR_RETURN(const DurableMark durable, mark_.read());
    GroupScanner scanner(files_, index_.end(), Position{index_.record_count()});
    while (index_.record_count() < durable.record_count) {
        ASSIGN_OR_RETURN(const auto group, scanner.next(ScanCheck::frames));
        if (!group) {
            return Error{ErrorCode::corrupt, files_.place().directory + ": the log ends after " +
                                                 std::to_string(index_.record_count()) +
                                                 " records, before what was durable"};
        }
        RETURN_IF_ERROR(add_group_to_index(*group, index_));
    }
    return index_.record_count();
}

Result<StoredRecord> LogView::read(Position position) {
    if (position.value >= count()) {
        return Error{ErrorCode::not_found,
                     "log: no record at position " + std::to_string(position.value)};
    }
    ASSIGN_OR_RETURN(const Location location, index_.location(position));
    return files_.read_frame(location);
}

Result<std::vector<Position>> LogView::stream_positions(const StreamId& stream) {
    return index_.stream_positions(stream, Position{count()});
}

Result<std::vector<Position>> LogView::subject_positions(const SubjectId& subject) {
    return index_.subject_positions(subject, Position{count()});
}

Result<std::optional<Position>> LogView::find_event(const EventId& event) {
    return index_.find_event(event);
}

Status LogView::scan(Position from, Position to, const Visit& visit) {
    if (to.value > count()) {
        return Error{ErrorCode::not_found,
                     "log: no record at position " + std::to_string(to.value - 1)};
    }
    return RecordCursor(files_, index_.scan_start(from), from).advance(to, visit);
}

}  // namespace fallbuch
