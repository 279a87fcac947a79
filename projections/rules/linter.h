// Is a rulebook that can be read also one that makes sense, and what does it cost? START HERE.
//
// Nothing that it finds keeps a rulebook from being used: each is something that its author did
// not mean, most likely. It asks no ledger, and works on any catalogue and on imported logs.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/events/catalogue.h"
#include "projections/rules/check_profile.h"
#include "projections/rules/faults.h"
#include "projections/rules/json_text.h"
#include "projections/rules/lint_subject.h"
#include "projections/rules/rule_library.h"

namespace fallbuch::rules {

struct LintReport {
    RulebookFaults faults;  // of its text; with any, nothing else is there
    // In the order of the text. Of an amendment only what the amended rulebook does not show too.
    LintFindings findings;
    std::vector<CheckProfile> checks;
    std::vector<MemoryProfile> memory;
};

// `files` hold what may be amended. Fails as read_family does.
Result<LintReport> lint_rulebook(std::string_view text, std::shared_ptr<const Catalogue> catalogue,
                                 std::span<const RulebookFile> files);

// "12:5" or "12:5 of the amended rulebook".
std::string text_of(TextPlace place);
// One finding a line: "12:5 L-06/Abs1 unreachable: why".
std::string describe(const LintFindings& findings);
// What each check reads, keeps, and when it is final; then what all of them share.
std::string describe_cost(const LintReport& report);

}  // namespace fallbuch::rules
