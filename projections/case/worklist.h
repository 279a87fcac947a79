// Which open cases wait for something, and how urgently? The worklists of team leaders and
// caseworkers: what states can answer without a rulebook.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "core/calendar/civil_day.h"
#include "projections/case/case_waits.h"

namespace fallbuch {

struct CaseCard;

struct Worklist {
    enum class Asks : std::uint8_t {
        due_within,   // its day comes within so many days, or is over
        older_than,   // its day is more than so many days ago
        within_last,  // its day was within so many days
        none_ahead,   // no day, or one that is over
        nobody,       // nobody is responsible on the day asked; no wait
    };
    std::string_view name;
    std::string_view title;   // German
    std::string_view column;  // German, what the day is
    std::string_view rules;   // of the catalogue of rules, for which it is a help
    Asks asks = Asks::due_within;
    Wait wait = Wait::plan;
    int days_default = 0;

    bool takes_days() const { return asks != Asks::none_ahead && asks != Asks::nobody; }
};

inline constexpr int kWorklistDaysMax = 3650;

// In the order in which they are told.
std::span<const Worklist> worklists();
// nullptr if there is none of this name.
const Worklist* find_worklist(std::string_view name);

struct WorklistEntry {
    std::optional<CivilDay> day;  // nothing: there is none, which is most urgent
    friend auto operator<=>(const WorklistEntry&, const WorklistEntry&) = default;
};

// Nothing if the case is not on the list on day `today`; a closed one never is.
std::optional<WorklistEntry> entry_of(const Worklist& list, const CaseCard& card, CivilDay today,
                                      int days);

}  // namespace fallbuch
