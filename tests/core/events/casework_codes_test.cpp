// The code lists against the wording of the documents they come from.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cstddef>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/calendar/timestamp.h"
#include "core/events/catalogue.h"
#include "core/events/code_list.h"
#include "tests/support/casework_types.h"
#include "tests/support/casework_walk.h"

using namespace fallbuch;

namespace {

const CodeList& list_of(const std::shared_ptr<const Catalogue>& catalogue, const char* name) {
    const CodeList* list = catalogue->find_codes(name);
    REQUIRE(list != nullptr);
    return *list;
}

std::vector<std::string> titles_of(const CodeList& list) {
    std::vector<std::string> out;
    for (const Code& code : list.codes()) out.push_back(code.title);
    return out;
}

std::vector<std::string> attribute(const Code& code, const char* name) {
    const auto found = code.attributes.find(name);
    return found == code.attributes.end() ? std::vector<std::string>{} : found->second;
}

// Anlage 3, row by row: need, strategy.
const std::vector<std::pair<std::string, std::string>>& bound_pairs() {
    static const std::string kHealth =
        "Vermittlungsrelevante gesundheitliche Einschränkungen / Intellektuelle "
        "Leistungsfähigkeit";
    static const std::vector<std::pair<std::string, std::string>> kPairs{
        {"Schulische Qualifikation", "Schulabschluss erwerben"},
        {"Berufliche Qualifikation", "Berufsausbildung vorbereiten (nur AusbV und/oder Reha)"},
        {"Berufliche Qualifikation", "Berufliche (Teil-) Qualifikation realisieren"},
        {"Berufliche Qualifikation", "Absolventenmanagement"},
        {"Berufliche Qualifikation", "Berufsabschluss erwerben"},
        {"Berufliche Qualifikation",
         "Ausländische Bildungsabschlüsse, Qualifikation, Zertifikate anerkennen"},
        {"Berufserfahrung", "Berufserfahrung ermöglichen"},
        {"Sprachkenntnisse", "Deutsche Sprachkenntnisse erwerben bzw. verbessern"},
        {"Sprachkenntnisse", "Integrationsrelevante Fremdsprachkenntnisse erwerben"},
        {kHealth, "Leistungsfähigkeit feststellen"},
        {kHealth, "Leistungsfähigkeit fördern"},
        {kHealth, "Gesundheitlich angemessene Beschäftigung realisieren"},
        {"Arbeits- und Sozialverhalten",
         "Heranführen an das Arbeitsleben (Tagesstruktur herstellen)"},
        {"Arbeits- und Sozialverhalten", "Arbeits- und Sozialverhalten stärken"},
        {"Eigeninitiative/ Arbeitshaltung", "Perspektiven verändern"},
        {"Lern-/ Weiterbildungsbereitschaft", "Lernbereitschaft fördern"},
        {"Örtliche Mobilität", "Mobilität erhöhen"},
        {"Betreuungsverhältnisse", "Betreuungsverhältnisse für Kinder schaffen bzw. ausbauen"},
        {"Betreuungsverhältnisse",
         "Betreuungsverhältnisse für zu pflegende Angehörige schaffen bzw. ausbauen"},
        {"Persönliche Rahmenbedingungen", "Individuelle Wettbewerbsnachteile ausgleichen"},
        {"Familiäre Situation", "Familiäre Situation stabilisieren"},
        {"Wohnsituation", "Wohnsituation stabilisieren"},
        {"Finanzielle Situation", "Finanzielle Situation stabilisieren"},
    };
    return kPairs;
}

// Strategies without a need: title, the legal circle they are restricted to.
const std::vector<std::pair<std::string, std::string>>& free_strategies() {
    static const std::vector<std::pair<std::string, std::string>> kFree{
        {"Vermittlung", ""},
        {"Beschäftigungsaufnahme aktiv stabilisieren", ""},
        {"Nachhaltiger Übergang in Selbständigkeit", ""},
        {"Verfügbarkeit überprüfen (nur SGB III)", "SGB_III"},
        {"Mitwirkung überprüfen (nur SGB II)", "SGB_II"},
        {"Beendigung oder Verringerung der Hilfebedürftigkeit von Beschäftigten (nur SGB II)",
         "SGB_II"},
        {"Beendigung oder Verringerung der Hilfebedürftigkeit von Selbständigen (nur SGB II)",
         "SGB_II"},
    };
    return kFree;
}

}  // namespace

