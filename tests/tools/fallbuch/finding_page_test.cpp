// Pages of findings, line by line as somebody wrote them by hand; lines keep to 80 columns.
#include "tools/fallbuch/finding_page.h"

#include <catch2/catch.hpp>

#include <cstddef>
#include <string>

#include "projections/findings/explained_findings.h"
#include "projections/rules/scenario_events.h"
#include "tests/projections/findings/explained_story.h"
#include "tests/projections/findings/judged_office.h"

namespace fallbuch {
namespace {

constexpr std::size_t kWidth = 80;

std::string book_of(const std::string& readings) {
    return R"({"rulebook": "probe", "version": "1", "title": "Probe",
      "calendar": {"month_round": "down", "place": "DE"},
      "rules": [{"id": "R-1", "title": "Vermerk", "statement": "Zu jedem Gespräch ein Vermerk.",
        "type": "M", "cite": [{"law": "SGB X", "paragraph": "§ 1"}], "template": "response",
        "on": "ContactHeld", "require": "CounsellingNoteRecorded", "within": {"before": "P7D"},)" +
           readings + R"("explain": {"violated": "Ein Vermerk war bis {due} zu schreiben."}}]})";
}

std::string page(JudgedOffice& office, const std::string& story, const std::string& day,
                 const std::string& id) {
    const ExplainedFinding one = found(office, story, day, id);
    const rules::ScenarioEvents events = office.story(story);
    const auto changes = changes_of(office.knowledge(events), {}, events.of_case, one.finding.id);
    return finding_page({office.rules(), office.berlin(), "F-1", one, changes}, kWidth);
}

// Without what only a machine can reckon: the digest of the parameters.
std::string before_rule(const std::string& page) { return page.substr(0, page.find("\nRegel ")); }
std::string from_calculation(const std::string& page) {
    return page.substr(page.find("\nBerechnung\n") + 1);
}

TEST_CASE("a page ends with the line that the last day has passed", "[tools][fallbuch]") {
    JudgedOffice office(book_of(""));
    const std::string talk = "  2025-03-03T10:00 ContactHeld contactId=K-1\n";
    const std::string text = page(office, talk, "2025-03-11", "R-1");
    CHECK(before_rule(text) ==
          "Feststellung R-1@1 · Fall F-1\n"
          "-----------------------------\n"
          "Ergebnis  verletzt – Mangel, endgültig\n"
          "Frist bis 10.03.2025\n"
          "Bedeutung Ein Vermerk war bis 10.03.2025 zu schreiben.\n");
    CHECK(from_calculation(text) ==
          "Berechnung\n"
          "----------\n"
          "1. Auslöser: „Kontakt stattgefunden“ (Eintrag Nr. 1) am Mo 03.03.2025.\n"
          "2. Frist: 7 Tage; der Tag, von dem an gerechnet wird, zählt nicht mit (§ 187\n"
          "   Abs. 1 BGB).\n"
          "3. Mo 03.03.2025 + 7 Tage = Mo 10.03.2025.\n"
          "4. Verlangt: „Beratungsvermerk erfasst“ – fehlt.\n"
          "5. Frist abgelaufen am Mo 10.03.2025, ohne dass es geschehen ist.\n"
          "\n"
          "Wie es dazu kam\n"
          "---------------\n"
          "1. 03.03.2025 10:00: festgestellt als offen (letzter Tag 10.03.2025), durch\n"
          "   „Kontakt stattgefunden“ (Eintrag Nr. 1)\n"
          "2. Seither verletzt: Frist abgelaufen am Mo 10.03.2025\n");
    // On the last day nothing has passed.
    CHECK(page(office, talk, "2025-03-10", "R-1").find("abgelaufen") == std::string::npos);
    const std::string done =
        page(office, talk + "  2025-03-10T10:00 CounsellingNoteRecorded noteId=V-1 contactId=K-1\n",
             "2025-03-11", "R-1");
    CHECK(done.find("abgelaufen") == std::string::npos);
    CHECK(done.ends_with(
        "2. Seither erfüllt: „Beratungsvermerk erfasst“ (Eintrag Nr. 2) am Mo 10.03.2025\n"));
}

TEST_CASE("what has lapsed shows since when, and no day on which it would be due",
          "[tools][fallbuch]") {
    JudgedOffice office;
    const std::string text =
        page(office,
             "  2026-06-01T09:00 CaseOpened kundennummer=432D118286\n"
             "  2026-06-01T09:01 LegalCircleAssigned to=SGB_II\n"
             "  2026-06-20T09:00 ArbitrationStarted arbitrationId=SV-1 neutralPerson=Stelle\n",
             "2026-07-01", "L-08/Ende");
    CHECK(before_rule(text) ==
          "Feststellung L-08/Ende@3 · Fall F-1\n"
          "-----------------------------------\n"
          "Ergebnis  entfällt – prüfen, endgültig\n"
          "Entfallen am 01.07.2026\n"
          "Bedeutung Das am 20.06.2026 begonnene Schlichtungsverfahren ist am 01.07.2026\n"
          "          gesetzlich entfallen (§ 15a SGB II a.F.) oder endete mit dem Fall;\n"
          "          über das Weitere ist zu entscheiden.\n");
    CHECK(from_calculation(text) ==
          "Berechnung\n"
          "----------\n"
          "1. Auslöser: „Schlichtung begonnen“ (Eintrag Nr. 3) am Sa 20.06.2026.\n"
          "2. Frist: 4 Wochen; der Tag, von dem an gerechnet wird, zählt nicht mit (§ 187\n"
          "   Abs. 1 BGB).\n"
          "3. Sa 20.06.2026 + 4 Wochen = Sa 18.07.2026.\n"
          "4. Verlangt: „Schlichtung beendet“ mit gleicher Angabe: Kennung der Schlichtung\n"
          "   – fehlt.\n"
          "5. Die Vorschrift gilt seit Mi 01.07.2026 nicht mehr, und keine\n"
          "   Übergangsregelung führt die Pflicht fort.\n"
          "6. Die offene Pflicht entfällt damit; wie es weitergeht, ist zu entscheiden.\n"
          "\n"
          "Wie es dazu kam\n"
          "---------------\n"
          "1. 20.06.2026 09:00: festgestellt als offen (letzter Tag 18.07.2026), durch\n"
          "   „Schlichtung begonnen“ (Eintrag Nr. 3)\n"
          "2. Seither entfällt: Die Vorschrift gilt seit Mi 01.07.2026 nicht mehr\n");
}

TEST_CASE("another reading is told as what the result would be", "[tools][fallbuch]") {
    JudgedOffice office(
        book_of(R"("readings": [{"title": "Strenger", "rule": {"within": {"before": "P1D"}}}],)"));
    const std::string text =
        page(office, "  2025-03-03T10:00 ContactHeld contactId=K-1\n", "2025-03-05", "R-1");
    CHECK(before_rule(text) ==
          "Feststellung R-1@1 · Fall F-1\n"
          "-----------------------------\n"
          "Ergebnis  offen – Mangel, kann sich noch ändern\n"
          "Frist bis 10.03.2025\n"
          "Lesart    Auslegungsfall: nach der Lesart „Strenger“ wäre das Ergebnis\n"
          "          „verletzt“.\n");
}

}  // namespace
}  // namespace fallbuch
