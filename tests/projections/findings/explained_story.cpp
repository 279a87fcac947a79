#include "tests/projections/findings/explained_story.h"

#include <algorithm>
#include <catch2/catch.hpp>

#include "projections/rules/scenario_events.h"

namespace fallbuch {

ExplainedFinding found(JudgedOffice& office, const std::string& story, const std::string& day,
                       const std::string& id) {
    const rules::ScenarioEvents events = office.story(story);
    const auto all = explain_case(office.parts(), {}, events.of_case, office.moment(day));
    const auto one = std::ranges::find_if(
        all, [&](const ExplainedFinding& each) { return each.finding.id.starts_with(id); });
    INFO(id);
    REQUIRE(one != all.end());
    return *one;
}

std::string steps(const ExplainedFinding& one) {
    std::string text;
    for (const std::string& step : one.steps) text += step + '\n';
    return text;
}

std::string steps(JudgedOffice& office, const std::string& story, const std::string& day,
                  const std::string& id) {
    return steps(found(office, story, day, id));
}

}  // namespace fallbuch
