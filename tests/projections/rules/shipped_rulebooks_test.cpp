// The rulebooks that are built in: each can be read, all of them go together, and every history
// that belongs to one comes to what it says.
#include "projections/rulebooks/shipped_rulebooks.h"

#include <catch2/catch.hpp>

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

}  // namespace
}  // namespace fallbuch::rules
