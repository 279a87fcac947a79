// The rulebooks that are built in: each can be read, all of them go together, and every history
// that belongs to one comes to what it says.
#include "projections/rulebooks/shipped_rulebooks.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include "core/calendar/berlin.h"
#include "core/calendar/holiday_law.h"
#include "core/events/catalogue.h"
#include "projections/rules/calendars.h"
#include "projections/rules/faults.h"
#include "projections/rules/rule_library.h"
#include "projections/rules/scenario.h"
#include "projections/rules/scenario_runner.h"
#include "projections/rules/vocabulary.h"
#include "tests/support/shared_data.h"

namespace fallbuch::rules {
namespace {

std::vector<RulebookFile> files_ending(const std::string& ending) {
    std::vector<RulebookFile> files = shipped_rulebooks();
    std::erase_if(files, [&](const RulebookFile& file) { return !file.name.ends_with(ending); });
    return files;
}

std::string text_of_file(const std::string& name) {
    for (const RulebookFile& file : shipped_rulebooks()) {
        if (file.name == name) return file.text;
    }
    FAIL("no file " + name);
    return {};
}

TEST_CASE("all rulebooks that are built in go together", "[projections][rules]") {
    const auto catalogue = Catalogue::from_files(built_in_catalogue());
    REQUIRE(catalogue);
    const auto files = files_ending(".json");
    const auto library = make_library(EventsOf::casework, *catalogue, files);
    REQUIRE(library);
    CHECK(library->passed_over.empty());
    CHECK(library->rules->books().size() == files.size());
}

TEST_CASE("every history of a rulebook comes to what it says", "[projections][rules]") {
    const auto catalogue = Catalogue::from_files(built_in_catalogue());
    const auto berlin = BerlinTime::load();
    const auto law = HolidayLaw::built_in();
    REQUIRE((catalogue && berlin && law));
    const auto calendars = Calendars::of(*law);
    REQUIRE(calendars);
    const auto files = files_ending(".json");
    std::size_t read = 0;
    for (const RulebookFile& file : files) {
        INFO(file.name);
        const auto family = read_family(file.text, *catalogue, files);
        REQUIRE(family);
        REQUIRE(describe(family->faults.all()).empty());
        for (const std::string& name : family->rules->books().front()->scenario_files) {
            INFO(name);
            const ParsedScenarios parsed = parse_scenarios(text_of_file(name));
            REQUIRE(describe(parsed.faults.all()).empty());
            const ScenarioReport report =
                run_scenarios(parsed.scenarios, {*family->rules, **catalogue, *calendars, *berlin});
            CHECK(describe(report.faults.all()) == "");
            for (const Mismatch& one : report.mismatches) {
                FAIL_CHECK(one.place.line << ": expected " << one.expected << ", got " << one.got);
            }
            CHECK(report.expectation_count > 0);
            ++read;
        }
    }
    // None lies beside them unused.
    CHECK(read == files_ending(".szenarien").size());
}

// "… (Nr. 18, 2024)": 18; a history that is none of the catalogue's: 0.
int number_of(const std::string& title) {
    const std::size_t at = title.rfind("(Nr. ");
    return at == std::string::npos ? 0 : std::stoi(title.substr(at + 5));
}

bool says(const Expectation& one, const Expectation& wanted) {
    return one.is_activated && one.rule == wanted.rule && one.verdict == wanted.verdict &&
           one.is_only_by_shift == wanted.is_only_by_shift &&
           (!wanted.due || one.due == wanted.due) &&
           (!wanted.severity || one.severity == wanted.severity) &&
           (!wanted.late_by_days || one.late_by_days == wanted.late_by_days) &&
           (!wanted.is_matter_of_reading ||
            one.is_matter_of_reading == wanted.is_matter_of_reading);
}

bool is_said(const std::vector<Scenario>& scenarios, int number, const Expectation& wanted) {
    return std::ranges::any_of(scenarios, [&](const Scenario& scenario) {
        return number_of(scenario.title) == number &&
               std::ranges::any_of(scenario.snapshots, [&](const Snapshot& snapshot) {
                   return std::ranges::any_of(snapshot.expected, [&](const Expectation& one) {
                       return says(one, wanted);
                   });
               });
    });
}

TEST_CASE("the histories of the domain's catalogue are among those of the rulebooks",
          "[projections][rules]") {
    std::vector<Scenario> scenarios;
    for (const RulebookFile& file : files_ending(".szenarien")) {
        const ParsedScenarios parsed = parse_scenarios(file.text);
        scenarios.insert(scenarios.end(), parsed.scenarios.begin(), parsed.scenarios.end());
    }
    const ParsedScenarios catalogue = parse_scenarios(
        testing::read_text(FALLBUCH_SOURCE_DIR "/tests/data/domain_histories.szenarien"));
    REQUIRE(describe(catalogue.faults.all()).empty());
    CHECK(catalogue.scenarios.size() == 15);
    for (const Scenario& history : catalogue.scenarios) {
        for (const Expectation& wanted : history.snapshots.front().expected) {
            INFO("line " << wanted.place.line);
            CHECK(is_said(scenarios, number_of(history.title), wanted));
        }
    }
}

}  // namespace
}  // namespace fallbuch::rules
