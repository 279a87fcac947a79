// How is told what a draft of a rulebook would change: to people as tables in German, to programs
// as JSON Lines.
#pragma once

#include <cstddef>
#include <string>

#include "core/base/clock.h"
#include "core/calendar/berlin.h"
#include "projections/rules/rulebook.h"
#include "tools/fallbuch/rulebook_trial.h"

namespace fallbuch {

// What was tried, and on what.
struct TrialHead {
    const rules::Rulebook& draft;
    bool is_in_place = false;  // of a version that is in force
    Instant now;
    std::string team;  // empty: all
};

// Lines of at most `width` cells.
std::string trial_text(const TrialHead& head, const TrialReport& report, const BerlinTime& berlin,
                       std::size_t width);
// A line of what was compared ("kind": "summary"), then one for each difference of a rule ("rule"),
// then the same of each team ("team").
std::string trial_json(const TrialHead& head, const TrialReport& report);

}  // namespace fallbuch
