// Why a duty began, began anew, stood still or lapsed: against texts written by hand.
#include <catch2/catch.hpp>

#include <string>
#include <string_view>

#include "core/calendar/timestamp.h"
#include "projections/findings/explained_findings.h"
#include "projections/findings/finding_state.h"
#include "projections/findings/kept_finding.h"
#include "projections/rules/check_parts.h"
#include "projections/rules/outcome.h"
#include "tests/projections/findings/explained_story.h"
#include "tests/projections/findings/judged_office.h"

namespace fallbuch {
namespace {

using rules::Verdict;

// A duty that begins with the case, unless a waiver is in force, and anew when that has ended.
constexpr std::string_view kAnew = R"({
  "rulebook": "probe", "version": "1", "title": "Probe",
  "calendar": {"month_round": "down", "place": "DE"}, "closing": "CaseClosed",
  "objects": {"waiver": {"title": "Entbehrlichkeit", "id": "waiverId",
      "opened_by": "PotentialAnalysisWaived", "closed_by": "PotentialAnalysisWaiverEnded",
      "until": [{"last": "o.knownEndDate"}]}},
  "rules": [{"id": "R-1", "title": "Analyse", "statement": "Eine Analyse.", "type": "M",
    "template": "response", "on": "LegalCircleAssigned", "require": "PotentialAnalysisCompleted",
    "within": {"before": "P7D"}, "unless": [{"holds": "waiver"}]}]})";

const std::string kWaived =
    "  2025-03-03T09:00 PotentialAnalysisWaived waiverId=W-1 cycleNo=1 ground=A "
    "knownEndDate=2025-04-30\n"
    "  2025-03-04T09:00 LegalCircleAssigned to=SGB_II\n";

TEST_CASE("what a state excepts says so, and which event that state came from",
          "[projections][findings]") {
    JudgedOffice office(kAnew);
    const ExplainedFinding one = found(office, kWaived, "2025-03-05", "R-1@2");
    CHECK(one.finding.verdict == Verdict::not_applicable);
    CHECK(steps(one) ==
          "Auslöser: „Rechtskreis festgelegt oder gewechselt“ (Eintrag Nr. 2) am Di 04.03.2025.\n"
          "Ausnahme: es liegt vor: »Entbehrlichkeit« – trifft zu; nach „Potenzialanalyse "
          "entbehrlich“ "
          "(Eintrag Nr. 1) am Mo 03.03.2025.\n"
          "Endet das, so beginnt die Pflicht an dem Tag neu.\n");
}

TEST_CASE("a duty that began anew says what ended the state: an event, or the day",
          "[projections][findings]") {
    JudgedOffice office(kAnew);
    const std::string begin =
        "Auslöser: „Rechtskreis festgelegt oder gewechselt“ (Eintrag Nr. 2) am Di 04.03.2025.\n";
    CHECK(steps(found(office,
                      kWaived + "  2025-04-14T09:00 PotentialAnalysisWaiverEnded waiverId=W-1 "
                                "cycleNo=1\n",
                      "2025-04-15", "R-1@2+")) ==
          begin +
              "Neu begonnen am Mo 14.04.2025: Was die Pflicht vom 04.03.2025 ausnahm, endete mit "
              "„Entbehrlichkeit beendet“ (Eintrag Nr. 3) am Mo 14.04.2025.\n"
              "Ausnahme beendet: es liegt vor: »Entbehrlichkeit« – trifft nicht zu; "
              "„Potenzialanalyse "
              "entbehrlich“ (Eintrag Nr. 1) am Mo 03.03.2025 endete mit „Entbehrlichkeit beendet“ "
              "(Eintrag Nr. 3) am Mo 14.04.2025.\n"
              "Frist: 7 Tage; der Tag, von dem an gerechnet wird, zählt nicht mit (§ 187 Abs. 1 "
              "BGB).\n"
              "Mo 14.04.2025 + 7 Tage = Mo 21.04.2025.\n"
              "Verlangt: „Potenzialanalyse abgeschlossen“ – fehlt noch.\n");
    CHECK(steps(found(office, kWaived, "2025-05-09", "R-1@2+")) ==
          begin +
              "Neu begonnen am Do 01.05.2025: Was die Pflicht vom 04.03.2025 ausnahm, endete von "
              "selbst mit dem Tag davor.\n"
              "Ausnahme beendet: es liegt vor: »Entbehrlichkeit« – trifft nicht zu; "
              "„Potenzialanalyse "
              "entbehrlich“ (Eintrag Nr. 1) am Mo 03.03.2025 lief ab am Mi 30.04.2025.\n"
              "Frist: 7 Tage; der Tag, von dem an gerechnet wird, zählt nicht mit (§ 187 Abs. 1 "
              "BGB).\n"
              "Do 01.05.2025 + 7 Tage = Do 08.05.2025.\n"
              "Verlangt: „Potenzialanalyse abgeschlossen“ – fehlt.\n"
              "Frist abgelaufen am Do 08.05.2025, ohne dass es geschehen ist.\n");
}

