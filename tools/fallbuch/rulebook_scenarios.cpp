#include "tools/fallbuch/rulebook_scenarios.h"

#include <utility>
#include <vector>

#include "core/calendar/holiday_law.h"
#include "projections/rules/faults.h"
#include "projections/rules/rulebook.h"
#include "projections/rules/scenario.h"
#include "projections/rules/scenario_runner.h"
#include "tools/fallbuch/rulebook_texts.h"

namespace fallbuch {
namespace {

// Tells what was missed of one file of scenarios; true if nothing was.
bool tell_report(const std::string& name, const rules::ParsedScenarios& scenarios,
                 const rules::ScenarioReport& report, std::string& told) {
    std::vector<rules::RulebookFault> faults = scenarios.faults.all();
    faults.insert(faults.end(), report.faults.all().begin(), report.faults.all().end());
    if (!faults.empty()) told += name + ":\n" + rules::describe(faults) + '\n';
    for (const rules::Mismatch& one : report.mismatches) {
        told += name + ':' + std::to_string(one.place.line) + ": " + one.scenario +
                "\n  erwartet " + one.expected + "\n  erhalten " + one.got + '\n';
    }
    told += name + ": " + std::to_string(report.scenario_count) + " Szenarien, " +
            std::to_string(report.expectation_count) + " Erwartungen, " +
            std::to_string(report.mismatches.size()) + " verfehlt\n";
    return faults.empty() && report.mismatches.empty();
}

}  // namespace

Result<ScenarioBench> make_scenario_bench(Context& context) {
    ASSIGN_OR_RETURN(auto catalogue, context.catalogue());
    ASSIGN_OR_RETURN(BerlinTime berlin, BerlinTime::load());
    ASSIGN_OR_RETURN(const HolidayLaw law, HolidayLaw::built_in());
    ASSIGN_OR_RETURN(rules::Calendars calendars, rules::Calendars::of(law));
    return ScenarioBench{std::move(catalogue), std::move(berlin), std::move(calendars)};
}

Result<ScenarioSum> run_scenario_files(Context& context, const std::string& path,
                                       const ScenarioBench& bench, const rules::RuleSet& rule_set) {
    ScenarioSum sum;
    for (const std::string& name : rule_set.books().front()->scenario_files) {
        ASSIGN_OR_RETURN(std::string text, read_rulebook_text(context, path_beside(path, name)));
        const rules::ParsedScenarios scenarios = rules::parse_scenarios(text);
        const rules::ScenarioReport report = rules::run_scenarios(
            scenarios.scenarios, {rule_set, *bench.catalogue, bench.calendars, bench.berlin});
        sum.scenarios += report.scenario_count;
        sum.expectations += report.expectation_count;
        sum.all_right = tell_report(name, scenarios, report, sum.told) && sum.all_right;
        sum.files.push_back({name, std::move(text)});
    }
    return sum;
}

}  // namespace fallbuch
