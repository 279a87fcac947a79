// What is listed as superseded, against every entry asked for each finding.
#include <catch2/catch.hpp>

#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "core/base/clock.h"
#include "projections/findings/explained_findings.h"
#include "projections/findings/superseded_findings.h"
#include "projections/rulebooks/shipped_rulebooks.h"
#include "projections/rules/faults.h"
#include "projections/rules/rule_library.h"
#include "projections/rules/scenario.h"
#include "projections/rules/scenario_events.h"
#include "tests/projections/findings/judged_office.h"

namespace fallbuch {
namespace {

// Of the shipped scenarios each one of so many.
constexpr std::size_t kStep = 7;

std::vector<rules::Scenario> some_scenarios() {
    std::vector<rules::Scenario> all;
    for (const rules::RulebookFile& file : rules::shipped_rulebooks()) {
        if (!file.name.ends_with(".szenarien")) continue;
        const rules::ParsedScenarios parsed = rules::parse_scenarios(file.text);
        for (std::size_t i = all.size() % kStep; i < parsed.scenarios.size(); i += kStep) {
            all.push_back(parsed.scenarios[i]);
        }
    }
    return all;
}

std::string text_of(const std::string& id, const FindingChange& change) {
    const auto words = [](const auto& verdict) {
        return verdict ? std::string(rules::german(*verdict)) : std::string("-");
    };
    return std::to_string(change.cause.value) + ' ' + id + ' ' + words(change.before) + ' ' +
           words(change.after);
}

}  // namespace

TEST_CASE("the list leaves out only what in its order settled something that was not final",
          "[projections][findings]") {
    JudgedOffice office;
    std::size_t found = 0;
    for (const rules::Scenario& scenario : some_scenarios()) {
        INFO(scenario.title);
        rules::RulebookFaults faults;
        const rules::ScenarioEvents events =
            rules::make_events(scenario, office.catalogue(), office.berlin(), faults);
        REQUIRE(faults.none());
        const KnowledgeParts knowledge = office.knowledge(events);
        const Instant now = rules::end_of_moment(scenario.snapshots.back().moment, office.berlin());
        std::multiset<std::string> listed;
        std::set<std::string> ids;
        for (const SupersededFinding& one :
             superseded_findings(knowledge, {}, events.of_case, now)) {
            listed.insert(text_of(one.finding.id, one.change));
            ids.insert(one.finding.id);
        }
        for (const ExplainedFinding& one :
             explain_case(knowledge.judging, {}, events.of_case, now)) {
            ids.insert(one.finding.id);
        }
        std::multiset<std::string> asked;
        for (const std::string& id : ids) {
            for (const FindingChange& one : changes_of(knowledge, {}, events.of_case, id)) {
                const std::string text = text_of(id, one);
                const bool is_settled = !one.was_final && !listed.contains(text);
                if (one.before && one.recorded <= now && !is_settled) asked.insert(text);
            }
        }
        CHECK(listed == asked);
        found += listed.size();
    }
    CHECK(found > 3);
}

}  // namespace fallbuch
