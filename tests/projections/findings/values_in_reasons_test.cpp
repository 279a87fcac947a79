// The values behind a condition: of objects, of lists, of codes and lengths; against texts written
// by hand.
#include <catch2/catch.hpp>

#include <string>

#include "projections/findings/explained_findings.h"
#include "tests/projections/findings/explained_story.h"
#include "tests/projections/findings/judged_office.h"

namespace fallbuch {
namespace {

TEST_CASE("an object shows what was told of it, a code whose letters decide with its title",
          "[projections][findings]") {
    JudgedOffice office(book_of_one(R"("template": "invariant", "on": "GoalSet",
        "that": {"holds": {"object": "waiver", "where": {"contains_text": [
            {"param": "gruende"}, "o.ground"]}}})",
                                    R"("objects": {"waiver": {"title": "Entbehrlichkeit",
        "id": "waiverId", "opened_by": "PotentialAnalysisWaived",
        "closed_by": "PotentialAnalysisWaiverEnded"}},
      "params": {"gruende": {"title": "Gründe", "values": [{"value": "AB"}]}}, )"));
    const auto told = [&](const std::string& story) {
        return steps(office, story + "  2025-03-04T10:00 GoalSet goalId=Z-1\n", "2025-03-05",
                     "R-1");
    };
    const auto waived = [](const std::string& number, const std::string& ground) {
        return "  2025-03-03T09:00 PotentialAnalysisWaived waiverId=W-" + number +
               " cycleNo=1 ground=" + ground + "\n";
    };
    const auto trigger = [](const std::string& number) {
        return "Auslöser: „Ziel festgelegt“ (Eintrag Nr. " + number +
               ") am Di 04.03.2025.\nGeprüft: es liegt vor: »Entbehrlichkeit«, wofür gilt: Grund "
               "kommt vor in: AB (Parameter »Gründe«) – ";
    };
    const std::string of_a =
        "„Potenzialanalyse entbehrlich“ (Eintrag Nr. 1) am Mo 03.03.2025 (Grund „A“ („Ende der "
        "Arbeitslosigkeit oder Hilfebedürftigkeit steht fest (i.d.R. innerhalb von 2 "
        "Monaten)“))";
    const std::string of_d =
        "(Grund „D“ („Reha in Trägerschaft der BA: zwischen Entscheidung über den Reha-Bedarf und "
        "neuem Zielberuf“))";
    CHECK(told(waived("1", "A")) == trigger("2") + "trifft zu; nach " + of_a + ".\n");
    CHECK(told(waived("1", "D")) ==
          trigger("2") +
              "trifft nicht zu; bekannt ist „Potenzialanalyse entbehrlich“ (Eintrag Nr. 1) am Mo "
              "03.03.2025 " +
              of_d + ".\n");
    CHECK(told(waived("1", "D") + waived("2", "D")) ==
          trigger("3") +
              "trifft nicht zu; bekannt sind „Potenzialanalyse entbehrlich“ (Eintrag Nr. 2) am Mo "
              "03.03.2025 " +
              of_d + " und „Potenzialanalyse entbehrlich“ (Eintrag Nr. 1) am Mo 03.03.2025 " +
              of_d + ".\n");
    CHECK(told("") == trigger("1") + "trifft nicht zu; nichts davon ist bekannt.\n");
}

