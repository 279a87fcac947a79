// What was entered into a case, and which of it late or to correct something else.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/clock.h"
#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/calendar/berlin.h"
#include "core/events/event_reader.h"
#include "projections/engine/case_history.h"

namespace fallbuch {

struct CaseEntry {
    StreamVersion version;
    Instant occurred;
    Instant recorded;
    std::string title;
    bool day_precision = false;  // of `occurred` only the day is known
    bool is_correction = false;  // names an event that it corrects, if it is there or not
    std::optional<StreamVersion> corrects;
    std::optional<Instant> target_recorded;     // of that event
    std::optional<StreamVersion> corrected_by;  // the newest that does
    std::uint64_t late_days = 0;  // in Berlin, from the day of what happened to that of recording

    bool is_late() const { return late_days != 0 && !is_correction; }
    // Did the ledger not know by then (nothing: until now) what it corrects?
    bool lacks_target(const std::optional<Instant>& by) const {
        return is_correction && (!corrects || (by && *target_recorded > *by));
    }
};

// Ascending by version.
Result<std::vector<CaseEntry>> read_entries(EventReader& events, const StreamId& stream,
                                            const BerlinTime& berlin);

// What a correction says whose target is not there.
inline constexpr std::string_view kCorrectsMissing =
    "berichtigt ein Ereignis, das (noch) nicht vorliegt";

// "66 Tage danach erfasst", "berichtigt Nr. 7", "berichtigt durch Nr. 12", kCorrectsMissing, each
// with a new line in front; empty if there is nothing to say.
std::string entry_marks(const CaseEntry& entry);
// "3 nachgetragen, 1 berichtigt" of what lies within bounds, and "1 berichtigt ein Ereignis, das
// (noch) nicht vorliegt"; a line each, none if there is nothing to say.
std::vector<std::string> marked_counts(const std::vector<CaseEntry>& entries,
                                       const HistoryBounds& bounds);
// A line for each entry that was recorded late, or to correct another one, after `from` and by
// `to`; of more than kMarkedShown only the newest.
inline constexpr std::size_t kMarkedShown = 10;
std::string marked_between(const std::vector<CaseEntry>& entries, const BerlinTime& berlin,
                           Instant from, Instant to);
// not_found: nothing was known of the case then, and since when something is.
Error before_first(const BerlinTime& berlin, const std::string& case_name,
                   const std::vector<CaseEntry>& entries);

}  // namespace fallbuch
