#include "projections/rules/case_evaluator.h"

#include <catch2/catch.hpp>

#include <optional>
#include <string>
#include <vector>

#include "core/calendar/civil_day.h"
#include "projections/engine/case_history.h"
#include "projections/rules/ledger_evaluation.h"
#include "tests/projections/rules/naive_evaluator.h"
#include "tests/projections/rules/rule_desk.h"
#include "tests/projections/rules/rule_samples.h"

namespace fallbuch::rules {
namespace {

using testing::JudgedDuty;
using testing::kStoryBegins;
using testing::RuleDesk;
using testing::Story;
using testing::Told;

// Whoever opens a thing is responsible: a house that has more time, or one that is judged by
// others.
const std::string kHouses = R"(
    "facts": {"home": {"latest": "ThingOpened"}}, "unit": "fact.home.key",
    "where": {"not": {"eq": ["fact.home.key", "K-2"]}},
    "params": {"soon": {"title": "Bald", "values": [
        {"from": "2025-01-01", "value": "P5D"},
        {"from": "2025-01-01", "units": ["K-1"], "value": "P9D"}]}},)";
const std::string kRule =
    testing::rule_text("response", R"("on": ["QuestionAsked"], "require": ["AnswerGiven"],
                   "within": {"before": {"param": "soon"}})",
                       "M");

Told question(int day) { return {"QuestionAsked", day, 8 * 3600, {}, std::nullopt}; }
Told home(int day, const std::string& key) {
    return {"ThingOpened", day, 9 * 3600, {{"key", key}}, std::nullopt};
}

std::vector<JudgedDuty> judged(const Story& story) {
    const RuleDesk desk(std::vector{testing::rulebook_text(kRule, kHouses)});
    return desk.batch(desk.hold(story), {});
}

std::optional<CivilDay> due_of(const Story& story) {
    const std::vector<JudgedDuty> duties = judged(story);
    REQUIRE(duties.size() == 1);
    return duties.front().due;
}

CivilDay day_of(int day) { return kStoryBegins + std::chrono::days(day); }

}  // namespace

TEST_CASE("a case belongs to the unit that is told first, from its beginning",
          "[projections][rules]") {
    CHECK(due_of({question(0)}) == day_of(5));
    CHECK(due_of({question(0), home(0, "K-1")}) == day_of(9));
    CHECK(due_of({question(0), home(3, "K-1")}) == day_of(9));
    CHECK(due_of({question(0), home(3, "K-3")}) == day_of(5));
    // Whoever comes next changes nothing about what was before.
    CHECK(due_of({question(0), home(3, "K-3"), home(4, "K-1")}) == day_of(5));
    CHECK(due_of({home(0, "K-3"), question(1), home(4, "K-1")}) == day_of(6));
}

TEST_CASE(
    "a case of a unit that the rulebook does not judge is not judged before it is told, either",
    "[projections][rules]") {
    CHECK(judged({question(0), home(0, "K-2")}).empty());
    CHECK(judged({question(0), home(3, "K-2")}).empty());
    CHECK(judged({question(0), home(3, "K-1"), home(4, "K-2")}).size() == 1);
    CHECK(judged({question(0), home(3, "K-2"), home(4, "K-1")}).empty());
    CHECK(judged({question(0), home(3, "K-2"), home(4, "K-1"), question(5)}).size() == 1);
}

TEST_CASE("a duration is compared with the length that a parameter has on the day",
          "[projections][rules]") {
    const std::string week = R"("params": {"long": {"title": "Lang", "values": [
        {"to": "2025-12-19", "value": "P7D"}, {"from": "2025-12-20", "value": "P9D"}]}},)";
    const RuleDesk desk(std::vector{
        testing::rulebook_text(testing::rule_text("invariant", R"("on": ["QuestionAsked"], "that":
            {"ge": [{"duration": ["a.day", "a.occurred"]}, {"param": "long"}]})"),
                               week)});
    // Asked on 18 or 20 December, about a day before; both days count.
    const auto verdict = [&](int asked, const std::string& day) {
        const Story story{{"QuestionAsked", asked, 8 * 3600, {{"day", day}}, std::nullopt}};
        const std::vector<JudgedDuty> duties = desk.batch(desk.hold(story), {});
        REQUIRE(duties.size() == 1);
        return duties.front().verdict;
    };
    CHECK(verdict(10, "2025-12-12") == "satisfied");
    CHECK(verdict(10, "2025-12-13") == "violated");
    CHECK(verdict(12, "2025-12-12") == "satisfied");
    CHECK(verdict(12, "2025-12-13") == "violated");
}

TEST_CASE(
    "event by event a case comes to what it comes to at once, also when its unit is told late",
    "[projections][rules]") {
    const RuleDesk desk(std::vector{testing::rulebook_text(kRule, kHouses)});
    for (const std::string key : {"K-1", "K-2", "K-3"}) {
        const Story story{question(0), question(2), home(8, key), question(9), home(11, "K-1")};
        const testing::HeldStory held = desk.hold(story);
        CaseEvaluator evaluator = desk.evaluator();
        const Arrangement history = arrange(held.events->of_case, {});
        for (std::size_t i = 0; i < history.events.size(); ++i) {
            const ArrangedEvent& one = history.events[i];
            evaluator.apply(one.at, held.events->of_case.events()[one.index]);
            const Instant now = desk.instant_of(story[i]);
            evaluator.advance(now);
            const HistoryBounds bounds{.occurred = end_of_second(now)};
            CHECK(testing::text_of(RuleDesk::judged(evaluator, now)) ==
                  testing::text_of(desk.batch(held, bounds)));
        }
    }
}

}  // namespace fallbuch::rules
