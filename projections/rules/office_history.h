// What was known of an office at each position of the ledger, as far as it makes a difference to
// what had been found before: an office that says something about days gone by rewrites findings.
#pragma once

#include <string>
#include <vector>

#include "core/base/clock.h"
#include "core/base/ids.h"
#include "core/calendar/berlin.h"
#include "core/calendar/civil_day.h"
#include "projections/rules/office.h"
#include "projections/rules/office_reader.h"
#include "projections/rules/rule_set.h"

namespace fallbuch::rules {

// An entry that says something about a day before it was recorded, or about that day.
struct OfficeRewrite {
    Position position;
    Instant recorded;
    std::string title;  // of the event's type
    bool is_correction = false;
    CivilDay from{};  // the first day that it may say something about
};

// Immutable; callable from any thread. Borrows the rules and `known`, the office as of now.
class OfficeHistory {
public:
    OfficeHistory(const KnownOffice& known, const RuleSet& rules, const BerlinTime& berlin);

    // In the order of their positions.
    const std::vector<OfficeRewrite>& rewrites() const { return rewrites_; }
    // With every rewrite below the position and none behind; what speaks of days to come may be in
    // it already.
    const Office& below(Position position) const;

private:
    const KnownOffice& now_;
    std::vector<OfficeRewrite> rewrites_;
    std::vector<KnownOffice> versions_;  // each below the rewrite of its number
};

}  // namespace fallbuch::rules
