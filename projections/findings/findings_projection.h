// The findings of all cases, kept up with the ledger and with time.
//
// A case is judged as a whole: anew whenever something of it comes, and when the moment has come at
// which time alone changes a finding. The moment that is now is given; it never goes back.
#pragma once

#include <memory>
#include <string_view>

#include "core/base/bytes.h"
#include "core/base/clock.h"
#include "core/calendar/berlin.h"
#include "core/codec/digest.h"
#include "core/events/catalogue.h"
#include "core/events/event_type.h"
#include "core/vault/vault.h"
#include "projections/engine/case_projection.h"
#include "projections/rules/calendars.h"
#include "projections/rules/office.h"
#include "projections/rules/rule_set.h"

namespace fallbuch {

// By what cases are judged. All of it outlives whoever judges.
struct JudgingParts {
    const Catalogue& catalogue;
    const rules::RuleSet& rules;
    const rules::Office& office;
    const rules::Calendars& calendars;
    const BerlinTime& berlin;
    Vault& vault;  // knows the numbers of cases
};

class FindingsProjection final : public CaseProjection {
public:
    FindingsProjection(const JudgingParts& parts, Instant now) : parts_(parts), now_(now) {}

    std::string_view name() const override { return "findings"; }
    // Of the rules and of what the office has said: with either, every finding may be another one.
    Digest reducer() const override;
    std::unique_ptr<CaseFold> make() const override;
    bool continues() const override { return false; }
    bool is_outdated(ByteView card) const override;
    bool reads_actor(const EventType& type) const override;

private:
    JudgingParts parts_;
    Instant now_;
};

}  // namespace fallbuch
