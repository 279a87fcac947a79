#include "consumers/ingest/line_reader.h"

#include "core/base/assert.h"

namespace fallbuch {
namespace {

// Text and a \r that may turn out to belong to the line's end.
constexpr std::size_t kCarriedBytesMax = LineReader::kLineBytesMax + 1;

}  // namespace

Result<std::optional<Line>> LineReader::next() {
    carried_.clear();
    overflowed_ = false;
    Line line{{}, number_ + 1, offset_bytes_, false};
    for (;;) {
        if (unread_.empty()) {
            ASSIGN_OR_RETURN(unread_, input_.next_block());
        }
        if (unread_.empty()) {
            if (offset_bytes_ == line.offset_bytes) return std::optional<Line>();
            finish(line, carried_);
            break;
        }
        const std::size_t end = unread_.find('\n');
        const std::string_view piece = unread_.substr(0, end);
        unread_.remove_prefix(end == std::string_view::npos ? piece.size() : end + 1);
        offset_bytes_ += piece.size() + (end == std::string_view::npos ? 0 : 1);
        const bool whole = end != std::string_view::npos && carried_.empty() && !overflowed_;
        if (!whole) carry(piece);
        if (end == std::string_view::npos) continue;
        finish(line, whole ? piece : carried_);
        break;
    }
    ++number_;
    return std::optional<Line>(line);
}

void LineReader::carry(std::string_view piece) {
    if (overflowed_ || piece.size() > kCarriedBytesMax - carried_.size()) {
        overflowed_ = true;
        return;
    }
    carried_.append(piece);
    LEDGER_ASSERT(carried_.size() <= kCarriedBytesMax);
}

void LineReader::finish(Line& line, std::string_view text) const {
    if (text.ends_with('\r')) text.remove_suffix(1);
    line.too_long = overflowed_ || text.size() > kLineBytesMax;
    if (!line.too_long) line.text = text;
}

}  // namespace fallbuch
