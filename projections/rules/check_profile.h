// What does a check cost, and when has it spoken its last word?
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "projections/rules/json_text.h"
#include "projections/rules/lint_subject.h"
#include "projections/rules/rule_set.h"

namespace fallbuch::rules {

struct CheckProfile {
    TextPlace place;
    std::string check;                 // "L-06/Abs1"
    std::vector<std::string> reads;    // event types that it listens to
    std::vector<std::string> recalls;  // "fact circle", "object plan": what it asks of the memory
    // What is kept of a case for it, at most: "1 activation per ContactHeld, plus every
    // CounsellingNoteRecorded".
    std::string keeps;
    // When each verdict is final, in the order of events.
    std::vector<std::pair<std::string, std::string>> final_when;
};

// What all rules of a rulebook share: "fact circle", "the newest LegalCircleAssigned".
struct MemoryProfile {
    std::string name;
    std::vector<std::string> reads;
    std::string keeps;
};

CheckProfile profile_of(const LintSubject& subject, const CompiledCheck& check);
// In the order of the rulebook, facts first.
std::vector<MemoryProfile> memory_of(const LintSubject& subject);

}  // namespace fallbuch::rules
