// Makes the events of a scenario as if they had been read from a ledger.
#pragma once

#include <deque>
#include <map>
#include <string>

#include "core/base/bytes.h"
#include "core/base/clock.h"
#include "core/base/ids.h"
#include "core/calendar/berlin.h"
#include "core/events/catalogue.h"
#include "core/events/held_events.h"
#include "projections/rules/faults.h"
#include "projections/rules/scenario.h"

namespace fallbuch::rules {

// The events of a case, and those of its office. Views into what this holds.
struct ScenarioEvents {
    HeldEvents of_case;
    HeldEvents of_office;
    std::map<std::string, Position> positions;  // by label
    std::deque<std::string> texts;
    std::deque<Bytes> values;
};

// What is no field of its type, or no value of its field, is a fault. Nothing else is asked for: a
// scenario leaves out what it does not need. Positions are the lines of the events.
ScenarioEvents make_events(const Scenario& scenario, const Catalogue& catalogue,
                           const BerlinTime& berlin, RulebookFaults& faults);

// The last moment of a day, or the moment.
Instant end_of_moment(const ScenarioMoment& moment, const BerlinTime& berlin);

}  // namespace fallbuch::rules