const std::string kRequest =
    "  2025-03-03T09:00 CaseOpened kundennummer=432D118286\n"
    "  2025-03-03T09:01 LegalCircleAssigned to=SGB_II\n"
    "  2025-03-10T09:00 AccessRequestReceived accessRequestId=AU-1 receivedAt=2025-03-10\n";

TEST_CASE("time that stood still is told with both events and how long it was",
          "[projections][findings]") {
    JudgedOffice office;
    CHECK(steps(found(office,
                      kRequest + "  2025-03-17T09:00 IdentityDoubtRaised accessRequestId=AU-1\n"
                                 "  2025-03-19T09:00 IdentityVerified accessRequestId=AU-1\n",
                      "2025-04-14", "G-11")) ==
          "Auslöser: „Auskunftsersuchen eingegangen“ (Eintrag Nr. 3) am Mo 10.03.2025.\n"
          "Ausgangstag der Frist: der früheste Tag von: Fällig am (des späteren Ereignisses), "
          "sonst Eingang und Eingang + 3 Monate, hier Mo 10.03.2025 (der früheste Tag von Mo "
          "10.03.2025 und Mo 10.03.2025 + 3 Monate = Di 10.06.2025).\n"
          "Frist: 1 Monat; der Tag, von dem an gerechnet wird, zählt nicht mit (§ 187 Abs. 1 "
          "BGB).\n"
          "Mo 10.03.2025 + 1 Monat = Do 10.04.2025.\n"
          "Die Zeit stand still ab „Zweifel an der Identität“ (Eintrag Nr. 4) am Mo 17.03.2025 bis "
          "„Identität festgestellt“ (Eintrag Nr. 5) am Mi 19.03.2025, beide Tage eingeschlossen: 3 "
          "Tage.\n"
          "Das Ende verschiebt sich auf Mo 14.04.2025.\n"
          "Verlangt: „Auskunft erteilt“ mit gleicher Angabe: Kennung des Auskunftsersuchens, "
          "„Auskunft teilweise abgelehnt“ mit gleicher Angabe: Kennung des Auskunftsersuchens oder "
          "„Auskunft abgelehnt“ mit gleicher Angabe: Kennung des Auskunftsersuchens – fehlt "
          "noch.\n");
}

TEST_CASE("a duty in the place of another names it, and the other what replaced it",
          "[projections][findings]") {
    JudgedOffice office;
    const std::string story =
        kRequest + "  2025-04-10T09:00 DeadlineExtended accessRequestId=AU-1 dueAt=2025-05-20\n";
    const ExplainedFinding old = found(office, story, "2025-04-11", "G-11@3");
    CHECK(old.finding.verdict == Verdict::not_applicable);
    CHECK(old.steps.back() == "Ersetzt durch „Frist verlängert“ (Eintrag Nr. 4) am Do 10.04.2025.");
    const ExplainedFinding anew = found(office, story, "2025-04-11", "G-11@4");
    REQUIRE(anew.steps.size() > 1);
    CHECK(anew.steps[1] ==
          "Neu begonnen durch „Frist verlängert“ (Eintrag Nr. 4) am Do 10.04.2025; das tritt an "
          "die Stelle der Pflicht vom 10.03.2025.");
    CHECK(anew.steps[anew.steps.size() - 2] == "Frist: am selben Tag, Di 20.05.2025.");
}

