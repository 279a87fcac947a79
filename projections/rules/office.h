// What the office as a whole has said that its cases are judged by: which rulebooks hold where,
// with which parameters, and which things of its own it has opened (samples of an audit).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/calendar/civil_day.h"
#include "projections/rules/case_event.h"
#include "projections/rules/definitions.h"
#include "projections/rules/memory.h"
#include "projections/rules/parameters.h"
#include "projections/rules/rulebook.h"

namespace fallbuch::rules {

// A rulebook was put into force.
struct Application {
    std::string rulebook;
    std::string version;             // empty: whichever holds on the day
    std::vector<std::string> units;  // empty: everywhere
    Validity valid;
};

// Unchanged while cases are judged; then callable from any thread.
struct Office {
    std::vector<Application> applications;
    std::vector<ParameterChange> changes;
    std::vector<CaseEvent> events;     // that objects of the office are told by
    std::vector<ObjectState> objects;  // of all rulebooks, as in RuleSet; empty: there are none

    bool applies(std::string_view rulebook, std::string_view version, std::string_view unit,
                 CivilDay day) const;
    // As if `book` had been put into force wherever a version was that it supersedes.
    void adopt(const Rulebook& book);
};

}  // namespace fallbuch::rules
