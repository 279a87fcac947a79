#include "projections/rules/explained.h"

#include <catch2/catch.hpp>

#include <string>
#include <string_view>

#include "core/calendar/berlin.h"
#include "core/calendar/holiday_law.h"
#include "core/events/catalogue.h"
#include "projections/engine/case_history.h"
#include "projections/rules/calendars.h"
#include "projections/rules/case_evaluator.h"
#include "projections/rules/faults.h"
#include "projections/rules/office.h"
#include "projections/rules/rule_library.h"
#include "projections/rules/scenario.h"
#include "projections/rules/scenario_events.h"

namespace fallbuch::rules {
namespace {

constexpr std::string_view kBook = R"({
  "rulebook": "probe", "version": "1", "title": "Probe",
  "calendar": {"month_round": "down", "place": "DE"},
  "params": {"frist": {"title": "Frist", "values": [{"value": "P1BD"}]}},
  "rules": [{
    "id": "R-1", "title": "Vermerk", "statement": "Zu jedem Gespräch ein Vermerk.", "type": "M",
    "template": "response", "on": "ContactHeld",
    "require": {"type": "CounsellingNoteRecorded", "match": [["t.contactId", "a.contactId"]]},
    "within": {"before": {"param": "frist"}},
    "explain": {
      "satisfied": "Am {done} erfasst.",
      "pending": "{a.channel}: Vermerk bis {due} ({param.frist}).",
      "violated": "Bis {due}; {a.purpose} in Frage. Nachgeholt am: {done}, {late_by} zu spät."
    }}]})";

// What the one activation of the probe is explained as on a day.
std::string explained_on(const std::string& day, const std::string& history,
                         std::string_view book = kBook) {
    const auto catalogue = Catalogue::from_files(built_in_catalogue());
    const auto berlin = BerlinTime::load();
    const auto law = HolidayLaw::built_in();
    REQUIRE((catalogue && berlin && law));
    const auto calendars = Calendars::of(*law);
    const auto family = read_family(book, *catalogue, {});
    REQUIRE((calendars && family));
    REQUIRE(describe(family->faults.all()).empty());
    const ParsedScenarios parsed =
        parse_scenarios("Szenario: Probe\n" + history + "  Stand " + day + "\n    R-1 offen\n");
    REQUIRE(describe(parsed.faults.all()).empty());
    const Scenario& scenario = parsed.scenarios.front();
    RulebookFaults faults;
    const ScenarioEvents events = make_events(scenario, **catalogue, *berlin, faults);
    REQUIRE(faults.none());
    const Office office;
    CaseEvaluator evaluator(*family->rules, office, *calendars, *berlin);
    evaluator.begin([] { return std::string_view("F-1"); });
    const auto now = end_of_moment(scenario.snapshots.front().moment, *berlin);
    for (const ArrangedEvent& one : arrange(events.of_case, {now, now, {}}).events) {
        evaluator.apply(one.at, events.of_case.events()[one.index]);
    }
    evaluator.advance(now);
    const auto outcomes = evaluator.outcomes(now);
    REQUIRE(outcomes.size() == 1);
    return explained(evaluator.state(), outcomes.front());
}

// Asks for a consent of each member, in one legal circle.
constexpr std::string_view kConsents = R"({
  "rulebook": "probe", "version": "1", "title": "Probe",
  "facts": {"circle": {"title": "Rechtskreis", "latest": "LegalCircleAssigned"}},
  "objects": {
    "member": {"title": "Mitglied", "id": "memberRef", "opened_by": "BgMembershipChanged"},
    "consent": {"title": "Einwilligung", "id": "consentId", "opened_by": "ConsentGiven"}
  },
  "rules": [{
    "id": "R-1", "title": "Einwilligung", "statement": "Alle willigen ein.", "type": "I",
    "template": "forall_exists", "on": {"type": "ContactHeld", "where": {"eq": ["a.scope", "BG"]}},
    "scope": {"where": {"eq": ["fact.circle.to", "SGB_II"]}}, "each": {"object": "member"},
    "that": {"holds": {"object": "consent", "match": [["o.memberRef", "o.memberRef"]],
                       "where": {"eq": ["o.form", "SCHRIFTLICH"]}}},
    "explain": {
      "satisfied": "{o.memberRef} hat eingewilligt.", "violated": "{o.memberRef} fehlt.",
      "undetermined": "{o.memberRef}? Nicht bekannt: {unknown}."
    }}]})";

