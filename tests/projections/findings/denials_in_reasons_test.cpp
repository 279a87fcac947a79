// What is not so, and what came of each item of a list: against texts written by hand.
#include <catch2/catch.hpp>

#include <string>

#include "tests/projections/findings/explained_story.h"
#include "tests/projections/findings/judged_office.h"

namespace fallbuch {
namespace {

TEST_CASE("of a list what was asked is told once, and of the first items what came of each",
          "[projections][findings]") {
    const std::string access = "  2025-03-03T10:00 DataAccessed accessId=Z-1 role=IFK categories=";
    const std::string trigger =
        "Auslöser: „Auf Daten zugegriffen“ (Eintrag Nr. 1) am Mo 03.03.2025.\n";
    const auto told = [&](const std::string& that, const std::string& categories) {
        JudgedOffice office(
            book_of_one(R"("template": "invariant", "on": "DataAccessed", "that": )" + that));
        const std::string text = steps(office, access + categories + "\n", "2025-03-04", "R-1");
        REQUIRE(text.starts_with(trigger));
        return text.substr(trigger.size());
    };
    const std::string every = R"({"every": {"of": "a.categories", "that": {"in": ["i",
        ["STAMM", "VERMITTLUNG"]]}}})";
    const std::string each =
        "Geprüft: von jedem Eintrag in Datenkategorien gilt: der Eintrag ist „Stammdaten“ oder "
        "„Vermittlung“ – trifft ";
    CHECK(told(every, "[STAMM,VERMITTLUNG]") == each + "zu.\n");
    CHECK(told(every, "[STAMM,BERATUNG]") ==
          each + "nicht zu.\nGeprüft: „Beratung“ – trifft nicht zu.\n");
    const std::string three = each +
                              "nicht zu.\n"
                              "Geprüft: „Beratung“ – trifft nicht zu.\n"
                              "Geprüft: „Beratung“ – trifft nicht zu.\n"
                              "Geprüft: „Beratung“ – trifft nicht zu.\n";
    CHECK(told(every, "[BERATUNG,STAMM,BERATUNG,BERATUNG]") == three);
    CHECK(told(every, "[BERATUNG,BERATUNG,BERATUNG,BERATUNG,STAMM,BERATUNG]") ==
          three + "Geprüft: und 2 weitere.\n");
    // What is forbidden of each names those that it is true of.
    const std::string none = R"({"not": {"some": {"of": "a.categories", "that": {"eq": ["i",
        "BERATUNG"]}}}})";
    const std::string no_one =
        "Geprüft: von keinem Eintrag in Datenkategorien gilt: der Eintrag ist „Beratung“ – trifft ";
    CHECK(told(none, "[STAMM]") == no_one + "zu.\n");
    CHECK(told(none, "[STAMM,BERATUNG]") ==
          no_one + "nicht zu.\nGeprüft: „Beratung“ – trifft zu.\n");
    CHECK(told(R"({"not": {"contains": ["a.categories", "BERATUNG"]}})", "[STAMM,VERMITTLUNG]") ==
          "Geprüft: Datenkategorien enthält nicht „Beratung“ – trifft zu; angegeben ist "
          "„Stammdaten“ und „Vermittlung“.\n");
}

TEST_CASE("a duty that applies as something is not so says what is not so, and that it is true",
          "[projections][findings]") {
    JudgedOffice office(
        book_of_one(R"("template": "response", "on": {"type": "MeasureStarted",
        "where": {"not": {"all": [{"present": "fact.end.validUntil"},
            {"gt": ["a.occurred", "fact.end.validUntil"]}]}}},
        "require": "ContactHeld", "within": {"before": "P0D"})",
                    R"("facts": {"end": {"title": "Ende", "latest": "ConsentGiven"}}, )"));
    const auto told = [&](const std::string& consent) {
        return steps(office, consent + "  2025-03-03T08:00 MeasureStarted measureId=M-1\n",
                     "2025-03-03", "R-1");
    };
    const std::string rest =
        "Frist: am selben Tag, Mo 03.03.2025.\n"
        "Verlangt: „Kontakt stattgefunden“ – fehlt noch.\n";
    CHECK(told("") ==
          "Auslöser: „Maßnahme begonnen“ (Eintrag Nr. 1) am Mo 03.03.2025.\n"
          "Geltung: Gültig bis (letzte Angabe: »Ende«) ist nicht angegeben – trifft zu; zu »Ende« "
          "ist nichts angegeben.\n" +
              rest);
    CHECK(told("  2025-03-01T08:00 ConsentGiven consentId=EW-1 validUntil=2025-03-03\n") ==
          "Auslöser: „Maßnahme begonnen“ (Eintrag Nr. 2) am Mo 03.03.2025.\n"
          "Geltung: Tag des Ereignisses liegt nicht nach Gültig bis (letzte Angabe: »Ende«) – "
          "trifft zu; Mo 03.03.2025 gegenüber Mo 03.03.2025; nach „Einwilligung erteilt“ (Eintrag "
          "Nr. 1) am Sa 01.03.2025.\n" +
              rest);
}

TEST_CASE("a denial within a denial is told in the sense in which the rule asks for it",
          "[projections][findings]") {
    JudgedOffice office(book_of_one(R"("template": "invariant", "on": "MeasureStarted",
        "that": {"not": {"any": [{"eq": ["a.plannedTo", "2025-05-30"]},
            {"not": {"present": "a.plannedFrom"}}]}})"));
    const auto told = [&](const std::string& values) {
        return steps(office, "  2025-03-03T08:00 MeasureStarted measureId=M-1 " + values + "\n",
                     "2025-03-04", "R-1");
    };
    const std::string trigger = "Auslöser: „Maßnahme begonnen“ (Eintrag Nr. 1) am Mo 03.03.2025.\n";
    CHECK(told("plannedTo=2025-05-31 plannedFrom=2025-03-03") ==
          trigger +
              "Geprüft: Geplantes Ende ist nicht 30.05.2025 – trifft zu; angegeben ist Sa "
              "31.05.2025.\n"
              "Geprüft: Geplanter Beginn ist angegeben – trifft zu.\n");
    CHECK(told("plannedTo=2025-05-30 plannedFrom=2025-03-03") ==
          trigger +
              "Geprüft: Geplantes Ende ist nicht 30.05.2025 – trifft nicht zu; angegeben ist "
              "Fr 30.05.2025.\n");
    CHECK(told("plannedTo=2025-05-31") ==
          trigger + "Geprüft: Geplanter Beginn ist angegeben – trifft nicht zu.\n");
}

}  // namespace
}  // namespace fallbuch
