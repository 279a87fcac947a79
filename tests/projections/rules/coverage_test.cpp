// Which rows of the domain are checked, and on how many sides: counted by hand on a small rulebook,
// and by the figures of the domain on the shipped ones.
#include "projections/rules/coverage.h"

#include <catch2/catch.hpp>

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "core/base/result.h"
#include "core/events/catalogue.h"
#include "projections/rulebooks/shipped_rulebooks.h"
#include "projections/rules/rule_library.h"

namespace fallbuch::rules {
namespace {

const std::string kRulebook = R"({"rulebook": "probe", "version": "1", "title": "Probe",
    "scenarios": ["probe.szenarien"],
    "rules": [{"id": "R-1", "title": "t", "statement": "s", "type": "M", "grade": "A",
        "template": "invariant", "on": "ContactHeld", "that": {"present": "a.kind"},
        "embodies": ["R-2"], "ids": {"key": "a.channel", "of": {"VIDEO": "R-3"}}}],
    "unchecked": [{"id": "R-4", "title": "t", "statement": "s", "reason": "Das sieht niemand."}]})";

const std::string kScenarios = R"(Szenario: Ein Kontakt
  2024-05-02 #k ContactHeld contactId=K1
  Stand 2024-05-02
    R-1 verletzt
    R-1 verletzt bei=#k für=R-2
    R-1 erfüllt
    R-1 unbestimmt
    R-1 nicht_aktiviert
    R-3 unbestimmt
    R-3 offen
)";

const std::string kRows = "# a remark\nR-1\tA\tS1\tEins\nR-2\tA\tS1\tZwei\nR-3\tT\tS1\tDrei\n";

Coverage covered(const std::string& rows) {
    const auto catalogue = Catalogue::from_files(built_in_catalogue());
    REQUIRE(catalogue);
    const std::vector<RulebookFile> files{
        {"probe.json", kRulebook}, {"probe.szenarien", kScenarios}, {"rows.tsv", rows}};
    auto coverage = coverage_of(files, *catalogue);
    REQUIRE(coverage);
    return *std::move(coverage);
}

Coverage shipped() {
    const auto catalogue = Catalogue::from_files(built_in_catalogue());
    REQUIRE(catalogue);
    const auto files = shipped_rulebooks();
    auto coverage = coverage_of(files, *catalogue);
    REQUIRE(coverage);
    return *std::move(coverage);
}

TEST_CASE("a row is live by its own rule, by findings that bear it and as part of another rule",
          "[projections][rules]") {
    const Coverage coverage = covered(kRows);
    REQUIRE(coverage.rows.size() == 3);
    const Bearing expected[] = {Bearing::rule, Bearing::embodied, Bearing::finding};
    for (std::size_t i = 0; i < 3; ++i) {
        const CoverageRow& one = coverage.rows[i];
        INFO(one.row.id);
        CHECK(one.state == RowState::live);
        REQUIRE(one.places.size() == 1);
        CHECK(one.places[0].rulebook == "probe@1");
        CHECK(one.places[0].bearing == expected[i]);
    }
    CHECK(coverage.is_complete());
}

TEST_CASE("a row that no rulebook checks is missing unless a reason is given",
          "[projections][rules]") {
    const Coverage bare = covered(kRows + "R-5\tH\tS1\tFünf\n");
    CHECK(bare.rows.back().state == RowState::missing);
    CHECK_FALSE(bare.is_complete());

    const Coverage with_reason = covered(kRows + "R-5\tH\tS1\tFünf\tKeine Norm.\n");
    CHECK(with_reason.rows.back().state == RowState::unchecked);
    CHECK(with_reason.rows.back().reason == "Keine Norm.");
    CHECK(with_reason.is_complete());

    // What the rulebook says of it counts before what the row says.
    const Coverage by_rulebook = covered(kRows + "R-4\tH\tS1\tVier\tKeine Norm.\n");
    CHECK(by_rulebook.rows.back().reason == "Das sieht niemand.");
}

TEST_CASE("expectations are counted on the side of their verdict", "[projections][rules]") {
    const Coverage coverage = covered(kRows + "R-4\tH\tS1\tVier\n");
    const CoverageRow& own = coverage.rows[0];
    CHECK(own.tripped == 2);
    CHECK(own.kept == 3);  // undetermined counts here, because something is violated
    CHECK_FALSE(own.trips_by_undetermined);
    const CoverageRow& embodied = coverage.rows[1];
    CHECK(embodied.tripped == 1);
    CHECK(embodied.kept == 0);
    const CoverageRow& attested = coverage.rows[2];
    CHECK(attested.tripped == 1);
    CHECK(attested.kept == 1);
    CHECK(attested.trips_by_undetermined);
    CHECK(coverage.rows[3].tripped + coverage.rows[3].kept == 0);
}