TEST_CASE("the earlier events that made a verdict so are named", "[projections][findings]") {
    JudgedOffice office;
    CHECK(steps(found(office,
                      "  2025-05-12T09:00 LegalCircleAssigned to=SGB_III\n"
                      "  2025-05-12T09:05 IntegrationPrognosisSet value=NICHT_MARKTNAH "
                      "expectedIntegrationBy=2026-01-31\n"
                      "  2025-05-13T09:00 SupportNeedSet value=GERING\n",
                      "2025-05-14", "UB-02")) ==
          "Auslöser: „Unterstützungsbedarf festgelegt“ (Eintrag Nr. 3) am Di 13.05.2025.\n"
          "Geltung: Rechtskreis (letzte Angabe) ist „SGB III“ – trifft zu; nach „Rechtskreis "
          "festgelegt "
          "oder gewechselt“ (Eintrag Nr. 1) am Mo 12.05.2025.\n"
          "Geltung: Art des Teams (letzte Angabe: »zuständige Fachkraft«) ist nicht angegeben – "
          "trifft zu; zu "
          "»zuständige Fachkraft« ist nichts angegeben.\n"
          "Geltung: Integrationsprognose (letzte Angabe) ist „Marktnah“ oder „Nicht marktnah“ – "
          "trifft zu; "
          "angegeben ist „Nicht marktnah“; nach „Integrationsprognose gesetzt“ (Eintrag Nr. 2) am "
          "Mo 12.05.2025.\n"
          "Geltung: in der Tabelle »Unterstützungsbedarf und Integrationsprognose« stehen nicht "
          "zusammen: Unterstützungsbedarf und Integrationsprognose (letzte Angabe) – trifft zu; "
          "„gering“ "
          "gegenüber „Nicht marktnah“; nach „Integrationsprognose gesetzt“ (Eintrag Nr. 2) am Mo "
          "12.05.2025.\n"
          "Frist: am selben Tag, Di 13.05.2025.\n"
          "Verlangt: „Integrationsprognose gesetzt“, wenn in der Tabelle »Unterstützungsbedarf und "
          "Integrationsprognose« stehen zusammen: Unterstützungsbedarf (des Auslösers) und "
          "Integrationsprognose; oder „Integrationsprognose überprüft“, wenn in der Tabelle "
          "»Unterstützungsbedarf und Integrationsprognose« stehen zusammen: Unterstützungsbedarf "
          "(des Auslösers) und Integrationsprognose – fehlt.\n"
          "Frist abgelaufen am Di 13.05.2025, ohne dass es geschehen ist.\n");
}

TEST_CASE("of several things that all have to be done it is told which is missing",
          "[projections][findings]") {
    JudgedOffice office;
    const std::string story =
        "  2024-02-05T09:00 LegalCircleAssigned to=SGB_II\n"
        "  2024-02-05T09:40 StrategySelected strategyId=HS-1 cycleNo=1 code=VERMITTLUNG\n"
        "  2024-02-05T09:45 ActivityAgreed activityId=A-1 cycleNo=1 actor=KUNDE what=Bewerben "
        "strategyId=HS-1\n";
    const std::string demand =
        "Verlangt: „Aktivität vereinbart“ mit gleicher Angabe: Kennung der Handlungsstrategie, "
        "wenn Wer sie übernimmt ist ";
    const std::string begin =
        "Auslöser: „Handlungsstrategie ausgewählt“ (Eintrag Nr. 2) am Mo 05.02.2024.\n"
        "Keine eigene Frist: fällig mit der Schließung des Falls.\n";
    const std::string customer =
        demand +
        "„Kundin oder Kunde“ – erfüllt durch „Aktivität vereinbart“ (Eintrag Nr. 3) am Mo "
        "05.02.2024";
    CHECK(steps(found(office, story, "2024-02-06", "SR-01")) ==
          begin + customer + ".\n" + demand +
              "„Agentur für Arbeit oder Jobcenter“ – fehlt noch.\n");
    CHECK(steps(found(office, story + "  2024-02-12T09:00 CaseClosed\n", "2024-02-13", "SR-01")) ==
          begin + "Die Frist endet mit „Fall geschlossen“ (Eintrag Nr. 4) am Mo 12.02.2024.\n" +
              customer + ": 7 Tage vor dem letzten Tag.\n" + demand +
              "„Agentur für Arbeit oder Jobcenter“ – fehlt.\n"
              "Frist abgelaufen am Mo 12.02.2024, ohne dass es geschehen ist.\n");
}

