// What is asked of findings, and those that answer it.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/clock.h"
#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/calendar/civil_day.h"
#include "core/events/event_reader.h"
#include "core/ledger/ledger_reader.h"
#include "projections/case/case_card.h"
#include "projections/engine/case_history.h"
#include "projections/findings/finding_state.h"
#include "projections/findings/kept_finding.h"
#include "projections/findings/superseded_findings.h"
#include "projections/rules/check_parts.h"
#include "tools/fallbuch/case_filter.h"
#include "tools/fallbuch/finding_list.h"
#include "tools/fallbuch/rules_in_force.h"
#include "tools/fallbuch/superseded_list.h"

namespace fallbuch {

// What is asked for, ready to be compared, and as of when.
struct FindingQuestion {
    CaseFilter filter;
    std::vector<FindingState> states;  // empty: all
    std::string_view rule;
    std::string_view rulebook;
    rules::Severity severity = rules::Severity::hinweis;
    std::optional<CivilDay> from;
    std::optional<CivilDay> to;
    CivilDay due_to;  // of what is not due yet
    HistoryBounds bounds;
    Instant now;
    CivilDay today;
    bool is_past = false;
    bool is_superseded = false;  // asked for what others took the place of
};

// Puts together what is wanted of the cases that it is shown. Borrows what it is made of.
class FindingSearch {
public:
    FindingSearch(const FindingQuestion& question, const RulesInForce& in_force,
                  LedgerReader& reader)
        : question_(question), in_force_(in_force), reader_(reader) {}

    Status take(const StreamId& stream, const CaseCard& card, const CaseFindings& all);
    // What others took the place of; its day is that on which it became known.
    Status take(const WalkedSuperseded& one);

    // The longest overdue first, then what is due next.
    std::vector<FoundFinding> finish();
    // By the moment at which they became known.
    std::vector<FoundSuperseded> finish_superseded();
    const FindingsRest& rest() const { return rest_; }

private:
    FoundFinding found_of(const StreamId& stream, const KeptFinding& finding) const;
    Result<std::optional<std::string>> number_of(const StreamId& stream, const CaseCard& card);
    Status name(const CaseCard& card, FoundFinding& found, std::string& number) const;
    bool is_asked(const FoundFinding& one) const;
    bool is_of_states(const FoundFinding& one) const;
    bool is_near(const FoundFinding& one) const;

    const FindingQuestion& question_;
    const RulesInForce& in_force_;
    LedgerReader& reader_;
    std::vector<FoundFinding> found_;
    std::vector<FoundSuperseded> superseded_;
    FindingsRest rest_;
};

// Notes what each of them took the place of: their cases are judged once more.
Status mark_superseding(EventReader& events, const KnowledgeParts& parts, Instant now,
                        std::span<FoundFinding> shown);

}  // namespace fallbuch
