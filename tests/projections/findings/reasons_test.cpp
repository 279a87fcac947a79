// Whole explanations, step by step, against texts that somebody reckoned and wrote by hand.
#include <catch2/catch.hpp>

#include <string>
#include <string_view>

#include "tests/projections/findings/explained_story.h"
#include "tests/projections/findings/judged_office.h"

namespace fallbuch {
namespace {

// A rulebook around its rules. `head`: more members, each with a comma behind it.
std::string book_of(const std::string& rules, const std::string& head = "") {
    return R"({"rulebook": "probe", "version": "1", "title": "Probe", )" + head +
           R"("calendar": {"month_round": "down", "place": "DE-BY", "roll": "none"},
              "closing": "CaseClosed", "rules": [)" +
           rules + "]}";
}

std::string rule_of(const std::string& members, const std::string& type = "M") {
    return R"({"id": "R-1", "title": "Vermerk", "statement": "Ein Vermerk.", "type": ")" + type +
           R"(", )" + members + "}";
}

constexpr std::string_view kNote =
    R"("template": "response", "on": "ContactHeld", "require": "CounsellingNoteRecorded")";

TEST_CASE("counting working days names the holidays that are passed over, and their place",
          "[projections][findings]") {
    JudgedOffice office(book_of(rule_of(std::string(kNote) + R"(, "within": {"before": "P5BD"})")));
    CHECK(steps(office, "  2025-04-29T10:00 ContactHeld contactId=K-1\n", "2025-05-07", "R-1") ==
          "Auslöser: „Kontakt stattgefunden“ (Eintrag Nr. 1) am Di 29.04.2025.\n"
          "Frist: 5 Arbeitstage; der Tag, von dem an gerechnet wird, zählt nicht mit (§ 187 Abs. 1 "
          "BGB).\n"
          "Di 29.04.2025 + 5 Arbeitstage = Mi 07.05.2025.\n"
          "Samstage, Sonntage und Feiertage (Bayern) zählen nicht mit; dazwischen liegt: Do "
          "01.05.2025 Erster Mai.\n"
          "Verlangt: „Beratungsvermerk erfasst“ – fehlt noch.\n");
    // A week later nothing is in the way.
    CHECK(steps(office, "  2025-05-06T10:00 ContactHeld contactId=K-1\n", "2025-05-07", "R-1") ==
          "Auslöser: „Kontakt stattgefunden“ (Eintrag Nr. 1) am Di 06.05.2025.\n"
          "Frist: 5 Arbeitstage; der Tag, von dem an gerechnet wird, zählt nicht mit (§ 187 Abs. 1 "
          "BGB).\n"
          "Di 06.05.2025 + 5 Arbeitstage = Di 13.05.2025.\n"
          "Samstage, Sonntage und Feiertage (Bayern) zählen nicht mit; ein Feiertag liegt nicht "
          "dazwischen.\n"
          "Verlangt: „Beratungsvermerk erfasst“ – fehlt noch.\n");
}