TEST_CASE("an explanation names what was not known when it was judged", "[projections][rules]") {
    const auto explained_of = [](const std::string& before, const std::string& scope,
                                 const std::string& after = "") {
        return explained_on("2025-06-20",
                            "  2025-06-01T08:00 BgMembershipChanged memberRef=B\n" + before +
                                "  2025-06-06T09:00 ContactHeld contactId=K" + scope + "\n" + after,
                            kConsents);
    };
    const std::string circle = "  2025-06-02T08:00 LegalCircleAssigned to=SGB_II\n";
    const std::string consent =
        "  2025-06-03T08:00 ConsentGiven consentId=C memberRef=B purpose=BG_GESPRAECH";
    CHECK(explained_of(circle, " scope=BG") == "B fehlt.");
    CHECK(explained_of(circle + consent + " form=SCHRIFTLICH\n", " scope=BG") ==
          "B hat eingewilligt.");
    const std::string scope = "Einzelperson oder Bedarfsgemeinschaft";
    CHECK(explained_of(circle, "") == "B? Nicht bekannt: " + scope + ".");
    CHECK(explained_of("", " scope=BG") == "B? Nicht bekannt: Rechtskreis (letzte Angabe).");
    // What is told later was not known then.
    CHECK(explained_of("", " scope=BG", "  2025-06-07T08:00 LegalCircleAssigned to=SGB_II\n") ==
          "B? Nicht bekannt: Rechtskreis (letzte Angabe).");
    CHECK(explained_of("", "") ==
          "B? Nicht bekannt: " + scope + " und Rechtskreis (letzte Angabe).");
    CHECK(explained_of(circle + consent + "\n", " scope=BG") ==
          "B? Nicht bekannt: Form (von »Einwilligung«).");
}

TEST_CASE("a fact in an explanation is what it was on the day of the duty",
          "[projections][rules]") {
    constexpr std::string_view kCircle = R"({
      "rulebook": "probe", "version": "1", "title": "Probe",
      "facts": {"circle": {"title": "Rechtskreis", "latest": "LegalCircleAssigned"}},
      "rules": [{"id": "R-1", "title": "Gespräch", "statement": "Im SGB II.", "type": "I",
        "template": "invariant", "on": "ContactHeld", "that": {"eq": ["fact.circle.to", "SGB_II"]},
        "explain": {"violated": "Am {a.occurred}: {fact.circle.to}.",
                    "satisfied": "Gut am {a.occurred}: {fact.circle.to}."}}]})";
    const auto told = [&](const std::string& day, const std::string& later) {
        return explained_on("2025-06-20",
                            "  2025-06-01T08:00 LegalCircleAssigned to=SGB_III\n  " + day +
                                " ContactHeld contactId=K\n  " + later +
                                " LegalCircleAssigned to=SGB_II\n",
                            kCircle);
    };
    CHECK(told("2025-06-06T09:00", "2025-06-06T08:59") == "Gut am 06.06.2025: SGB II.");
    CHECK(told("2025-06-06T09:00", "2025-06-06T09:01") == "Am 06.06.2025: SGB III.");
    // A talk of which only the day is known lies beside all of that day.
    CHECK(told("2025-06-06", "2025-06-06T23:00") == "Gut am 06.06.2025: SGB II.");
    CHECK(told("2025-06-06", "2025-06-07T00:00") == "Am 06.06.2025: SGB III.");
}

TEST_CASE("an explanation has the days, codes and lengths of the case in German",
          "[projections][rules]") {
    // A Friday before a holiday on Monday.
    const std::string talk = "  2025-06-06 ContactHeld contactId=K channel=PERSOENLICH\n";
    CHECK(explained_on("2025-06-06", talk) == "persönlich: Vermerk bis 10.06.2025 (1 Arbeitstag).");
    const std::string note = " CounsellingNoteRecorded noteId=V contactId=K\n";
    CHECK(explained_on("2025-06-20", talk + "  2025-06-10" + note) == "Am 10.06.2025 erfasst.");
    CHECK(explained_on("2025-06-20", talk + "  2025-06-11" + note) ==
          "Bis 10.06.2025; – in Frage. Nachgeholt am: 11.06.2025, 1 Tag zu spät.");
    CHECK(explained_on("2025-06-20", talk + "  2025-06-13" + note) ==
          "Bis 10.06.2025; – in Frage. Nachgeholt am: 13.06.2025, 3 Tage zu spät.");
}

TEST_CASE("what was not done yet is left out of an explanation", "[projections][rules]") {
    const std::string talk = "  2025-06-06 ContactHeld contactId=K purpose=KOOPERATIONSPLAN\n";
    CHECK(explained_on("2025-06-11", talk) ==
          "Bis 10.06.2025; Potenzialanalyse und Kooperationsplan in Frage.");
    CHECK(explained_on("2025-06-10", talk) == "–: Vermerk bis 10.06.2025 (1 Arbeitstag).");
}

}  // namespace
}  // namespace fallbuch::rules
