// An event costs what its rules cost, whatever the case has behind it.
#include <catch2/catch.hpp>

#include <algorithm>
#include <cstddef>
#include <ctime>
#include <limits>
#include <string>
#include <vector>

#include "core/events/held_events.h"
#include "projections/engine/case_history.h"
#include "projections/rules/case_evaluator.h"
#include "tests/projections/rules/rule_desk.h"
#include "tests/projections/rules/rule_samples.h"

namespace fallbuch::rules::testing {
namespace {

// A question each day, and what a story then tells of it.
Story story_of(std::size_t days, const std::vector<std::string>& types) {
    Story story;
    for (std::size_t day = 0; day < days; ++day) {
        for (std::size_t i = 0; i < types.size(); ++i) {
            Told told;
            told.type = types[i];
            told.day = static_cast<int>(day);
            told.second = static_cast<int>(i + 1) * 60;
            told.values = {{"key", "k" + std::to_string(day)}, {"number", "1"}};
            story.push_back(told);
        }
    }
    return story;
}

double cpu_seconds(const RuleDesk& desk, const Story& story) {
    const HeldStory held = desk.hold(story);
    const Arrangement order = arrange(held.events->of_case, {});
    double least = std::numeric_limits<double>::max();
    for (int round = 0; round < 3; ++round) {
        CaseEvaluator evaluator = desk.evaluator();
        const std::clock_t begin = std::clock();
        for (const ArrangedEvent& one : order.events) {
            evaluator.apply(one.at, held.events->of_case.events()[one.index]);
        }
        least = std::min(least, static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC);
    }
    return least;
}

TEST_CASE("an event costs the same after many as after few", "[projections][rules]") {
    struct Sample {
        std::string name;
        std::string rule;
        std::vector<std::string> types;
    };
    const std::vector<std::string> asked{"QuestionAsked", "AnswerGiven"};
    const std::string unfit = R"([{"type": "AnswerGiven", "where": {"gt": ["t.number", 5]}}])";
    const std::string by_key =
        R"([{"type": "AnswerGiven", "match": [["t.key", "a.key"]]}], "within": {"before": "P2D"})";
    const std::vector<Sample> samples{
        {"what must not follow, long after", answer_rule("not_response", "PT30S"), asked},
        {"what is never done",
         rule_text("response", R"("on": ["QuestionAsked"], "require": )" + unfit +
                                   R"(, "within": {"before": "P2D"})"),
         asked},
        {"what never came first",
         rule_text("precedence", R"("on": ["QuestionAsked"], "require": )" + unfit), asked},
        {"what nothing excepts in time",
         rule_text("response", R"("on": ["QuestionAsked"], "require": ["NoiseHeard"],
             "within": {"before": "P2D"}, "unless": [{"type": "QuestionWithdrawn",
             "where": {"eq": ["x.number", 7]}}])"),
         {"QuestionAsked", "QuestionWithdrawn"}},
        {"what is matched by key",
         rule_text("response", R"("on": ["QuestionAsked"], "require": )" + by_key), asked},
        {"what is not made good",
         answer_rule("response", "PT30S", R"(, "obligation": {"perdurant": false})"), asked},
        {"counts in windows that are over",
         rule_text("count", R"("on": ["QuestionAsked"], "require": ["AnswerGiven"],
             "count": {"min": 9, "window": {"kind": "activation", "length": "P3D"}})"),
         asked},
    };
    for (const Sample& sample : samples) {
        INFO(sample.name << ": " << sample.rule);
        const RuleDesk desk(sample.rule);
        constexpr std::size_t kDays = 1500;
        const double few = cpu_seconds(desk, story_of(kDays, sample.types));
        const double many = cpu_seconds(desk, story_of(8 * kDays, sample.types));
        // Eight times as many events: eight times the time, and 64 if each looks at all before it.
        CHECK(many < 24 * few);
    }
}

}  // namespace
}  // namespace fallbuch::rules::testing
