// What do all indicators ask of a case? When it was open, who was responsible for it where, and
// its events in their order.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/calendar/berlin.h"
#include "core/calendar/civil_day.h"
#include "core/events/decoded_event.h"
#include "core/events/event_type.h"
#include "core/events/held_events.h"
#include "projections/engine/case_history.h"
#include "projections/indicators/indicator.h"

namespace fallbuch::indicators {

// An event in its place; borrows from the history.
struct OutlineEvent {
    const EventType* counts_as = nullptr;
    const DecodedEvent* event = nullptr;
    CivilDay day{};

    bool is(std::string_view name) const { return counts_as->name() == name; }
    // Empty: not told.
    std::string_view text(std::string_view field) const;
    std::optional<bool> boolean(std::string_view field) const;
};

// From its first day until the day before the next one's. Deputies have none.
struct Tenure {
    CivilDay from{};
    std::string caseworker;
    std::string unit;
    std::string team;
};

struct OpenSpell {
    CivilDay from{};
    CivilDay to{};  // the last day
};

class CaseOutline {
public:
    CaseOutline(const Arrangement& history, const HeldEvents& held, const BerlinTime& berlin);

    // Was it opened, or somebody made responsible for it? An imported log's case is none.
    bool is_case() const { return is_case_; }
    const std::vector<OutlineEvent>& events() const { return events_; }
    const std::vector<Tenure>& tenures() const { return tenures_; }
    const std::vector<OpenSpell>& spells() const { return spells_; }

    // What the newest assignment says whose first day has come; before all of them, the first.
    // nullptr: there is none.
    const Tenure* tenure_on(CivilDay day) const;
    // The newest that has the day; nullptr: it was not open then.
    const OpenSpell* spell_on(CivilDay day) const;
    // Is the day in the period, and was the case the unit's then?
    bool is_asked(const IndicatorQuestion& question, CivilDay day) const;
    // The tenures that had the case while it was open within the period, and in the unit.
    std::vector<const Tenure*> tenures_asked(const IndicatorQuestion& question) const;
    // Was it open on a day that is asked?
    bool is_open_in(const IndicatorQuestion& question) const;

private:
    void read_tenures();
    void read_spells();

    std::vector<OutlineEvent> events_;
    std::vector<Tenure> tenures_;
    std::vector<OpenSpell> spells_;
    bool is_case_ = false;
};

}  // namespace fallbuch::indicators
