#include "tools/fallbuch/case_text.h"

#include <catch2/catch.hpp>

#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/events/catalogue.h"
#include "core/events/event_type.h"
#include "projections/case/case_changes.h"
#include "projections/case/case_model.h"
#include "projections/case/case_state.h"
#include "tests/support/casework_case.h"
#include "tools/fallbuch/field_order.h"

namespace fallbuch {
namespace {

const std::vector<CaseEvent> kObjections{
    {"2025-01-02", "ObjectionRaised", R"({"objectionId":"W-1","ground":"P76","text":"Erster"})"},
    {"2025-02-02", "ObjectionRaised", R"({"objectionId":"W-1","ground":"P76"})"},
    {"2025-02-03", "RecipientsNotified", R"({"recipients":[{"name":"AOK"}]})"},
};

std::size_t count_of(const std::string& part, const std::string& text) {
    std::size_t count = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
        ++count;
    }
    return count;
}

TEST_CASE("what the model has no row for stands under Weiteres, by its German title",
          "[tools][fallbuch]") {
    CaseDesk desk;
    const CaseState state = desk.state_of(kObjections);
    const FieldOrder order(desk.model(), built_in_catalogue());
    const CaseText texts(desk.model(), order, 80);
    const auto text = texts.state(state, {day_of("2025-03-01"), false});
    REQUIRE(text);
    CAPTURE(*text);
    CHECK(text->starts_with("Weiteres\n"));
    CHECK(count_of("Widerspruch erhoben ", *text) == 2);
    CHECK(count_of("Empfänger benachrichtigt ", *text) == 1);
    CHECK(text->find("Empfänger benachrichtigt") < text->find("Widerspruch erhoben"));
    CHECK(count_of(": W-1", *text) == 2);
    CHECK(count_of(": Erster", *text) == 1);
    for (const EventType* type : desk.model().catalogue().types()) {
        CHECK(text->find(type->name()) == std::string::npos);
    }
}

TEST_CASE("two things of one title are two among the changes", "[tools][fallbuch]") {
    CaseDesk desk;
    const CaseState none = desk.state_of({});
    const CaseState state = desk.state_of(kObjections);
    const FieldOrder order(desk.model(), built_in_catalogue());
    const auto text = CaseText(desk.model(), order, 80).changes(changes_between(none, state));
    REQUIRE(text);
    CAPTURE(*text);
    CHECK(count_of("Widerspruch erhoben ", *text) == 2);
    CHECK(count_of("Empfänger benachrichtigt ", *text) == 1);
}

// The example of a type, as the catalogue gives it.
std::string example_of(const CaseDesk& desk, const std::string& event) {
    for (const EventType* type : desk.model().catalogue().types()) {
        if (type->name() != event) continue;
        return nlohmann::json::parse(type->canonical_text()).at("examples").at(0).dump();
    }
    FAIL("no such type");
    return "";
}

std::string state_text(const CaseDesk& desk, const CaseState& state) {
    const FieldOrder order(desk.model(), built_in_catalogue());
    const auto text = CaseText(desk.model(), order, 80).state(state, {day_of("2025-06-01"), false});
    REQUIRE(text);
    return *text;
}

std::string changes_text(const CaseDesk& desk, const CaseState& before, const CaseState& after) {
    const FieldOrder order(desk.model(), built_in_catalogue());
    const auto text = CaseText(desk.model(), order, 80).changes(changes_between(before, after));
    REQUIRE(text);
    return *text;
}

TEST_CASE("a Betreuungsstufe shows its groups one below the other, with what they rest on",
          "[tools][fallbuch]") {
    CaseDesk desk;
    const CaseState state =
        desk.state_of({{"2009-03-02", "CareLevelAssessed", example_of(desk, "CareLevelAssessed")}});
    CHECK(state_text(desk, state) ==
          "Betreuungsstufe\n"
          "Inhalt                                                                Seit\n"
          "--------------------------------------------------------------------  ----------\n"
          "Zuletzt: festgelegt                                                   02.03.2009\n"
          "Kennung des Profilings: PR-2009-1                                     02.03.2009\n"
          "Schlüsselgruppen:                                                     02.03.2009\n"
          "– Schlüsselgruppe: Leistungsfähigkeit · Ist-Zustand: leicht\n"
          "  eingeschränkt · Prognose Änderungsvermögen: in sechs Monaten zu\n"
          "  verbessern · Stufe der Schlüsselgruppe: Förderbedarf: Heranführen\n"
          "  an den ersten Arbeitsmarkt\n"
          "  Merkmale:\n"
          "  – Merkmal: Belastbarkeit\n"
          "    Indikatoren:\n"
          "    – Indikator: Angaben im Gespräch · Informationsquellen:\n"
          "      Erstgespräch; Lebenslauf\n"
          "– Schlüsselgruppe: Motivation und Rahmenbedingungen für die\n"
          "  Integrationsarbeit · Ist-Zustand: sucht aktiv · Prognose\n"
          "  Änderungsvermögen: in sechs Monaten zu verbessern · Stufe der\n"
          "  Schlüsselgruppe: Integrationsfähig: Integration in den ersten\n"
          "  Arbeitsmarkt\n"
          "  Merkmale:\n"
          "  – Merkmal: Eigeninitiative\n"
          "    Indikatoren:\n"
          "    – Indikator: Angaben im Gespräch · Informationsquellen:\n"
          "      Erstgespräch; Lebenslauf\n"
          "– Schlüsselgruppe: Qualifikation · Ist-Zustand: Abschluss veraltet ·\n"
          "  Prognose Änderungsvermögen: in sechs Monaten zu verbessern · Stufe\n"
          "  der Schlüsselgruppe: Förderbedarf: Heranführen an den ersten\n"
          "  Arbeitsmarkt\n"
          "  Merkmale:\n"
          "  – Merkmal: Fachkenntnisse\n"
          "    Indikatoren:\n"
          "    – Indikator: Angaben im Gespräch · Informationsquellen:\n"
          "      Erstgespräch; Lebenslauf\n"
          "Einschränkungen der Motivation oder Rahmenbedingungen stehen der      02.03.2009\n"
          "Aufnahme entgegen: nein\n"
          "Gesamt-Betreuungsstufe: Förderbedarf: Heranführen an den ersten       02.03.2009\n"
          "Arbeitsmarkt\n"
          "Begründung: Die Leistungsfähigkeit begrenzt auf IK.                   02.03.2009\n"
          "\n");
}

TEST_CASE("the steps of a plan stand one below the other, before and after a change",
          "[tools][fallbuch]") {
    CaseDesk desk;
    const auto plan = [](const std::string& steps) {
        return CaseEvent{"2025-05-12", "CooperationPlanCreated",
                         R"({"planId":"KP-1","cycleNo":1,"steps":[)" + steps + "]}"};
    };
    const std::string apply = R"({"due":"2025-06-30","what":"Vier Bewerbungen im Monat schreiben )"
                              R"(und eine Liste mitbringen","actor":"KUNDE"})";
    const std::string decide = R"({"actor":"BEHOERDE","what":"Über die Kosten entscheiden"})";
    const CaseState none = desk.state_of({});
    const CaseState one = desk.state_of({plan(apply)});
    const CaseState two = desk.state_of({plan(decide + "," + apply)});
    CHECK(changes_text(desk, none, one) ==
          "Was                       Änderung\n"
          "------------------------  ------------------------------------------------------\n"
          "Stand im 4-Phasen-Modell  Phase: Vereinbarung\n"
          "                          Nummer des Durchlaufs: 1\n"
          "Kooperationsplan KP-1     Zuletzt: erstellt\n"
          "                          Nummer des Durchlaufs: 1\n"
          "                          Schritte:\n"
          "                          – Wer: Kundin oder Kunde · Was: Vier Bewerbungen im\n"
          "                            Monat schreiben und eine Liste mitbringen · Fällig\n"
          "                            am: 30.06.2025\n");
    CHECK(changes_text(desk, one, two) ==
          "Was                    Änderung\n"
          "---------------------  ---------------------------------------------------------\n"
          "Kooperationsplan KP-1  Schritte bisher:\n"
          "                       – Wer: Kundin oder Kunde · Was: Vier Bewerbungen im Monat\n"
          "                         schreiben und eine Liste mitbringen · Fällig am:\n"
          "                         30.06.2025\n"
          "                       Schritte jetzt:\n"
          "                       – Wer: Agentur für Arbeit oder Jobcenter · Was: Über die\n"
          "                         Kosten entscheiden\n"
          "                       – Wer: Kundin oder Kunde · Was: Vier Bewerbungen im Monat\n"
          "                         schreiben und eine Liste mitbringen · Fällig am:\n"
          "                         30.06.2025\n");
    CHECK(changes_text(desk, one, none)
              .ends_with("                          Schritte jetzt: (nicht mehr)\n"));
}

