// Test cases of a rulebook as somebody writes them who knows the law and not the program.
//
//   # a remark
//   Grundlage SGB III:                     events that several scenarios begin with
//     2024-01-02 CaseOpened kundennummer=432D118277
//
//   Szenario: EinV am Monatsende
//     Grundlage SGB III
//     2024-08-31 IntegrationAgreementConcluded agreementId=E-1
//     2025-02-28T09:30 #p IntegrationAgreementReviewed agreementId=E-1 jointly=true
//     2025-02-28 CounsellingNoteRecorded noteId=V-1 contactId=K-1 erfasst=2025-03-10
//     2025-03-12 IntegrationAgreementReviewed agreementId=E-1 jointly=false berichtigt=#p
//     Stand 2025-03-15
//       EV-05 erfüllt fällig=2025-02-28
//       G-09/Frist verletzt Hinweis verspätet=20 bei=#p
//
// A day alone is known by its day only. Values are words, "texts", or JSON without blanks outside
// of texts; a.b=1 is a part of an object, a=[X,Y] a list. `erfasst` is when the ledger learnt of it
// (else at once), `berichtigt` which event it corrects, `@actorrole` an attribute of the envelope.
// A label
// (#p) names an event. Stand is a day, to its end, or a moment: what is known then is judged as of
// then. A verdict is erfüllt, verletzt, offen, entfällt, begründet or unbestimmt: of all
// activations of the rule the one that counts, or of the event behind `bei`. Further words:
// Hinweis, prüfen, Auffälligkeit, Mangel; nicht_aktiviert instead of a verdict; vorläufig,
// endgültig; Auslegungsfall, eindeutig; durch_Verschiebung; Anzahl=2 activations with this verdict;
// für=X-02 the row that the verdict shows, if the rule only makes it real.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/calendar/civil_day.h"
#include "projections/rules/check_parts.h"
#include "projections/rules/faults.h"
#include "projections/rules/json_text.h"
#include "projections/rules/outcome.h"

namespace fallbuch::rules {

struct ScenarioMoment {
    CivilDay day{};
    std::optional<std::int64_t> second_of_day;  // of local time; nothing: only the day is known
};

struct ScenarioEvent {
    TextPlace place;
    ScenarioMoment occurred;
    std::optional<ScenarioMoment> recorded;
    std::string label;
    std::string type;
    std::string corrects;                                     // a label
    std::vector<std::pair<std::string, std::string>> values;  // as they are written
};

struct Expectation {
    TextPlace place;
    std::string rule;
    std::string part;
    bool is_activated = true;
    Verdict verdict = Verdict::satisfied;
    std::optional<CivilDay> due;
    std::optional<int> late_by_days;
    std::optional<Severity> severity;
    std::string event;       // a label; empty: the case as a whole
    std::string stands_for;  // another row that the verdict shows
    std::optional<bool> is_final;
    std::optional<bool> is_matter_of_reading;
    bool is_only_by_shift = false;
    std::optional<int> count;
};

struct Snapshot {
    ScenarioMoment moment;
    std::vector<Expectation> expected;
};

struct Scenario {
    std::string title;
    TextPlace place;
    std::vector<ScenarioEvent> events;
    std::vector<Snapshot> snapshots;
};

struct ParsedScenarios {
    std::vector<Scenario> scenarios;
    RulebookFaults faults;
};

ParsedScenarios parse_scenarios(std::string_view text);

// The words for verdicts and severities, as scenarios and findings write them.
std::string_view german(Verdict verdict);
std::string_view german(Severity severity);

}  // namespace fallbuch::rules