TEST_CASE("a last day that is moved over Easter names each day that is none",
          "[projections][findings]") {
    JudgedOffice office(book_of(rule_of(std::string(kNote) + R"(, "within": {"before": "P1M",
        "calendar": {"roll": "next_working_day"}})")));
    CHECK(steps(office, "  2025-03-18T10:00 ContactHeld contactId=K-1\n", "2025-04-22", "R-1") ==
          "Auslöser: „Kontakt stattgefunden“ (Eintrag Nr. 1) am Di 18.03.2025.\n"
          "Frist: 1 Monat; der Tag, von dem an gerechnet wird, zählt nicht mit (§ 187 Abs. 1 "
          "BGB).\n"
          "Di 18.03.2025 + 1 Monat = Fr 18.04.2025.\n"
          "Fr 18.04.2025 ist ein Feiertag (Karfreitag; Feiertage: Bayern), Sa 19.04.2025 ein "
          "Samstag, So 20.04.2025 ein Sonntag, Mo 21.04.2025 ein Feiertag (Ostermontag; Feiertage: "
          "Bayern): es gilt der nächste Werktag, Di 22.04.2025 (§ 26 Abs. 3 SGB X).\n"
          "Verlangt: „Beratungsvermerk erfasst“ – fehlt noch.\n");
}

const std::string kCountBook =
    book_of(rule_of(R"("template": "count", "on": "IntegrationAgreementConcluded",
        "require": "ContactHeld", "within": {"calendar": {"count": "from_same_day"}},
        "count": {"min": {"table": "mindest", "key": "fact.tier.tier"}, "prorata": "days",
            "window": {"kind": "activation", "length": "P6M"}},
        "ids": {"key": "fact.tier.tier", "of": {"FOERDER": "R-1", "AKTIVIERUNG": "R-1"}})"),
            R"("facts": {"tier": {"title": "Profillage", "latest": "ProfileTierSet"}},
       "tables": {"mindest": {"rows": [["FOERDER", "3"], ["AKTIVIERUNG", "5"]]}},)");

TEST_CASE("a count that changes in its window is weighed by days, and names what counted",
          "[projections][findings]") {
    JudgedOffice office(kCountBook);
    // 57 days from 3 January to 28 February, 124 to 2 July: (3 * 57 + 5 * 124) / 181 = 4.37.
    CHECK(steps(office,
                "  2011-01-01T09:00 ProfileTierSet tier=FOERDER\n"
                "  2011-01-03T09:00 IntegrationAgreementConcluded agreementId=EV-1\n"
                "  2011-01-17T09:00 ContactHeld contactId=K-1\n"
                "  2011-03-01T09:00 ProfileTierSet tier=AKTIVIERUNG\n"
                "  2011-07-02T09:00 ContactHeld contactId=K-2\n"
                "  2011-07-03T09:00 ContactHeld contactId=K-3\n",
                "2011-07-03", "R-1") ==
          "Auslöser: „Eingliederungsvereinbarung geschlossen“ (Eintrag Nr. 2) am Mo 03.01.2011.\n"
          "Frist: 6 Monate; der erste Tag zählt mit (§ 187 Abs. 2 BGB).\n"
          "Mo 03.01.2011 + 6 Monate = Sa 02.07.2011.\n"
          "Gezählt werden: „Kontakt stattgefunden“.\n"
          "Gezählt wird vom Mo 03.01.2011 bis Sa 02.07.2011.\n"
          "Vom Mo 03.01.2011 bis Mo 28.02.2011, 57 Tage, galt für den ganzen Zeitraum: 3 "
          "(„Förderprofil“).\n"
          "Vom Di 01.03.2011 bis Sa 02.07.2011, 124 Tage, galt für den ganzen Zeitraum: 5 "
          "(„Aktivierungsprofil“).\n"
          "3 × 57 Tage + 5 × 124 Tage = 791; geteilt durch die 181 Tage des Zeitraums: 4,37; "
          "abgerundet 4.\n"
          "Es zählt, als 1.: „Kontakt stattgefunden“ (Eintrag Nr. 3) am Mo 17.01.2011.\n"
          "Es zählt, als 2.: „Kontakt stattgefunden“ (Eintrag Nr. 5) am Sa 02.07.2011.\n"
          "Gezählt: 2; verlangt: 4.\n"
          "Frist abgelaufen am Sa 02.07.2011.\n");
}

TEST_CASE("a condition on days shows both days and how the one was reckoned",
          "[projections][findings]") {
    JudgedOffice office;
    const std::string circle =
        "  2024-01-02T09:00 CaseOpened kundennummer=432D118286\n"
        "  2024-01-02T09:01 LegalCircleAssigned to=SGB_II\n";
    const std::string l19 =
        circle +
        "  2024-03-04T08:00 EmploymentStarted employmentId=B-1 start=2024-03-04\n"
        "  2024-09-04T10:00 ProductDecisionMade productDecisionId=P-1 instrument=P16G "
        "decision=BEWILLIGT\n";
    CHECK(steps(office, l19, "2024-09-05", "L-19") ==
          "Auslöser: „Produktentscheidung getroffen“ (Eintrag Nr. 4) am Mi 04.09.2024.\n"
          "Geltung: Rechtskreis (letzte Angabe) ist „SGB II“ – trifft zu; nach „Rechtskreis "
          "festgelegt "
          "oder gewechselt“ (Eintrag Nr. 2) am Di 02.01.2024.\n"
          "Geprüft: Tag, sonst Tag des Ereignisses liegt nicht nach Beginn (letzte Angabe: "
          "»Aufnahme einer Beschäftigung«) + 6 Monate (der Tag selbst zählt mit) – trifft nicht "
          "zu; Mi "
          "04.09.2024 gegenüber Mo 04.03.2024 + 6 Monate (der erste Tag zählt mit) = Di "
          "03.09.2024; nach „Beschäftigung begonnen“ (Eintrag Nr. 3) am Mo 04.03.2024.\n");
    const std::string x01 =
        circle +
        "  2024-02-08T09:00 PotentialAnalysisWaived waiverId=W-1 cycleNo=1 ground=A "
        "knownEndDate=2024-04-09\n";
    CHECK(steps(office, x01, "2024-02-09", "X-01") ==
          "Auslöser: „Potenzialanalyse entbehrlich“ (Eintrag Nr. 3) am Do 08.02.2024.\n"
          "Geprüft: Feststehendes Ende liegt nicht nach Tag des Ereignisses + 2 Monate – trifft "
          "nicht zu; Di "
          "09.04.2024 gegenüber Do 08.02.2024 + 2 Monate = Mo 08.04.2024.\n"
          "Geprüft: Grund ist angegeben – trifft nicht zu.\n");
    const std::string ip02 = circle +
                             "  2024-07-17T10:00 IntegrationPrognosisSet value=MARKTNAH "
                             "expectedIntegrationBy=2025-01-18\n";
    CHECK(steps(office, ip02, "2024-07-18", "IP-02") ==
          "Auslöser: „Integrationsprognose gesetzt“ (Eintrag Nr. 3) am Mi 17.07.2024.\n"
          "Geprüft: Integration erwartet bis liegt nicht nach Tag des Ereignisses + 6 Monate – "
          "trifft nicht zu; Sa 18.01.2025 gegenüber Mi 17.07.2024 + 6 Monate = Fr 17.01.2025.\n"
          "Geprüft: Integrationsprognose ist „Nicht marktnah“ – trifft nicht zu; angegeben ist "
          "„Marktnah“.\n");
}

TEST_CASE("until when an access may still be answered for is one of the steps",
          "[projections][findings]") {
    JudgedOffice office(book_of(
        rule_of(R"("template": "since", "on": "DataAccessed", "that": {"eq": ["a.role", "IFK"]},
            "excuse": [{"event": {"type": "EmergencyAccessUsed",
                "match": [["x.accessId", "a.accessId"]]}, "within": {"param": "notfall"},
                "four_eyes": true}])",
                "I"),
        R"("params": {"notfall": {"title": "Notfallfrist", "values": [{"value": "P2D"}]}},)"));
    const std::string access =
        "  2025-06-03T22:00 DataAccessed accessId=Z-1 @actor=u-1 role=TEAMLEITUNG "
        "categories=[STAMM]\n";
    const std::string begin =
        "Auslöser: „Auf Daten zugegriffen“ (Eintrag Nr. 1) am Di 03.06.2025.\n"
        "Geprüft: Rolle ist „Integrations- oder Vermittlungsfachkraft“ – trifft nicht zu; "
        "angegeben ist "
        "„Teamleitung“.\n"
        "Entschuldigt wird es durch „Notfallzugriff genutzt“ von einer anderen Person, Frist 2 "
        "Tage (Parameter »Notfallfrist«, Stand 03.06.2025): bis Do 05.06.2025.\n";
    CHECK(steps(office, access, "2025-06-05", "R-1") == begin);
    CHECK(steps(office, access, "2025-06-06", "R-1") ==
          begin + "Frist abgelaufen am Do 05.06.2025.\n");
    CHECK(steps(office,
                access + "  2025-06-05T23:00 EmergencyAccessUsed accessId=Z-1 @actor=u-2 "
                         "reason=Notfall\n",
                "2025-06-06",
                "R-1") == begin +
                              "Entschuldigt durch „Notfallzugriff genutzt“ (Eintrag Nr. 2) am Do "
                              "05.06.2025.\n");
}

}  // namespace
}  // namespace fallbuch