TEST_CASE("a live row has its reason where no history violates it, and only there",
          "[projections][rules]") {
    const Coverage coverage = covered(
        "R-1\tA\tS1\tEins\tUnnötig.\nR-2\tA\tS1\tZwei\nR-3\tT\tS1\tDrei\tNur bescheinigt.\n");
    CHECK(coverage.rows[0].reason.empty());
    CHECK(coverage.rows[2].reason == "Nur bescheinigt.");
    CHECK(coverage.rows[2].state == RowState::live);
}

TEST_CASE("of the shipped rows each is violated by a history, or it is said why none can",
          "[projections][rules]") {
    for (const CoverageRow& one : shipped().rows) {
        INFO(one.row.id);
        const bool is_violated = one.tripped > 0 && !one.trips_by_undetermined;
        CHECK((is_violated || !one.reason.empty()));
        // A reason that is not needed any more is one that nobody reads.
        if (is_violated) CHECK(one.row.reason.empty());
    }
}

TEST_CASE("a rule without a row makes the rows incomplete", "[projections][rules]") {
    const Coverage coverage = covered("R-1\tA\tS1\tEins\nR-2\tA\tS1\tZwei\n");
    CHECK(coverage.strays == std::vector<std::string>{"probe@1: R-3"});
    CHECK_FALSE(coverage.is_complete());
}

TEST_CASE("a broken row is named with its line", "[projections][rules]") {
    const auto [text, why] = GENERATE(table<std::string, std::string>({
        {"A-1\tA\tS1\n", "line 1: a row is"},
        {"# remark\nA-1\tA\tS1\tEins\tGrund\tmehr\n", "line 2: a row is"},
        {"A-1\tA\tS1\t\n", "line 1: a row is"},
        {"A-1\tB\tS1\tEins\n", "line 1: a grade is A, T, H or - (B)"},
        {"A-1\tA\tS1\tEins\n\nA-1\tA\tS1\tZwei\n", "line 3: a row A-1 is there already"},
    }));
    CAPTURE(text);
    const auto rows = parse_rule_rows(text);
    REQUIRE_FALSE(rows);
    CHECK(rows.error().code == ErrorCode::invalid);
    CHECK(rows.error().message.starts_with(why));
}

TEST_CASE("coverage needs the rows and every scenario that a rulebook names",
          "[projections][rules]") {
    const auto catalogue = Catalogue::from_files(built_in_catalogue());
    REQUIRE(catalogue);
    const RulebookFile book{"probe.json", kRulebook};
    const std::vector<RulebookFile> without_rows{book, {"probe.szenarien", kScenarios}};
    const std::vector<RulebookFile> without_scenarios{book, {"rows.tsv", kRows}};
    const std::vector<RulebookFile> broken_scenarios{
        book, {"rows.tsv", kRows}, {"probe.szenarien", "Szenario: x\n  Stand gestern\n"}};
    for (const auto& files : {without_rows, without_scenarios, broken_scenarios}) {
        const auto coverage = coverage_of(files, *catalogue);
        REQUIRE_FALSE(coverage);
        CHECK(coverage.error().code == ErrorCode::invalid);
    }
}

TEST_CASE("the rows are those that the domain counts", "[projections][rules]") {
    std::map<std::pair<std::string, std::string>, int> counts;
    for (const CoverageRow& one : shipped().rows) {
        const std::string prefix = one.row.id.substr(0, one.row.id.find('-'));
        const bool is_seed = prefix != "L" && prefix != "AC" && prefix != "PK";
        ++counts[{is_seed ? "seeds" : prefix, one.row.grade}];
    }
    const std::map<std::pair<std::string, std::string>, int> expected{
        {{"seeds", "A"}, 126}, {{"seeds", "T"}, 22}, {{"seeds", "H"}, 4},
        {{"seeds", "-"}, 2},   {{"L", "A"}, 21},     {{"L", "H"}, 1},
        {{"AC", "A"}, 18},     {{"AC", "H"}, 1},     {{"PK", "-"}, 10}};
    CHECK(counts == expected);
}

TEST_CASE("every row is live or says why not, and the live ones are shown on both sides",
          "[projections][rules]") {
    const Coverage coverage = shipped();
    CHECK(coverage.strays.empty());
    CHECK(coverage.is_complete());
    for (const CoverageRow& one : coverage.rows) {
        INFO(one.row.id);
        // An analysis for whoever leads, no duty in a case.
        const bool is_duty = one.row.grade == "A" && one.row.id != "KD-19";
        const bool is_seed = !one.row.id.starts_with("AC-");
        if (is_duty && is_seed) CHECK(one.state == RowState::live);
        if (one.row.grade == "H" || one.row.grade == "-") CHECK(one.state == RowState::unchecked);
        if (one.state != RowState::live) continue;
        CHECK(one.kept > 0);
        // A code outside of the list is refused before a rule could see it.
        if (one.row.id != "ZI-03") CHECK(one.tripped > 0);
    }
}

}  // namespace
}  // namespace fallbuch::rules
