#include "tools/fallbuch/case_entries.h"

#include <algorithm>
#include <cstddef>

#include "core/events/decoded_event.h"
#include "core/events/event_type.h"
#include "core/events/held_events.h"
#include "tools/fallbuch/german.h"
#include "tools/fallbuch/table.h"
#include "tools/fallbuch/text_cells.h"

namespace fallbuch {
namespace {

std::uint64_t days_late(const BerlinTime& berlin, Instant occurred, Instant recorded) {
    const auto days = (berlin.day_of(recorded) - berlin.day_of(occurred)).count();
    return days > 0 ? static_cast<std::uint64_t>(days) : 0;
}

std::string number_text(StreamVersion version) { return "Nr. " + std::to_string(version.value); }

std::string marked_line(const BerlinTime& berlin, const CaseEntry& entry) {
    std::string line = entry.corrects ? "berichtigt    " : "nachgetragen  ";
    line += german_day(berlin, entry.recorded) + "  ";
    if (entry.corrects) line += number_text(*entry.corrects) + ": ";
    line += visible(entry.title) + " vom " + german_day(berlin, entry.occurred);
    return cut_to_cells(line, terminal_width()) + '\n';
}

}  // namespace

Result<std::vector<CaseEntry>> read_entries(EventReader& events, const StreamId& stream,
                                            const BerlinTime& berlin) {
    HeldEvents held;
    RETURN_IF_ERROR(events.hold_case(stream, std::nullopt, held));
    std::vector<CaseEntry> entries;
    for (const DecodedEvent& event : held.events()) {
        CaseEntry& entry = entries.emplace_back();
        entry.version = event.prefix.stream_version;
        entry.occurred = event.fold_time();
        entry.recorded = event.prefix.recorded;
        entry.title = event.type->title();
        entry.late_days = days_late(berlin, entry.occurred, entry.recorded);
    }
    const auto corrected = corrected_events(held);
    for (std::size_t i = 0; i < entries.size(); ++i) {
        if (!corrected[i]) continue;
        CaseEntry& target = entries[*corrected[i]];
        entries[i].corrects = target.version;
        target.corrected_by = entries[i].version;
    }
    return entries;
}

std::string entry_marks(const CaseEntry& entry) {
    std::string text;
    if (entry.is_late()) text += "\n" + german_days(entry.late_days) + " danach erfasst";
    if (entry.corrects) text += "\nberichtigt " + number_text(*entry.corrects);
    if (entry.corrected_by) text += "\nberichtigt durch " + number_text(*entry.corrected_by);
    return text;
}

std::string marked_counts(const std::vector<CaseEntry>& entries, const HistoryBounds& bounds) {
    std::uint64_t late = 0;
    std::uint64_t correcting = 0;
    for (const CaseEntry& entry : entries) {
        if (bounds.recorded && entry.recorded > *bounds.recorded) continue;
        if (bounds.occurred && entry.occurred > *bounds.occurred) continue;
        if (entry.is_late()) ++late;
        if (entry.corrects) ++correcting;
    }
    std::string text;
    if (late != 0) text = german_count(late) + " nachgetragen";
    if (correcting != 0) {
        text += (text.empty() ? "" : ", ") + german_count(correcting) + " berichtigt";
    }
    return text;
}

std::string marked_between(const std::vector<CaseEntry>& entries, const BerlinTime& berlin,
                           Instant from, Instant to) {
    std::vector<const CaseEntry*> marked;
    for (const CaseEntry& entry : entries) {
        const bool is_between = from < entry.recorded && entry.recorded <= to;
        if (is_between && (entry.is_late() || entry.corrects)) marked.push_back(&entry);
    }
    const std::size_t left_out = marked.size() - std::min(marked.size(), kMarkedShown);
    std::string text;
    if (left_out != 0) {
        text = "(und " + german_count(left_out) + " frühere; alle zeigt fallbuch timeline)\n";
    }
    for (std::size_t i = left_out; i < marked.size(); ++i) text += marked_line(berlin, *marked[i]);
    return text;
}

Error before_first(const BerlinTime& berlin, const std::string& case_name,
                   const std::vector<CaseEntry>& entries) {
    Instant occurred = Instant::max();
    Instant recorded = Instant::max();
    for (const CaseEntry& entry : entries) {
        occurred = std::min(occurred, entry.occurred);
        recorded = std::min(recorded, entry.recorded);
    }
    return Error{ErrorCode::not_found,
                 "case " + case_name + ": nothing was known of it then; its first event is of " +
                     german_moment(berlin, occurred) + ", recorded " +
                     german_moment(berlin, recorded)};
}

}  // namespace fallbuch