TEST_CASE("of a list it is said which entry fails, or that none comes near",
          "[projections][findings]") {
    JudgedOffice office(
        book_of_one(R"("template": "invariant", "on": "IntegrationAgreementConcluded",
        "that": {"some": {"of": "a.blocks", "that": {"all": [
            {"eq": ["i.block", "LEISTUNGEN"]}, {"present": "i.content"}]}}})"));
    const auto told = [&](const std::string& contents) {
        return steps(
            office,
            "  2025-03-03T10:00 IntegrationAgreementConcluded agreementId=P-1 cycleNo=1 blocks=" +
                contents + "\n",
            "2025-03-04", "R-1");
    };
    const std::string begin =
        "Auslöser: „Eingliederungsvereinbarung geschlossen“ (Eintrag Nr. 1) am Mo 03.03.2025.\n"
        "Geprüft: von mindestens einem Eintrag in Inhalte gilt: Inhalt ist „Leistungen, die er "
        "oder sie erhält“ und Vereinbart ist angegeben – trifft ";
    const std::string other = R"({"block":"BEMUEHUNGEN","content":"Bewerben"})";
    CHECK(told("[" + other + R"(,{"block":"LEISTUNGEN","content":"Kurs"}])") ==
          begin + "zu.\nGeprüft: 2. Eintrag – trifft zu.\n");
    CHECK(told("[" + other + R"(,{"block":"LEISTUNGEN"}])") ==
          begin + "nicht zu.\nGeprüft: 2. Eintrag: Vereinbart ist angegeben – trifft nicht zu.\n");
    CHECK(told("[" + other + "," + other + "]") ==
          begin + "nicht zu; bei keinem der 2 Einträge.\n");
    CHECK(told("[" + other + "]") == begin + "nicht zu; auch beim einzigen Eintrag nicht.\n");
}

TEST_CASE("what nobody has told is named beside what is known", "[projections][findings]") {
    JudgedOffice office(book_of_one(R"("template": "invariant", "on": "DisclosureMade",
        "that": {"le": ["a.occurred", {"plus": ["a.requestDate", "P6M"]}]})"));
    const auto told = [&](const std::string& request) {
        return steps(
            office,
            "  2025-03-03T08:00 DisclosureMade disclosureId=U-1 recipient.name=PI" + request + "\n",
            "2025-03-04", "R-1");
    };
    const std::string begin =
        "Auslöser: „Daten übermittelt“ (Eintrag Nr. 1) am Mo 03.03.2025.\n"
        "Geprüft: Tag des Ereignisses liegt nicht nach Tag des Ersuchens + 6 Monate – ";
    CHECK(told("") ==
          begin + "nicht bekannt; Mo 03.03.2025; nicht angegeben ist Tag des Ersuchens.\n");
    CHECK(told(" requestDate=2024-09-03") ==
          begin + "trifft zu; Mo 03.03.2025 gegenüber Di 03.09.2024 + 6 Monate = Mo 03.03.2025.\n");
    CHECK(told(" requestDate=2024-09-02") ==
          begin +
              "trifft nicht zu; Mo 03.03.2025 gegenüber Mo 02.09.2024 + 6 Monate = So "
              "02.03.2025.\n");
}

TEST_CASE("alternatives that all fail are told by one reason each, those about one value together",
          "[projections][findings]") {
    JudgedOffice office(book_of_one(R"("template": "invariant", "on": "ContactHeld",
        "that": {"any": [
            {"all": [{"eq": ["a.channel", "PERSOENLICH"]}, {"present": "a.purpose"}]},
            {"all": [{"eq": ["a.channel", "VIDEO"]}, {"eq": ["a.qualified", true]}]},
            {"in": ["a.channel", ["VIDEO", "BRIEF"]]},
            {"eq": ["a.qualified", true]}]})"));
    CHECK(
        steps(office,
              "  2025-03-03T10:00 ContactHeld contactId=K-1 channel=TELEFON qualified=false\n",
              "2025-03-04", "R-1") ==
        "Auslöser: „Kontakt stattgefunden“ (Eintrag Nr. 1) am Mo 03.03.2025.\n"
        "Geprüft: Zugangskanal ist „persönlich“, „Videokommunikation“ oder „Brief“ – trifft nicht "
        "zu; angegeben ist „telefonisch“.\n"
        "Geprüft: Qualifiziertes Beratungsgespräch: ja – trifft nicht zu; angegeben ist nein.\n");
    // What is asked for together is told part by part.
    JudgedOffice both(book_of_one(R"("template": "invariant", "on": "ContactHeld",
        "that": {"all": [{"eq": ["a.channel", "VIDEO"]}, {"eq": ["a.qualified", true]}]})"));
    CHECK(steps(both,
                "  2025-03-03T10:00 ContactHeld contactId=K-1 channel=TELEFON qualified=false\n",
                "2025-03-04", "R-1") ==
          "Auslöser: „Kontakt stattgefunden“ (Eintrag Nr. 1) am Mo 03.03.2025.\n"
          "Geprüft: Zugangskanal ist „Videokommunikation“ – trifft nicht zu; angegeben ist "
          "„telefonisch“.\n"
          "Geprüft: Qualifiziertes Beratungsgespräch: ja – trifft nicht zu; angegeben ist nein.\n");
}

TEST_CASE("a duration says when the length that it is compared with is full",
          "[projections][findings]") {
    JudgedOffice office(book_of_one(R"("template": "invariant", "on": "MeasureStarted",
        "that": {"ge": [{"duration": ["a.occurred", "a.plannedTo"]}, "P2M"]})"));
    const auto told = [&](const std::string& to) {
        return steps(office,
                     "  2025-01-06T08:00 MeasureStarted measureId=M-1 plannedTo=" + to + "\n",
                     "2025-01-07", "R-1");
    };
    const std::string begin =
        "Auslöser: „Maßnahme begonnen“ (Eintrag Nr. 1) am Mo 06.01.2025.\n"
        "Geprüft: Dauer von Tag des Ereignisses bis Geplantes Ende (beide Tage zählen) ist "
        "mindestens 2 Monate – trifft ";
    const std::string full =
        "; 2 Monate ab Mo 06.01.2025 enden am Mi 05.03.2025 (der erste Tag "
        "zählt mit).\n";
    CHECK(told("2025-03-05") == begin + "zu; Mo 06.01.2025 bis Mi 05.03.2025 sind 59 Tage" + full);
    CHECK(told("2025-03-04") ==
          begin + "nicht zu; Mo 06.01.2025 bis Di 04.03.2025 sind 58 Tage" + full);
}

TEST_CASE("codes of a parameter are told by their titles, and a day that stands for none as words",
          "[projections][findings]") {
    JudgedOffice office(
        book_of_one(R"("template": "invariant", "on": "ContactHeld",
        "that": {"all": [{"in": ["a.channel", {"param": "wege"}]},
            {"le": ["a.occurred", {"first": ["fact.end.validUntil", "9999-12-31"]}]},
            {"ge": ["a.occurred", {"first": ["fact.end.validUntil", "1900-01-01"]}]}]},
        "explain": {"violated": "Möglich: {param.wege}."})",
                    R"("facts": {"end": {"title": "Ende", "latest": "ConsentGiven"}},
      "params": {"wege": {"title": "Wege", "values": [{"value": ["VIDEO", "TELEFON"]}]}}, )"));
    const auto told = [&](const std::string& channel) {
        return found(office,
                     "  2025-03-03T10:00 ContactHeld contactId=K-1 channel=" + channel + "\n",
                     "2025-03-04", "R-1");
    };
    const std::string trigger =
        "Auslöser: „Kontakt stattgefunden“ (Eintrag Nr. 1) am Mo 03.03.2025.\n";
    const std::string ways =
        "Geprüft: Zugangskanal steht in: „Videokommunikation“ oder „telefonisch“ (Parameter "
        "»Wege«) – ";
    const ExplainedFinding letter = told("BRIEF");
    CHECK(letter.explanation == "Möglich: Videokommunikation, telefonisch.");
    CHECK(steps(letter) == trigger + ways + "trifft nicht zu; angegeben ist „Brief“.\n");
    CHECK(
        steps(told("VIDEO")) ==
        trigger + ways +
            "trifft zu; angegeben ist „Videokommunikation“.\n"
            "Geprüft: Tag des Ereignisses liegt nicht nach Gültig bis (letzte Angabe: »Ende«), "
            "sonst ohne Ende – trifft zu; Mo 03.03.2025 gegenüber ohne Ende; zu »Ende« ist nichts "
            "angegeben.\n"
            "Geprüft: Tag des Ereignisses liegt nicht vor Gültig bis (letzte Angabe: »Ende«), "
            "sonst von Anfang an – trifft zu; Mo 03.03.2025 gegenüber von Anfang an; zu »Ende« ist "
            "nichts angegeben.\n");
}

// Talks every four weeks with whoever is not yet 25, which may be excused where an office says so.
std::string young(const std::string& excusable) {
    return book_of_one(R"("template": "response", "on": "ContactHeld", "require": "ContactHeld",
        "scope": {"until": {"plus": ["fact.person.birthDate", "P25Y", "from_same_day"]}},
        "within": {"before": "P4W"},
        "excuse": [{"event": {"type": "DeviationJustified", "where": {"all": [
            {"eq": [{"param": "zulässig"}, true]}, {"present": "x.reason"}]}}}])",
                       R"("facts": {"person": {"title": "Personendaten", "latest": {
        "type": "PersonDataChanged", "where": {"present": "e.birthDate"}}}},
      "params": {"zulässig": {"title": "Ausnahme zulässig", "values": [{"value": )" +
                           excusable + "}]}}, ");
}

TEST_CASE(
    "until when a duty holds for a person is reckoned, and an excuse that cannot come is not "
    "offered",
    "[projections][findings]") {
    const std::string born =
        "  2025-03-03T08:00 PersonDataChanged field=GEBURTSDATUM birthDate=2000-05-20\n";
    const std::string talk = "  2025-03-03T10:00 ContactHeld contactId=K-1\n";
    const std::string reckoned =
        "Frist: 4 Wochen; der Tag, von dem an gerechnet wird, zählt nicht mit (§ 187 Abs. 1 BGB).\n"
        "Mo 03.03.2025 + 4 Wochen = Mo 31.03.2025.\n";
    const std::string missing = "Verlangt: „Kontakt stattgefunden“ – fehlt noch.\n";
    const std::string until =
        "Die Pflicht gilt längstens bis zum Tag: Geburtsdatum (letzte Angabe: »Personendaten«) + "
        "25 "
        "Jahre (der Tag selbst zählt mit)";
    const std::string known =
        "Auslöser: „Kontakt stattgefunden“ (Eintrag Nr. 2) am Mo 03.03.2025.\n" + until +
        ", hier Sa 20.05.2000 + 25 Jahre (der erste Tag zählt mit) = Mo 19.05.2025.\n" + reckoned;
    JudgedOffice strict(young("false"));
    CHECK(steps(strict, born + talk, "2025-03-04", "R-1") == known + missing);
    CHECK(steps(strict, talk, "2025-03-04", "R-1") ==
          "Auslöser: „Kontakt stattgefunden“ (Eintrag Nr. 1) am Mo 03.03.2025.\n" + until +
              "; dieser Tag ist nicht bekannt.\n" + reckoned + missing);
    JudgedOffice lenient(young("true"));
    CHECK(steps(lenient, born + talk, "2025-03-04", "R-1") ==
          known + "Entschuldigt wird es durch „Abweichung begründet“ bis zum Ende der Frist.\n" +
              missing);
}

TEST_CASE("what makes it unknown whether a duty began is told", "[projections][findings]") {
    JudgedOffice office(book_of_one(R"("template": "response", "on": {"type": "ContactHeld",
        "where": {"all": [{"eq": ["a.kind", "FOLGEGESPRAECH"]}, {"eq": ["a.channel", "VIDEO"]}]}},
        "require": "CounsellingNoteRecorded", "within": {"before": "P0D"})"));
    const auto told = [&](const std::string& kind) {
        return steps(office,
                     "  2025-03-03T10:00 ContactHeld contactId=K-1 channel=VIDEO" + kind + "\n",
                     "2025-03-03", "R-1");
    };
    const std::string trigger =
        "Auslöser: „Kontakt stattgefunden“ (Eintrag Nr. 1) am Mo 03.03.2025.\n";
    const std::string rest =
        "Frist: am selben Tag, Mo 03.03.2025.\n"
        "Verlangt: „Beratungsvermerk erfasst“ – fehlt noch.\n";
    CHECK(told("") ==
          trigger + "Geltung: Art ist „Folgegespräch“ – nicht bekannt; nicht angegeben.\n" + rest);
    CHECK(told(" kind=FOLGEGESPRAECH") == trigger + rest);
}

TEST_CASE("an exception that nobody knows of is told", "[projections][findings]") {
    JudgedOffice office(book_of_one(R"("template": "response", "on": "ContactHeld",
        "require": "CounsellingNoteRecorded", "within": {"before": "P7D"},
        "unless": [{"type": "AppointmentScheduled", "where": {"eq": ["x.channel", "VIDEO"]}}])"));
    const std::string demand =
        "Auslöser: „Kontakt stattgefunden“ (Eintrag Nr. 1) am Mo 03.03.2025.\n"
        "Frist: 7 Tage; der Tag, von dem an gerechnet wird, zählt nicht mit (§ 187 Abs. 1 BGB).\n"
        "Mo 03.03.2025 + 7 Tage = Mo 10.03.2025.\n"
        "Verlangt: „Beratungsvermerk erfasst“ – fehlt.\n";
    const auto told = [&](const std::string& day) {
        return steps(office,
                     "  2025-03-03T10:00 ContactHeld contactId=K-1\n  " + day +
                         "T10:00 AppointmentScheduled appointmentId=T-1\n",
                     "2025-03-11", "R-1");
    };
    CHECK(
        told("2025-03-10") ==
        demand +
            "Ob es eine Ausnahme ist, ist nicht bekannt: „Termin vereinbart“ (Eintrag Nr. 2) am Mo "
            "10.03.2025; Zugangskanal ist „Videokommunikation“ – nicht bekannt; nicht "
            "angegeben.\n"
            "Frist abgelaufen am Mo 10.03.2025; ob es bis dahin geschehen ist, ist nicht "
            "bekannt.\n");
    CHECK(told("2025-03-11") ==
          demand + "Frist abgelaufen am Mo 10.03.2025, ohne dass es geschehen ist.\n");
}

TEST_CASE("that a value is there is told only where it is missing", "[projections][findings]") {
    JudgedOffice office(book_of_one(R"("template": "invariant", "on": "ContactHeld",
        "that": {"all": [{"present": "a.channel"}, {"eq": ["a.channel", "VIDEO"]}]})"));
    const std::string talk = "  2025-03-03T10:00 ContactHeld contactId=K-1";
    const std::string trigger =
        "Auslöser: „Kontakt stattgefunden“ (Eintrag Nr. 1) am Mo 03.03.2025.\nGeprüft: "
        "Zugangskanal ist ";
    CHECK(steps(office, talk + " channel=VIDEO\n", "2025-03-04", "R-1") ==
          trigger + "„Videokommunikation“ – trifft zu.\n");
    CHECK(steps(office, talk + "\n", "2025-03-04", "R-1") ==
          trigger + "angegeben – trifft nicht zu.\n");
}

TEST_CASE("a state that nothing ever brought about is not said to have ended",
          "[projections][findings]") {
    JudgedOffice office(book_of_one(R"("template": "response", "on": "LegalCircleAssigned",
        "require": "GoalSet", "within": {"before": "P7D"},
        "unless": [{"holds": "waiver"}, {"holds": "plan"}])",
                                    R"("objects": {
      "waiver": {"title": "Entbehrlichkeit", "id": "waiverId",
        "opened_by": "PotentialAnalysisWaived", "closed_by": "PotentialAnalysisWaiverEnded"},
      "plan": {"title": "Plan", "opened_by": "CooperationPlanCreated",
        "closed_by": "CaseClosed"}}, )"));
    CHECK(steps(office,
                "  2025-03-03T09:00 PotentialAnalysisWaived waiverId=W-1 cycleNo=1 ground=A\n"
                "  2025-03-04T09:00 LegalCircleAssigned to=SGB_II\n"
                "  2025-04-14T09:00 PotentialAnalysisWaiverEnded waiverId=W-1 cycleNo=1\n",
                "2025-04-15", "R-1@2+") ==
          "Auslöser: „Rechtskreis festgelegt oder gewechselt“ (Eintrag Nr. 2) am Di 04.03.2025.\n"
          "Neu begonnen am Mo 14.04.2025: Was die Pflicht vom 04.03.2025 ausnahm, endete mit "
          "„Entbehrlichkeit beendet“ (Eintrag Nr. 3) am Mo 14.04.2025.\n"
          "Ausnahme beendet: es liegt vor: »Entbehrlichkeit« – trifft nicht zu; „Potenzialanalyse "
          "entbehrlich“ (Eintrag Nr. 1) am Mo 03.03.2025 endete mit „Entbehrlichkeit beendet“ "
          "(Eintrag Nr. 3) am Mo 14.04.2025.\n"
          "Frist: 7 Tage; der Tag, von dem an gerechnet wird, zählt nicht mit (§ 187 Abs. 1 "
          "BGB).\n"
          "Mo 14.04.2025 + 7 Tage = Mo 21.04.2025.\n"
          "Verlangt: „Ziel festgelegt“ – fehlt noch.\n");
}

}  // namespace
}  // namespace fallbuch
