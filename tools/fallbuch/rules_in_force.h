// By what a ledger's cases are judged: the rulebooks in force, the office's own words, calendars.
#pragma once

#include <memory>

#include "core/base/result.h"
#include "core/calendar/berlin.h"
#include "core/events/catalogue.h"
#include "core/events/event_reader.h"
#include "core/vault/vault.h"
#include "projections/engine/case_history.h"
#include "projections/findings/findings_projection.h"
#include "projections/rules/calendars.h"
#include "projections/rules/office_history.h"
#include "projections/rules/office_reader.h"
#include "projections/rules/rule_library.h"
#include "projections/rules/rule_set.h"
#include "projections/rules/vocabulary.h"
#include "tools/fallbuch/context.h"

namespace fallbuch {

// On stderr: which words of the office mean nothing to the rules, and why.
void tell_passed_over(const rules::KnownOffice& office);

// Immutable; callable from any thread.
class RulesInForce {
public:
    // The shipped rulebooks and those of the ledger's folder; one that cannot be used is named on
    // stderr and passed over. The office is what the ledger says of it within the bounds.
    static Result<RulesInForce> read(Context& context, EventReader& events,
                                     std::shared_ptr<const Catalogue> catalogue,
                                     const HistoryBounds& bounds);

    const rules::RuleSet& rules() const { return *library_.rules; }
    const rules::Vocabulary& vocabulary() const { return *library_.vocabulary; }
    const BerlinTime& berlin() const { return *berlin_; }
    JudgingParts parts(Vault& vault) const;
    // Of the office, for what was found before it said something.
    rules::OfficeHistory office_history() const;

private:
    RulesInForce() = default;

    std::shared_ptr<const Catalogue> catalogue_;
    rules::RuleLibrary library_;
    std::unique_ptr<const BerlinTime> berlin_;
    std::unique_ptr<const rules::Calendars> calendars_;
    std::unique_ptr<const rules::KnownOffice> office_;
};

}  // namespace fallbuch
