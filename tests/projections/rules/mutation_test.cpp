// Which mistakes are noticed: a rulebook of one rule, of which one can say for each change which
// history sees it.
#include "projections/rules/mutation.h"

#include <catch2/catch.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/result.h"
#include "core/calendar/berlin.h"
#include "core/calendar/holiday_law.h"
#include "core/events/catalogue.h"
#include "projections/rules/calendars.h"
#include "projections/rules/json_text.h"
#include "projections/rules/known_survivors.h"
#include "projections/rules/rule_library.h"
#include "projections/rules/scenario.h"

namespace fallbuch::rules {
namespace {

constexpr std::string_view kRulebook = R"({
  "rulebook": "probe", "version": "1", "title": "Probe",
  "valid": {"from": "2024-01-01"},
  "rules": [{
    "id": "A-1", "title": "Analyse", "statement": "Die Analyse folgt in sieben Tagen.",
    "type": "M", "template": "response", "on": "CaseOpened",
    "require": "PotentialAnalysisCompleted", "within": {"before": "P7D"},
    "unless": ["CaseClosed"]
  }]
})";

constexpr std::string_view kLastDay = R"(
Szenario: am siebten Tag
  2024-03-04 CaseOpened kundennummer=432D118277
  2024-03-11 PotentialAnalysisCompleted analysisId=PA-1 cycleNo=1
  Stand 2024-03-20
    A-1 erfüllt
)";
constexpr std::string_view kDayAfter = R"(
Szenario: am achten Tag
  2024-03-04 CaseOpened kundennummer=432D118277
  2024-03-12 PotentialAnalysisCompleted analysisId=PA-1 cycleNo=1
  Stand 2024-03-20
    A-1 verletzt
)";
constexpr std::string_view kException = R"(
Szenario: vorher beendet
  2024-03-04 CaseOpened kundennummer=432D118277
  2024-03-05 CaseClosed
  Stand 2024-03-20
    A-1 entfällt
)";
constexpr std::string_view kFirstDay = R"(
Szenario: am ersten Tag des Regelwerks
  2024-01-01 CaseOpened kundennummer=432D118277
  Stand 2024-01-20
    A-1 verletzt
)";
constexpr std::string_view kTooEarly = R"(
Szenario: am Tag davor
  2023-12-31 CaseOpened kundennummer=432D118277
  Stand 2024-01-20
    A-1 nicht_aktiviert
)";

TestedRulebook book(std::string_view text, const std::vector<std::string_view>& scenarios) {
    TestedRulebook out{{"probe.json", std::string(text)}, {}};
    for (const std::string_view one : scenarios) {
        ParsedScenarios parsed = parse_scenarios(one);
        REQUIRE(parsed.faults.none());
        REQUIRE(parsed.scenarios.size() == 1);
        out.scenarios.push_back(std::move(parsed.scenarios.front()));
    }
    return out;
}

Result<MutationReport> run(const std::vector<TestedRulebook>& books, unsigned threads = 2) {
    const auto catalogue = Catalogue::from_files(built_in_catalogue());
    const auto berlin = BerlinTime::load();
    const auto law = HolidayLaw::built_in();
    REQUIRE((catalogue && berlin && law));
    const auto calendars = Calendars::of(*law);
    REQUIRE(calendars);
    std::vector<RulebookFile> files;
    for (const TestedRulebook& one : books) files.push_back(one.file);
    return run_mutations({books, files, *catalogue, *calendars, *berlin}, threads);
}

std::vector<std::string> survivors(const std::vector<TestedRulebook>& books, unsigned threads = 2) {
    const auto report = run(books, threads);
    REQUIRE(report);
    std::vector<std::string> keys;
    for (const Survivor& one : report->survivors) keys.push_back(one.key);
    return keys;
}

using Keys = std::vector<std::string>;

TEST_CASE("histories on both sides of each boundary notice every mistake", "[projections][rules]") {
    const auto report =
        run({book(kRulebook, {kLastDay, kDayAfter, kException, kFirstDay, kTooEarly})});
    REQUIRE(report);
    // Two for the validity, two for the window, one for the exception.
    CHECK(report->mutant_count == 5);
    CHECK(report->killed_count == 5);
    CHECK(report->unreadable_count == 0);
    CHECK(report->survivors.empty());
}

TEST_CASE("a mistake survives if its history is missing", "[projections][rules]") {
    using Histories = std::vector<std::string_view>;
    const auto [histories, missed] = GENERATE(table<Histories, std::string>({
        {{kDayAfter, kException, kFirstDay, kTooEarly}, "rules/A-1/within/before -1"},
        {{kLastDay, kException, kFirstDay, kTooEarly}, "rules/A-1/within/before +1"},
        {{kLastDay, kDayAfter, kFirstDay, kTooEarly}, "rules/A-1/unless fehlt"},
        {{kLastDay, kDayAfter, kException, kTooEarly}, "valid/from +1"},
        {{kLastDay, kDayAfter, kException, kFirstDay}, "valid/from -1"},
    }));
    CHECK(survivors({book(kRulebook, histories)}) == Keys{missed});
}

