// Scenarios with mistakes: each is named with its line, and a scenario that has one is not taken
// for one that was kept.
#include <catch2/catch.hpp>
#include <memory>
#include <string>
#include <vector>

#include "core/calendar/berlin.h"
#include "core/calendar/holiday_law.h"
#include "core/events/catalogue.h"
#include "projections/rules/calendars.h"
#include "projections/rules/faults.h"
#include "projections/rules/json_text.h"
#include "projections/rules/rule_library.h"
#include "projections/rules/scenario.h"
#include "projections/rules/scenario_runner.h"

namespace fallbuch::rules {
namespace {

// A talk is followed by its note within five days.
constexpr const char* kRulebook = R"({"rulebook": "b", "version": "1", "title": "Titel", "rules": [
  {"id": "R-1", "part": "Frist", "title": "Vermerk",
   "statement": "Jedes Gespräch hat seinen Vermerk.", "type": "M", "template": "response",
   "on": "ContactHeld", "within": {"before": "P5D"},
   "require": {"type": "CounsellingNoteRecorded", "match": [["t.contactId", "a.contactId"]]}}]})";

// What is told about the text of scenarios, and about running them if nothing was told before.
ScenarioReport run(const std::string& text) {
    const ParsedScenarios parsed = parse_scenarios(text);
    if (!parsed.faults.none()) {
        ScenarioReport report;
        report.faults = parsed.faults;
        return report;
    }
    const auto catalogue = Catalogue::from_files(built_in_catalogue());
    const auto berlin = BerlinTime::load();
    const auto law = HolidayLaw::built_in();
    REQUIRE((catalogue && berlin && law));
    const auto calendars = Calendars::of(*law);
    REQUIRE(calendars);
    const auto family = read_family(kRulebook, *catalogue, {});
    REQUIRE(family);
    REQUIRE(describe(family->faults.all()).empty());
    return run_scenarios(parsed.scenarios, {*family->rules, **catalogue, *calendars, *berlin});
}
std::string told(const std::string& text) { return describe(run(text).faults.all()); }

// One scenario: its third line is this event, its fifth this expectation.
std::string told_of(const std::string& event, const std::string& expectation) {
    return told("Szenario: Vermerk\n  2024-01-02 #g ContactHeld contactId=K-1\n  " + event +
                "\n  Stand 2024-01-20\n    " + expectation + "\n");
}
std::string told_of_event(const std::string& event) { return told_of(event, "R-1 verletzt"); }
std::string told_of_expectation(const std::string& expectation) {
    return told_of("2024-01-01 CaseOpened", expectation);
}

struct Wrong {
    const char* text;
    const char* told;
};

TEST_CASE("the scenario in which mistakes are made has none", "[projections][rules]") {
    const ScenarioReport report =
        run("Szenario: Vermerk\n  2024-01-02 #g ContactHeld contactId=K-1\n  Stand 2024-01-07\n"
            "    R-1 offen fällig=2024-01-07\n  Stand 2024-01-08\n"
            "    R-1/Frist verletzt Mangel bei=#g Anzahl=1\n");
    CHECK(report.faults.none());
    CHECK(report.mismatches.empty());
    CHECK(report.expectation_count == 2);
    CHECK(report.tripped.count("R-1") == 1);
    CHECK(told_of("2024-01-03 CounsellingNoteRecorded contactId=K-1", "R-1 erfüllt").empty());
}

TEST_CASE("an event that the catalogue would refuse is told", "[projections][rules]") {
    const Wrong wrong = GENERATE(values<Wrong>({
        {"2024-01-03 ContactHold", "the catalogue has no such event (ContactHold)"},
        {"2024-01-03 ContactHeld chanel=TELEFON", "ContactHeld has no field chanel"},
        {"2024-01-03 ContactHeld channel=FON", "channel: the code list contact-channel has no FON"},
        {"2024-01-03 ContactHeld durationMin=lang", "durationMin is integer"},
        {"2024-01-03 ContactHeld participants.name=Anna", "participants is array"},
        {"2024-01-03 ContactHeld @actorole=X", "the envelope has no attribute actorole"},
        {"2024-01-03 ContactHeld berichtigt=#h", "no event before it is #h"},
        {"2024-01-03 ContactHeld erfasst=heute", "erfasst is a day or a moment (heute)"},
        {"2024-01-03 ContactHeld heute", "a value is written as name=value (heute)"},
        {"2024-01-03 #h", "which event? After the day comes its name"},
        {"2024-02-30 ContactHeld",
         "neither an event nor an expectation: a day, or Stand before it"},
        {"Grundlage SGB", "no Grundlage is called SGB"},
    }));
    INFO(wrong.text);
    CHECK(told_of_event(wrong.text) == std::string("line 3, column 3: ") + wrong.told);
}

