#include "consumers/ingest/line_reader.h"

#include "core/base/assert.h"
#include "core/codec/utf8.h"

namespace fallbuch {
namespace {

// Text and a \r that may turn out to belong to the line's end.
constexpr std::size_t kCarriedBytesMax = LineReader::kLineBytesMax + 1;

}  // namespace

Result<std::optional<Line>> LineReader::next() {
    carried_.clear();
    dropped_bytes_ = 0;
    Line line{{}, number_ + 1, offset_bytes_, 0};
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
        const bool whole = end != std::string_view::npos && carried_.empty();
        if (!whole) carry(piece);
        if (end == std::string_view::npos) continue;
        finish(line, whole ? piece : carried_);
        break;
    }
    ++number_;
    return std::optional<Line>(line);
}

void LineReader::carry(std::string_view piece) {
    const std::string_view kept = piece.substr(0, kCarriedBytesMax - carried_.size());
    carried_.append(kept);
    LEDGER_ASSERT(carried_.size() <= kCarriedBytesMax);
    if (kept.size() == piece.size()) return;
    dropped_bytes_ += piece.size() - kept.size();
    ends_with_return_ = piece.ends_with('\r');
}

void LineReader::finish(Line& line, std::string_view text) const {
    const bool has_return = dropped_bytes_ == 0 ? text.ends_with('\r') : ends_with_return_;
    const std::uint64_t line_bytes = text.size() + dropped_bytes_ - (has_return ? 1 : 0);
    line.text = line_bytes <= kLineBytesMax ? text.substr(0, line_bytes)
                                            : beginning_of(text, kLineBeginningBytesMax);
    line.cut_bytes = line_bytes - line.text.size();
}

}  // namespace fallbuch
