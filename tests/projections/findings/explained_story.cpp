#include "tests/projections/findings/explained_story.h"

#include <algorithm>
#include <catch2/catch.hpp>

#include "projections/rules/scenario_events.h"

namespace fallbuch {

std::string book_of_one(const std::string& rule, const std::string& head) {
    return R"({"rulebook": "probe", "version": "1", "title": "Probe", )" + head +
           R"("calendar": {"month_round": "down", "place": "DE"}, "closing": "CaseClosed",
              "rules": [{"id": "R-1", "title": "Probe", "statement": "Probe.", "type": "M", )" +
           rule + "}]}";
}

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
