// What findings are judged by in tests: the shipped rulebooks, and an office that has said nothing.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/clock.h"
#include "core/calendar/berlin.h"
#include "core/events/catalogue.h"
#include "projections/findings/findings_projection.h"
#include "projections/findings/superseded_findings.h"
#include "projections/rules/calendars.h"
#include "projections/rules/office.h"
#include "projections/rules/office_history.h"
#include "projections/rules/office_reader.h"
#include "projections/rules/rule_library.h"
#include "projections/rules/rule_set.h"
#include "projections/rules/scenario_events.h"
#include "tests/support/event_office.h"

namespace fallbuch {

// Every step must succeed, or the test fails.
class JudgedOffice {
public:
    // Of one rulebook; empty: of all that are shipped.
    explicit JudgedOffice(std::string_view rulebook = "");

    JudgingParts parts();
    // With what the office says in a story, which outlives it. Until the next call.
    KnowledgeParts knowledge(const rules::ScenarioEvents& story);
    // A history as scenarios write it, a line for each event.
    rules::ScenarioEvents story(const std::string& lines) const;
    // The last moment of a day, as "2025-03-31", or a moment, as "2025-03-31T12:00".
    Instant moment(const std::string& text) const;

    EventOffice& office() { return office_; }
    const Catalogue& catalogue() const { return *catalogue_; }
    const BerlinTime& berlin() const { return berlin_; }
    const rules::RuleSet& rules() const { return *rules_; }

private:
    EventOffice office_;
    std::shared_ptr<const Catalogue> catalogue_;
    BerlinTime berlin_ = *BerlinTime::load();
    rules::RuleLibrary library_;
    rules::RulebookFamily family_;
    const rules::RuleSet* rules_ = nullptr;
    std::unique_ptr<const rules::Calendars> calendars_;
    rules::Office said_;
    std::optional<rules::KnownOffice> known_;
    std::optional<rules::OfficeHistory> history_;
};

}  // namespace fallbuch
