// What people are told about an activation of a rule: which rule of which version, how it stands,
// how grave it is, and which events show it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/calendar/civil_day.h"
#include "core/codec/digest.h"
#include "projections/rules/activation.h"
#include "projections/rules/check.h"
#include "projections/rules/check_parts.h"
#include "projections/rules/evaluation.h"
#include "projections/rules/memory.h"
#include "projections/rules/outcome.h"
#include "projections/rules/rulebook.h"

namespace fallbuch::rules {

std::string_view to_string(Severity severity);

// Of the case as it was judged; nothing of it is kept.
struct Finding {
    std::string rule;      // "KD-06"
    std::string part;      // "Frist"; empty: the rule has one check
    std::string rulebook;  // "4pm-2023"
    std::string version;   // "2023.1"
    Digest parameters;     // the values of the rulebook's parameters on the day of the activation
    Severity severity = Severity::mangel;
    Outcome outcome;
    // Which activation: the event's position, the day if it began anew on another one, and a number
    // where one event activates several times.
    std::string id;
    EventIndex event = kNoEvent;
    CivilDay activated{};
    // Read otherwise it comes to another verdict.
    bool is_matter_of_reading = false;
    std::string other_reading;
    Verdict other_verdict = Verdict::not_applicable;
};

// The severity of a check's findings (2.4 of the language).
Severity severity_of(const Rulebook& book, const Check& check);

// Which event the activation is about: that opened it or made it anew, or the one that ended its
// object, or if a day did that told of the object last; kNoEvent: none.
EventIndex event_about(const Evaluation& state, const Activation& one);

// Of all outcomes of a case, but for those of other readings, which stand beside their own.
std::vector<Finding> findings_of(const Evaluation& state, const std::vector<Outcome>& outcomes);

}  // namespace fallbuch::rules