TEST_CASE("the eleven goal options are those of Anlage 2", "[core][events]") {
    CHECK(titles_of(list_of(casework_catalogue(), "goal-option")) ==
          std::vector<std::string>{"Aufnahme Beschäftigung 1. Arbeitsmarkt lokal",
                                   "Aufnahme Beschäftigung 1. Arbeitsmarkt überregional",
                                   "Aufnahme Beschäftigung 1. Arbeitsmarkt international",
                                   "Aufnahme Mini-Jobs, Midi-Jobs, kurzfristige Beschäftigung",
                                   "Aufnahme Selbständigkeit",
                                   "Aufnahme Tätigkeit jenseits 1. Arbeitsmarkt",
                                   "Aufnahme einer schulischen Ausbildung",
                                   "Stabilisierung bestehender Beschäftigung / Selbständigkeit",
                                   "Aufnahme einer betrieblichen Ausbildung",
                                   "Aufnahme eines Studiums", "Aufnahme eines dualen Studiums"});
}

TEST_CASE("the thirty strategies have the pairs and restrictions of Anlage 3", "[core][events]") {
    const auto catalogue = casework_catalogue();
    const CodeList& strategies = list_of(catalogue, "strategy");
    const CodeList& needs = list_of(catalogue, "need");
    std::vector<std::pair<std::string, std::string>> bound;
    std::vector<std::pair<std::string, std::string>> free;
    for (const Code& strategy : strategies.codes()) {
        const auto circles = attribute(strategy, "legalCircles");
        REQUIRE(strategy.attributes.contains("needs"));
        for (const std::string& need : attribute(strategy, "needs")) {
            REQUIRE(needs.find(need) != nullptr);
            bound.emplace_back(needs.find(need)->title, strategy.title);
            CHECK(circles.empty());
        }
        if (!attribute(strategy, "needs").empty()) continue;
        free.emplace_back(strategy.title, circles.empty() ? "" : circles.front());
    }
    CHECK(strategies.codes().size() == 30);
    CHECK(bound == bound_pairs());
    CHECK(free == free_strategies());
    CHECK(attribute(*strategies.find("BERUFSAUSBILDUNG_VORBEREITEN"), "teams") ==
          std::vector<std::string>{"AUSBV", "REHA"});
}

TEST_CASE("the fourteen needs stand in four key groups", "[core][events]") {
    const auto catalogue = casework_catalogue();
    const CodeList& groups = list_of(catalogue, "key-group");
    std::vector<std::size_t> counts;
    for (const Code& group : groups.codes()) {
        const auto& needs = list_of(catalogue, "need").codes();
        counts.push_back(static_cast<std::size_t>(
            std::count_if(needs.begin(), needs.end(), [&](const Code& need) {
                return attribute(need, "keyGroups") == std::vector<std::string>{group.code};
            })));
    }
    CHECK(titles_of(groups) == std::vector<std::string>{"Qualifikation", "Leistungsfähigkeit",
                                                        "Motivation", "Rahmenbedingungen"});
    CHECK(counts == std::vector<std::size_t>{4, 1, 3, 6});
}

TEST_CASE("Betreuungsstufen are ordered but for I, and ended with 2009", "[core][events]") {
    const auto catalogue = casework_catalogue();
    const CodeList& levels = list_of(catalogue, "care-level");
    CHECK(levels.ordered());
    CHECK(*levels.find("IF")->rank < *levels.find("IG")->rank);
    CHECK(*levels.find("IG")->rank < *levels.find("IK")->rank);
    CHECK(*levels.find("IK")->rank < *levels.find("IN")->rank);
    CHECK_FALSE(levels.find("I")->rank);
    for (const Code& level : levels.codes()) CHECK(day_text(*level.valid_to) == "2009-12-31");
}

TEST_CASE("the classifications of the later eras are complete", "[core][events]") {
    const auto catalogue = casework_catalogue();
    CHECK(titles_of(list_of(catalogue, "profile-tier")) ==
          std::vector<std::string>{"Marktprofil", "Aktivierungsprofil", "Förderprofil",
                                   "Entwicklungsprofil", "Stabilisierungsprofil",
                                   "Unterstützungsprofil", "Profillage I", "Profillage Z"});
    CHECK(titles_of(list_of(catalogue, "integration-prognosis")) ==
          std::vector<std::string>{"Marktnah", "Nicht marktnah", "Integriert, aber hilfebedürftig",
                                   "Zuordnung nicht erforderlich"});
    std::string grounds;
    for (const Code& ground : list_of(catalogue, "waiver-ground").codes()) grounds += ground.code;
    CHECK(grounds == "ABCDEFG");
}

