// Puts together what an office has said, from its events.
//
// RuleSetActivated and RuleSetRetired say where a rulebook holds, ParameterChanged what a parameter
// is; they and the things of the office that rulebooks name lie in streams of the office.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/calendar/berlin.h"
#include "core/calendar/civil_day.h"
#include "core/events/decoded_event.h"
#include "core/events/event_reader.h"
#include "core/events/held_events.h"
#include "projections/engine/case_history.h"
#include "projections/rules/office.h"
#include "projections/rules/rule_set.h"
#include "projections/rules/vocabulary.h"

namespace fallbuch::rules {

// An office and what it borrows from.
struct KnownOffice {
    std::shared_ptr<const HeldEvents> held;
    std::shared_ptr<EventLens> lens;
    Office office;
    // Events that hold nowhere, as their scope names what no rule can tell apart (teams,
    // Rechtskreise, forms of office), or something but no unit.
    std::vector<Position> beyond_units;
    // Changes of parameters that mean nothing, so that what the rulebook says goes on.
    struct Refused {
        Position position;
        std::string why;
    };
    std::vector<Refused> refused;
};

// Does the event say where a rulebook holds, or what a parameter is?
bool says_what_holds(const DecodedEvent& event);
// The first day about which such an event says something: that of its validity, the one behind the
// last day of what it retires, or else the day on which it happened.
CivilDay said_from(const DecodedEvent& event, CivilDay happened);

// Of the events that are given, whichever of them concern the office; corrections in their places.
KnownOffice read_office(std::shared_ptr<const HeldEvents> held, const HistoryBounds& bounds,
                        const RuleSet& rules, const BerlinTime& berlin);

// The same of the whole ledger, by one walk over the headers of its records. Fails as the reader
// does.
Result<KnownOffice> find_office(EventReader& reader, const RuleSet& rules, const BerlinTime& berlin,
                                const HistoryBounds& bounds = {});

}  // namespace fallbuch::rules
