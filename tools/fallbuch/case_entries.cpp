#include "tools/fallbuch/case_entries.h"

#include <algorithm>
#include <cstddef>

#include "core/base/assert.h"
#include "core/events/decoded_event.h"
#include "core/events/envelope.h"
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

std::string marked_line(const BerlinTime& berlin, const CaseEntry& entry, bool lacks_target) {
    const std::string when = german_day(berlin, entry.recorded) + "  ";
    std::string line = (entry.is_correction ? "berichtigt    " : "nachgetragen  ") + when;
    const std::string indent(line.size(), ' ');
    if (entry.corrects && !lacks_target) line += number_text(*entry.corrects) + ": ";
    line += visible(entry.title) + " vom " + german_day(berlin, entry.occurred);
    std::string text = cut_to_cells(line, terminal_width()) + '\n';
    if (!lacks_target) return text;
    return text + cut_to_cells(indent + std::string(kCorrectsMissing), terminal_width()) + '\n';
}

bool is_within(const CaseEntry& entry, const HistoryBounds& bounds) {
    return (!bounds.recorded || entry.recorded <= *bounds.recorded) &&
           (!bounds.occurred || entry.occurred <= *bounds.occurred);
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
        entry.day_precision = event.day_precision;
        entry.is_correction = !event.text_of(EnvelopeField::corrects).empty();
        entry.late_days = days_late(berlin, entry.occurred, entry.recorded);
    }
    const auto corrected = corrected_events(held);
    for (std::size_t i = 0; i < entries.size(); ++i) {
        if (!corrected[i]) continue;
        CaseEntry& target = entries[*corrected[i]];
        entries[i].corrects = target.version;
        entries[i].target_recorded = target.recorded;
        target.corrected_by = entries[i].version;
    }
    return entries;
}

std::string entry_marks(const CaseEntry& entry) {
    std::string text;
    if (entry.is_late()) text += "\n" + german_days(entry.late_days) + " danach erfasst";
    if (entry.corrects) text += "\nberichtigt " + number_text(*entry.corrects);
    if (entry.lacks_target({})) text += '\n' + std::string(kCorrectsMissing);
    if (entry.corrected_by) text += "\nberichtigt durch " + number_text(*entry.corrected_by);
    return text;
}

std::vector<std::string> marked_counts(const std::vector<CaseEntry>& entries,
                                       const HistoryBounds& bounds) {
    std::uint64_t late = 0;
    std::uint64_t correcting = 0;
    std::uint64_t missing = 0;
    for (const CaseEntry& entry : entries) {
        if (!is_within(entry, bounds)) continue;
        const bool lacks_target = entry.lacks_target(bounds.recorded);
        if (entry.is_late()) ++late;
        if (entry.is_correction && !lacks_target) ++correcting;
        if (lacks_target) ++missing;
    }
    std::string text;
    if (late != 0) text = german_count(late) + " nachgetragen";
    if (correcting != 0) {
        text += (text.empty() ? "" : ", ") + german_count(correcting) + " berichtigt";
    }
    std::vector<std::string> lines;
    if (!text.empty()) lines.push_back(text);
    if (missing == 1) lines.push_back("1 " + std::string(kCorrectsMissing));
    if (missing > 1) {
        lines.push_back(german_count(missing) +
                        " berichtigen Ereignisse, die (noch) nicht vorliegen");
    }
    return lines;
}

std::string marked_between(const std::vector<CaseEntry>& entries, const BerlinTime& berlin,
                           Instant from, Instant to) {
    std::vector<const CaseEntry*> marked;
    for (const CaseEntry& entry : entries) {
        const bool is_between = from < entry.recorded && entry.recorded <= to;
        if (is_between && (entry.is_late() || entry.is_correction)) marked.push_back(&entry);
    }
    const std::size_t left_out = marked.size() - std::min(marked.size(), kMarkedShown);
    std::string text;
    if (left_out != 0) {
        text = "(und " + german_count(left_out) + " frühere; alle zeigt fallbuch timeline)\n";
    }
    for (std::size_t i = left_out; i < marked.size(); ++i) {
        text += marked_line(berlin, *marked[i], marked[i]->lacks_target(to));
    }
    return text;
}

Error before_first(const BerlinTime& berlin, const std::string& case_name,
                   const std::vector<CaseEntry>& entries) {
    LEDGER_ASSERT(!entries.empty());
    const CaseEntry& first = *std::ranges::min_element(entries, {}, &CaseEntry::occurred);
    const Instant recorded = std::ranges::min(entries, {}, &CaseEntry::recorded).recorded;
    return Error{ErrorCode::not_found,
                 "case " + case_name + ": nothing was known of it then;\nits first event is of " +
                     german_when(berlin, first.occurred, first.day_precision) + ", recorded " +
                     german_moment(berlin, recorded)};
}

}  // namespace fallbuch