TEST_CASE("an expectation that says nothing, or of nothing, is told", "[projections][rules]") {
    const Wrong wrong = GENERATE(values<Wrong>({
        {"R-2 verletzt", "no rule has this name (R-2)"},
        {"R-1/Ort verletzt", "no rule has this name (R-1/Ort)"},
        {"R-1 verletzt bei=#h", "no event is called #h"},
        {"R-1 verletzt fällig=bald", "fällig is a day (bald)"},
        {"R-1 verletzt verspätet=drei", "verspätet is a number (drei)"},
        {"R-1 verletzt Anzahl=", "Anzahl is a number ()"},
        {"R-1 verletzt schlimm", "an expectation has no \"schlimm\""},
        {"R-1 fällig=2024-01-07",
         "a verdict is erfüllt, verletzt, offen, entfällt, begründet, unbestimmt or "
         "nicht_aktiviert"},
    }));
    INFO(wrong.text);
    CHECK(told_of_expectation(wrong.text) == std::string("line 5, column 5: ") + wrong.told);
}

TEST_CASE("a scenario without its parts is told", "[projections][rules]") {
    CHECK(told("2024-01-02 ContactHeld\n") ==
          "line 1, column 1: an event stands before the first scenario");
    CHECK(told("Stand 2024-01-02\n") == "line 1, column 1: no scenario has begun");
    CHECK(told("R-1 offen\n") ==
          "line 1, column 1: neither an event nor an expectation: a day, or Stand before it");
    CHECK(told("# Gespräche\n\nSzenario: Vermerk\n  2024-01-02 ContactHeld\n") ==
          "line 3, column 1: the scenario expects nothing");
    CHECK(told("Szenario: Vermerk\n  Stand bald\n  Stand 2024-01-02\n    R-1 nicht_aktiviert\n") ==
          "line 2, column 3: Stand is a day or a moment: 2025-02-28 or 2025-02-28T09:30");
}

TEST_CASE("all mistakes of scenarios are told at once", "[projections][rules]") {
    CHECK(told("Szenario: eins\n  2024-01-02 ContactHeld heute\n  Stand 2024-01-02\n    R-1 gut\n"
               "Szenario: zwei\n  Stand 2024-01-02\n    R-1 offen fällig=bald\n") ==
          "line 2, column 3: a value is written as name=value (heute)\n"
          "line 4, column 5: an expectation has no \"gut\"\n"
          "line 4, column 5: a verdict is erfüllt, verletzt, offen, entfällt, begründet, "
          "unbestimmt or nicht_aktiviert\n"
          "line 7, column 5: fällig is a day (bald)");
    CHECK(told("Szenario: eins\n  2024-01-02 ContactHold\n  2024-01-02 ContactHeld channel=FON\n"
               "  Stand 2024-01-02\n    R-1 offen\n"
               "Szenario: zwei\n  Stand 2024-01-02\n    R-2 offen\n") ==
          "line 2, column 3: the catalogue has no such event (ContactHold)\n"
          "line 3, column 3: channel: the code list contact-channel has no FON\n"
          "line 8, column 5: no rule has this name (R-2)");
}

TEST_CASE("a rule counts as tried by no scenario with a mistake", "[projections][rules]") {
    const ScenarioReport report =
        run("Szenario: Tippfehler\n  2024-01-02 ContactHold\n  Stand 2024-01-20\n"
            "    R-1 verletzt\n    R-1 erfüllt\n");
    CHECK(report.scenario_count == 1);
    CHECK(report.expectation_count == 0);
    CHECK(report.tripped.empty());
    CHECK(report.kept.empty());
}

TEST_CASE("a verdict that does not come is shown beside the one that came",
          "[projections][rules]") {
    const ScenarioReport report =
        run("Szenario: Vermerk\n  2024-01-02 ContactHeld contactId=K-1\n  Stand 2024-01-20\n"
            "    R-1 erfüllt\n    R-1 verletzt fällig=2024-01-06\n    R-1 verletzt\n");
    CHECK(report.faults.none());
    REQUIRE(report.mismatches.size() == 2);
    CHECK(report.mismatches[0].place == TextPlace{4, 5, false});
    CHECK(report.mismatches[0].scenario == "Vermerk");
    CHECK(report.mismatches[0].expected == "R-1 erfüllt");
    CHECK(report.mismatches[0].got.starts_with("verletzt Mangel fällig=2024-01-07 endgültig"));
    CHECK(report.mismatches[1].place == TextPlace{5, 5, false});
}

}  // namespace
}  // namespace fallbuch::rules