TEST_CASE(
    "why a case was opened and why it was closed are two things, and the second ends when "
    "it is opened again",
    "[tools][fallbuch]") {
    CaseDesk desk;
    std::vector<CaseEvent> events{
        {"2025-01-02", "CaseOpened", R"({"kundennummer":"1","reason":"ANTRAG_SGB_II"})"},
        {"2025-06-30", "CaseClosed", R"({"reason":"ARBEITSAUFNAHME"})"}};
    const std::string opened = "Anlass der Eröffnung: Antrag auf Leistungen nach dem SGB II";
    const std::string closed = "Grund der Schließung: Aufnahme einer Beschäftigung";
    const std::string text = state_text(desk, desk.state_of(events));
    CAPTURE(text);
    CHECK(count_of(opened, text) == 1);
    CHECK(count_of(closed, text) == 1);
    CHECK(count_of("Kundennummern", text) == 0);
    events.push_back({"2025-09-01", "CaseReopened"});
    const std::string again = state_text(desk, desk.state_of(events));
    CAPTURE(again);
    CHECK(count_of(opened, again) == 1);
    CHECK(count_of("Grund der Schließung", again) == 0);
}

TEST_CASE("a former Kundennummer is shown, and is told once among the changes",
          "[tools][fallbuch]") {
    CaseDesk desk;
    const CaseEvent opened{"2025-01-02", "CaseOpened", R"({"kundennummer":"A1"})"};
    const CaseEvent reopened{"2025-03-02", "CaseReopened", R"({"kundennummer":"B2"})"};
    const CaseState one = desk.state_of({opened});
    const CaseState two = desk.state_of({opened, reopened});
    CHECK(count_of("\nKundennummern\n", state_text(desk, two)) == 1);
    CHECK(count_of("\nA1   Zuletzt: bekannt", state_text(desk, two)) == 1);
    const std::string changes = changes_text(desk, one, two);
    CAPTURE(changes);
    CHECK(count_of("Kundennummer: A1 → B2", changes) == 1);
    CHECK(count_of("Kundennummern", changes) == 0);
    // What is told late of a time before leaves the number of the case as it is.
    const CaseState late = desk.state_of({reopened, opened});
    CHECK(count_of("Kundennummern A1  Zuletzt: bekannt",
                   changes_text(desk, desk.state_of({reopened}), late)) == 1);
}

}  // namespace
}  // namespace fallbuch
