// Would the scenarios of a rulebook notice a mistake in it? It is changed in one place after
// another, and each time some scenario should come to something else than it says.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/calendar/berlin.h"
#include "core/events/catalogue.h"
#include "projections/rules/calendars.h"
#include "projections/rules/json_text.h"
#include "projections/rules/rule_library.h"
#include "projections/rules/scenario.h"

namespace fallbuch::rules {

struct TestedRulebook {
    RulebookFile file;
    std::vector<Scenario> scenarios;
};

// All of it outlives the run.
struct MutationParts {
    // The first one is changed. The others amend it; what their scenarios notice is noticed, too.
    std::span<const TestedRulebook> books;
    std::span<const RulebookFile> files;  // what the books may amend
    std::shared_ptr<const Catalogue> catalogue;
    const Calendars& calendars;
    const BerlinTime& berlin;
};

struct Survivor {
    std::string key;     // as Mutant
    std::string change;  // as Mutant
    TextPlace place;
};

struct MutationReport {
    std::size_t mutant_count = 0;  // that can be read as a rulebook; no other counts
    std::size_t killed_count = 0;
    std::size_t unreadable_count = 0;
    std::vector<Survivor> survivors;  // in the order of the text
};

// invalid if a rulebook has faults, or its scenarios do not come to what they say before anything
// is changed. The report is the same with any number of threads.
Result<MutationReport> run_mutations(const MutationParts& parts, unsigned thread_count);

}  // namespace fallbuch::rules
