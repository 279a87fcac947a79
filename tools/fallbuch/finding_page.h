// How is one finding explained to a caseworker? On a page in German, or as JSON.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/calendar/berlin.h"
#include "projections/findings/explained_findings.h"
#include "projections/findings/superseded_findings.h"
#include "projections/rules/rule_set.h"

namespace fallbuch {

struct FindingPageParts {
    const rules::RuleSet& rules;
    const BerlinTime& berlin;
    std::string case_number;
    const ExplainedFinding& explained;
    const std::vector<FindingChange>& changes;
    // What left nothing of it, if it stands no more: `explained` is what it was until then.
    const FindingChange* ended_by = nullptr;
};

// What was found, what the rule says and where it comes from, how the day was found, and how the
// finding came to be what it is. Lines have at most `width` cells.
std::string finding_page(const FindingPageParts& parts, std::size_t width);
// One object, as JSON text.
std::string finding_page_json(const FindingPageParts& parts);

}  // namespace fallbuch