TEST_CASE("a justified deviation from what must be done changes nothing, and is told",
          "[projections][findings]") {
    const auto book = [](const std::string& type) {
        return R"({"rulebook": "probe", "version": "1", "title": "Probe",
          "calendar": {"month_round": "down", "place": "DE"},
          "waivers": {"event": "DeviationJustified", "rule": "e.ruleId", "from": "e.period.from",
              "to": "e.period.to"},
          "rules": [{"id": "R-1", "title": "Vermerk", "statement": "Ein Vermerk.", "type": ")" +
               type + R"(", "template": "response", "on": "ContactHeld",
            "require": "CounsellingNoteRecorded", "within": {"before": "P7D"}}]})";
    };
    const auto told = [&](const std::string& type, const std::string& from) {
        JudgedOffice office(book(type));
        return found(office,
                     "  2025-03-03T10:00 ContactHeld contactId=K-1\n"
                     "  2025-03-12T10:00 DeviationJustified ruleId=R-1 reason=Krank period.from=" +
                         from + " period.to=2025-03-31\n",
                     "2025-03-13", "R-1");
    };
    const std::string begin =
        "Auslöser: „Kontakt stattgefunden“ (Eintrag Nr. 1) am Mo 03.03.2025.\n"
        "Frist: 7 Tage; der Tag, von dem an gerechnet wird, zählt nicht mit (§ 187 Abs. 1 BGB).\n"
        "Mo 03.03.2025 + 7 Tage = Mo 10.03.2025.\n"
        "Verlangt: „Beratungsvermerk erfasst“ – fehlt.\n";
    const std::string passed = "Frist abgelaufen am Mo 10.03.2025, ohne dass es geschehen ist.\n";
    const std::string justified =
        "Begründung festgehalten durch „Abweichung begründet“ (Eintrag Nr. 2) am Mi 12.03.2025; "
        "sie ändert nichts, weil die Regel ";
    CHECK(told("M", "2025-03-10").finding.verdict == Verdict::violated);
    CHECK(steps(told("M", "2025-03-10")) == begin + justified + "ein Muss ist.\n" + passed);
    CHECK(steps(told("I", "2025-03-10")) == begin + justified + "eine Invariante ist.\n" + passed);
    // Not about the day on which it was due.
    CHECK(steps(told("M", "2025-03-11")) == begin + passed);
    CHECK(told("S", "2025-03-10").finding.verdict == Verdict::waived);
    CHECK(steps(told("S", "2025-03-10")) ==
          begin + "Begründet durch „Abweichung begründet“ (Eintrag Nr. 2) am Mi 12.03.2025.\n" +
              passed);
}

TEST_CASE("what the law drops while it is owed is to be decided about, and says why it lapsed",
          "[projections][findings]") {
    JudgedOffice office;
    const std::string story =
        "  2026-06-01T09:00 CaseOpened kundennummer=432D118286\n"
        "  2026-06-01T09:01 LegalCircleAssigned to=SGB_II\n"
        "  2026-06-20T09:00 ArbitrationStarted arbitrationId=SV-1 neutralPerson=Stelle\n";
    const ExplainedFinding before = found(office, story, "2026-06-30", "L-08/Ende");
    CHECK(before.finding.verdict == Verdict::pending);
    CHECK(state_of(before.finding) == FindingState::due);
    CHECK_FALSE(before.ended_on);
    for (const std::string id : {"L-08/Ende", "KP-08/Ende"}) {
        INFO(id);
        const ExplainedFinding one = found(office, story, "2026-07-01", id);
        CHECK(one.finding.verdict == Verdict::not_applicable);
        CHECK(state_of(one.finding) == FindingState::to_check);
        CHECK(one.finding.severity == rules::Severity::pruefen);
        CHECK(weighs(one.finding));
        REQUIRE(one.ended_on);
        CHECK(day_text(*one.ended_on) == "2026-07-01");
        REQUIRE(one.steps.size() > 2);
        CHECK(
            one.steps[one.steps.size() - 2] ==
            "Die Vorschrift gilt seit Mi 01.07.2026 nicht mehr, und keine Übergangsregelung führt "
            "die Pflicht fort.");
        CHECK(one.steps.back() ==
              "Die offene Pflicht entfällt damit; wie es weitergeht, ist zu entscheiden.");
        CHECK(one.reached_by == "Die Vorschrift gilt seit Mi 01.07.2026 nicht mehr");
    }
    // What ended with the case nobody has to decide about.
    const ExplainedFinding closed =
        found(office, story + "  2026-06-25T09:00 CaseClosed\n", "2026-07-01", "L-08/Ende");
    CHECK(closed.finding.verdict == Verdict::not_applicable);
    CHECK(state_of(closed.finding) == FindingState::not_applicable);
    CHECK(closed.steps.back() ==
          "Ausnahme durch „Fall geschlossen“ (Eintrag Nr. 4) am Do 25.06.2026.");
}