TEST_CASE("the Regensburg catalogue of measures is kept word by word for each level",
          "[core][events]") {
    using Titles = std::set<std::string>;
    const auto [level, titles] = GENERATE(table<std::string, Titles>({
        {"IN",
         {"Vermittlungsvorschläge", "Eigenbemühungen", "Überregionale Vermittelbarkeit",
          "Internetsuche", "Zielgerichtete kurze Qualifizierungsmaßnahmen",
          "Kurze Förderungslaufzeiten z.B. EGZ", "Gutschein im Rahmen der Beschäftigungsoffensive",
          "Einstiegsgeld", "Existenzgründerberatung", "Gezielte Außendienste", "Kinderbetreuung"}},
        {"IK",
         {"Vermittlungsvorschläge", "Eigenbemühungen", "Überregionale Vermittelbarkeit",
          "Internetsuche", "Verbesserung der gesundheitlichen Situation",
          "Allgemeine und zielgerichtete Qualifizierungsmaßnahmen", "Weiterbildungen",
          "Trainingsmaßnahmen - betrieblich und überbetrieblich", "Förderung z.B. EGZ",
          "Gutschein im Rahmen der Beschäftigungsoffensive", "Einstiegsgeld",
          "Existenzgründerberatung", "Kinderbetreuung"}},
        {"IG",
         {"Vermittlungsvorschläge im Einzelfall, Fallmanagement", "Eigenbemühungen",
          "Verbesserung der gesundheitlichen Situation, Abklärung Reha",
          "Sozialintegrative Leistungen",
          "Allgemeine und zielgerichtete Stabilisierungsmaßnahmen (z.B.AGH)",
          "Trainingsmaßnahmen - betrieblich und überbetrieblich im Einzelfall",
          "Individuelle Coachingmaßnahmen"}},
        {"IF",
         {"Eigenbemühungen im Einzelfall",
          "Verbesserung der gesundheitlichen Situation, Reha abklären",
          "Sozialintegrative Leistungen", "Fallmanagement",
          "Individuelles Coaching im Einzelfall"}},
    }));
    CAPTURE(level);
    const auto catalogue = casework_catalogue();
    Titles found;
    for (const Code& code : list_of(catalogue, "instrument").codes()) {
        const auto levels = attribute(code, "careLevels");
        if (std::find(levels.begin(), levels.end(), level) == levels.end()) continue;
        found.insert(code.title);
        const bool single = code.title.find("im Einzelfall") != std::string::npos;
        CHECK(attribute(code, "individually").empty() != single);
    }
    CHECK(found == titles);
}

TEST_CASE("what an attribute names is a code of the list it means", "[core][events]") {
    const auto catalogue = casework_catalogue();
    const auto [name, list] = GENERATE(table<const char*, const char*>({
        {"needs", "need"},
        {"keyGroups", "key-group"},
        {"legalCircles", "legal-circle"},
        {"teams", "team"},
        {"careLevels", "care-level"},
        {"prognoses", "integration-prognosis"},
        {"aims", "product-aim"},
        {"categories", "data-category"},
    }));
    std::size_t named_count = 0;
    for (const CodeList* each : catalogue->code_lists()) {
        for (const Code& code : each->codes()) {
            for (const std::string& value : attribute(code, name)) {
                INFO(each->name() << ' ' << code.code << ' ' << value);
                CHECK(list_of(catalogue, list).find(value) != nullptr);
                ++named_count;
            }
        }
    }
    CHECK(named_count > 0);
}

TEST_CASE("each code list is used", "[core][events]") {
    // Only named by the attributes of needs.
    std::set<std::string> used{"key-group"};
    for (const CaseworkFile& file : casework_type_files()) {
        walk_schema(nlohmann::json::parse(file.text), "",
                    [&](const nlohmann::json& part, const std::string&) {
                        if (part.contains("x-codes")) used.insert(part["x-codes"]);
                    });
    }
    for (const CaseworkFile& file : casework_code_files()) {
        INFO(file.file);
        CHECK(used.contains(nlohmann::json::parse(file.text)["codes"].get<std::string>()));
    }
}
