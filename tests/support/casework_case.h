// A case as casework tells it, for tests that want its state: events by name, day and data.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/calendar/civil_day.h"
#include "core/events/catalogue.h"
#include "projections/case/case_model.h"
#include "projections/case/case_state.h"
#include "tests/support/event_desk.h"

namespace fallbuch {

// An event of the shipped catalogue; `data` is JSON. It happens at 10:00 in Berlin, unless only its
// day is known.
struct CaseEvent {
    std::string day;  // "2025-01-31"
    std::string name;
    std::string data = "{}";
    bool of_day = false;
};

// Makes states of events, on a machine in memory; each event has to be admitted, or the test fails.
class CaseDesk {
public:
    CaseDesk();

    const CaseModel& model() const { return model_; }
    // As of the end of everything; in whichever order the events are given.
    CaseState state_of(const std::vector<CaseEvent>& events);

private:
    EventDesk desk_;
    std::shared_ptr<const Catalogue> catalogue_;
    CaseModel model_;
    int count_ = 0;
};

CivilDay day_of(const std::string& text);

}  // namespace fallbuch