TEST_CASE("what the newest event of a fact does not tell is not taken from an older one",
          "[projections][findings]") {
    JudgedOffice office;
    const std::string story =
        "  2025-05-01T08:00 LegalCircleAssigned to=SGB_III\n"
        "  2025-05-01T08:01 PersonDataChanged field=GEBURTSDATUM birthDate=1990-02-01\n"
        "  2025-05-01T08:02 LabourStatusChanged status=ARBEITSLOS start=2025-04-01\n"
        "  2025-06-02T08:00 LabourStatusChanged status=NICHT_GEFUEHRT\n";
    const std::string agreement =
        "  2025-07-02T09:00 IntegrationAgreementConcluded agreementId=EV-1 cycleNo=1 "
        "handedOverAt=2025-07-02\n";
    const auto due = [&](const std::string& again) {
        const ExplainedFinding one =
            found(office, story + again + agreement, "2025-07-03", "L-04/Pruefung@6");
        REQUIRE(one.finding.due);
        return day_text(*one.finding.due);
    };
    // Six months of the second unemployment, whose first day is that of its event if none is told.
    CHECK(due("  2025-07-01T08:00 LabourStatusChanged status=ARBEITSLOS\n") == "2025-12-31");
    CHECK(due("  2025-07-01T08:00 LabourStatusChanged status=ARBEITSLOS start=2025-06-30\n") ==
          "2025-12-29");
}

TEST_CASE("a duty from the end of an object names what ended it, or the day, and what told of it",
          "[projections][findings]") {
    JudgedOffice office;
    const std::string story =
        "  2025-03-03T08:00 CaseOpened kundennummer=432D118286\n"
        "  2025-03-03T08:01 LegalCircleAssigned to=SGB_II\n"
        "  2025-03-03T09:00 PotentialAnalysisWaived waiverId=W-1 cycleNo=1 ground=C "
        "nextTalkDate=2025-04-30\n";
    const ExplainedFinding one = found(office, story, "2025-05-08", "L-01/Ablauf");
    CHECK(one.finding.id == "L-01/Ablauf@2025-05-01");
    REQUIRE(one.finding.event);
    CHECK(one.finding.event->value == 3);
    CHECK(
        steps(one) ==
        "Auslöser: das Ende von »Entbehrlichkeit der Potenzialanalyse« nach „Potenzialanalyse "
        "entbehrlich“ (Eintrag Nr. 3) am Mo 03.03.2025, abgelaufen mit Mi 30.04.2025.\n"
        "Letzter Tag davon: Mi 30.04.2025 (der früheste Tag von Mi 30.04.2025 und Mo 03.03.2025 + "
        "6 Monate = Mi 03.09.2025).\n"
        "Die Pflicht beginnt am Do 01.05.2025.\n"
        "Geltung: Rechtskreis (letzte Angabe) ist „SGB II“ – trifft zu; nach „Rechtskreis "
        "festgelegt "
        "oder gewechselt“ (Eintrag Nr. 2) am Mo 03.03.2025.\n"
        "Geltung: Grund (von »Entbehrlichkeit der Potenzialanalyse«) ist nicht „§ 145 SGB III, "
        "einschließlich „Erwartungsfall““ – trifft zu; angegeben ist „§ 10 SGB II und bis zum "
        "nächsten Gespräch, spätestens nach 6 Monaten, keine Fortschritte absehbar“; nach "
        "„Potenzialanalyse entbehrlich“ (Eintrag Nr. 3) am Mo 03.03.2025.\n"
        "Geltung: nicht festgehalten: »Schließung des Falls« – trifft zu; zu »Schließung des "
        "Falls« ist nichts angegeben.\n"
        "Frist: 7 Tage (Parameter »Frist für „unverzüglich“«, Stand 01.05.2025); der Tag, von "
        "dem an gerechnet wird, zählt nicht mit (§ 187 Abs. 1 BGB).\n"
        "Do 01.05.2025 + 7 Tage = Do 08.05.2025.\n"
        "Verlangt: „Potenzialanalyse abgeschlossen“, wenn Gemeinsam mit der Kundin oder dem "
        "Kunden: ja; oder „Potenzialanalyse aktualisiert“, wenn Vollumfänglich: ja und Gemeinsam "
        "mit der Kundin oder dem Kunden: ja – fehlt noch.\n");
}

}  // namespace
}  // namespace fallbuch