TEST_CASE("survivors come in the order of the text, whatever the number of threads",
          "[projections][rules]") {
    const std::vector<TestedRulebook> books{book(kRulebook, {kLastDay})};
    const Keys all{"valid/from +1", "valid/from -1", "rules/A-1/within/before +1",
                   "rules/A-1/unless fehlt"};
    for (const unsigned threads : {1U, 2U, 7U}) CHECK(survivors(books, threads) == all);
}

TEST_CASE("a survivor says where it stands and what was changed", "[projections][rules]") {
    const auto report = run({book(kRulebook, {kLastDay, kException, kFirstDay, kTooEarly})});
    REQUIRE(report);
    REQUIRE(report->survivors.size() == 1);
    const Survivor& one = report->survivors.front();
    CHECK(one.change == R"("P8D" statt "P7D")");
    CHECK(one.place == TextPlace{7, 67, false});
}

TEST_CASE("what cannot be read with its mistake does not count", "[projections][rules]") {
    std::string text(kRulebook);
    // Of a rule that counts from the first, no number less than that can be asked for.
    text.replace(text.find(R"("on":)"), 0, R"("nth": 1, )");
    const auto report = run({book(text, {kLastDay, kDayAfter, kException, kFirstDay, kTooEarly})});
    REQUIRE(report);
    CHECK(report->unreadable_count == 1);
    CHECK(report->mutant_count == 6);
    CHECK(report->survivors.empty());
}

TEST_CASE("the histories of an amendment notice mistakes in what it amends",
          "[projections][rules]") {
    const TestedRulebook base = book(kRulebook, {kLastDay, kException, kFirstDay, kTooEarly});
    constexpr std::string_view kAmendment = R"({
      "rulebook": "probe", "version": "2", "title": "Probe", "valid": {"from": "2025-01-01"},
      "supersedes": ["1"], "amends": {"rulebook": "probe", "version": "1"}, "rules": []
    })";
    constexpr std::string_view kDayAfterOfNext = R"(
Szenario: am achten Tag, ein Jahr danach
  2025-03-04 CaseOpened kundennummer=432D118277
  2025-03-12 PotentialAnalysisCompleted analysisId=PA-1 cycleNo=1
  Stand 2025-03-20
    A-1 verletzt
)";
    REQUIRE(survivors({base}) == Keys{"rules/A-1/within/before +1"});
    CHECK(survivors({base, book(kAmendment, {kDayAfterOfNext})}).empty());
    // Of the amendment's own text nothing but its validity and what it replaces is changed.
    CHECK(survivors({book(kAmendment, {kDayAfterOfNext}), base}) ==
          Keys{"valid/from +1", "valid/from -1"});
}

TEST_CASE("nothing is changed before the histories hold", "[projections][rules]") {
    std::string wrong(kDayAfter);
    wrong.replace(wrong.find("verletzt"), 8, "erfüllt");
    const auto missed = run({book(kRulebook, {kLastDay, wrong})});
    REQUIRE_FALSE(missed);
    CHECK(missed.error().code == ErrorCode::invalid);
    CHECK(missed.error().message ==
          "rulebook probe.json: its scenarios have to hold before anything is changed");
    const auto faulty = run({book(R"({"rulebook": "probe"})", {kLastDay})});
    REQUIRE_FALSE(faulty);
    CHECK(faulty.error().code == ErrorCode::invalid);
}

TEST_CASE("reasons are read by key", "[projections][rules]") {
    const auto known = parse_known_survivors(
        "# warum\n\nrules/A/b +1: Ein Grund: der erste.\r\nrules/A/b -1: Ein anderer.");
    REQUIRE(known);
    CHECK(*known == KnownSurvivors{{"rules/A/b +1", "Ein Grund: der erste."},
                                   {"rules/A/b -1", "Ein anderer."}});
    CHECK(parse_known_survivors("")->empty());
}

TEST_CASE("a line without a reason, or with a second one, is named", "[projections][rules]") {
    const auto [text, message] = GENERATE(table<std::string, std::string>({
        {"a +1: x\nb +1", "known survivors, line 2: not \"key: reason\" (b +1)"},
        {"a +1: ", "known survivors, line 1: not \"key: reason\" (a +1: )"},
        {": x", "known survivors, line 1: not \"key: reason\" (: x)"},
        {"a +1: x\n\na +1: y", "known survivors, line 3: this key has a reason already (a +1)"},
    }));
    const auto known = parse_known_survivors(text);
    REQUIRE_FALSE(known);
    CHECK(known.error().code == ErrorCode::invalid);
    CHECK(known.error().message == message);
}

}  // namespace
}  // namespace fallbuch::rules
