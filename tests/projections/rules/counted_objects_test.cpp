// How many objects are open, what is told of them in hindsight, and windows of which nobody can
// tell whether they have ended.
#include <catch2/catch.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/base/clock.h"
#include "projections/engine/case_history.h"
#include "projections/rules/case_evaluator.h"
#include "projections/rules/ledger_evaluation.h"
#include "tests/projections/rules/naive_conditions.h"
#include "tests/projections/rules/naive_evaluator.h"
#include "tests/projections/rules/random_stories.h"
#include "tests/projections/rules/rule_desk.h"
#include "tests/projections/rules/rule_samples.h"

namespace fallbuch::rules::testing {
namespace {

// A visit is told about after it, and may have ended by then; one of a key ends by its key.
std::string with_visits(const std::string& rules) {
    std::string text = rulebook_text(rules);
    const std::string visit = R"("visit": {"id": "key", "retroactive": true,
        "opened_by": ["ThingOpened"], "updated_by": ["AnswerGiven"],
        "closed_by": ["NoiseHeard"]},)";
    text.insert(text.find(R"("lease":)"), visit);
    return text;
}

Told told(const std::string& type, int day, Words values = {}) {
    return {type, day, std::nullopt, std::move(values), std::nullopt};
}

struct Comparison {
    std::string name;
    bool (*is_true)(int left, int right);
};
const std::vector<Comparison> kComparisons{
    {"eq", [](int left, int right) { return left == right; }},
    {"ne", [](int left, int right) { return left != right; }},
    {"lt", [](int left, int right) { return left < right; }},
    {"le", [](int left, int right) { return left <= right; }},
    {"gt", [](int left, int right) { return left > right; }},
    {"ge", [](int left, int right) { return left >= right; }}};

// What all numbers between both decide alike.
std::string verdict_of(const Comparison& how, int least, int most, int asked) {
    int yes = 0;
    for (int number = least; number <= most; ++number) yes += how.is_true(number, asked) ? 1 : 0;
    if (yes == 0) return "violated";
    return yes == most - least + 1 ? "satisfied" : "undetermined";
}

Story story_of(int fitting, int unknown, int others, std::optional<int> asked) {
    Story story;
    for (int i = 0; i < fitting + unknown + others; ++i) {
        Words values{{"key", "K-" + std::to_string(i)}};
        if (i < fitting) values["flag"] = "true";
        if (i >= fitting + unknown) values["flag"] = "false";
        story.push_back(told("ThingOpened", i, values));
    }
    Words values;
    if (asked) values["number"] = std::to_string(*asked);
    story.push_back({"QuestionAsked", 10, 8 * 3600, values, std::nullopt});
    return story;
}

std::string verdict_of(const RuleDesk& desk, const Story& story) {
    const std::vector<JudgedDuty> duties = desk.batch(desk.hold(story), {});
    REQUIRE(duties.size() == 1);
    return duties.front().verdict;
}

constexpr const char* kFlagged =
    R"({"open": {"object": "thing", "where": {"eq": ["o.flag", true]}}})";

}  // namespace

TEST_CASE("a comparison with a number of objects is decided if all possible numbers agree",
          "[projections][rules]") {
    std::vector<std::array<int, 3>> numbers;  // that fit, of which nobody knows, asked for
    for (int i = 0; i < 4 * 3 * 6; ++i) numbers.push_back({i / 18, i / 6 % 3, i % 6});
    for (const Comparison& how : kComparisons) {
        const RuleDesk desk(rule_text("invariant", R"("on": "QuestionAsked", "that": {")" +
                                                       how.name + R"(": [)" + kFlagged +
                                                       R"(, "a.number"]})"));
        for (const auto& [fitting, unknown, asked] : numbers) {
            CAPTURE(how.name, fitting, unknown, asked);
            CHECK(verdict_of(desk, story_of(fitting, unknown, 1, asked)) ==
                  verdict_of(how, fitting, fitting + unknown, asked));
        }
        CHECK(verdict_of(desk, story_of(1, 0, 0, std::nullopt)) == "undetermined");
    }
}

TEST_CASE("numbers of objects stand on either side, and are counted while the objects are open",
          "[projections][rules]") {
    const std::string more = R"({"lt": [)" + std::string(kFlagged) + R"(, {"open": "thing"}]})";
    const RuleDesk desk(rule_text("invariant", R"("on": "QuestionAsked", "that": )" + more));
    CHECK(verdict_of(desk, story_of(2, 0, 1, 0)) == "satisfied");
    CHECK(verdict_of(desk, story_of(2, 0, 0, 0)) == "violated");
    CHECK(verdict_of(desk, story_of(2, 1, 0, 0)) == "undetermined");
    Story closed = story_of(2, 0, 1, 0);
    closed.insert(closed.end() - 1, told("ThingClosed", 9, {{"key", "K-2"}}));
    CHECK(verdict_of(desk, closed) == "violated");
}

namespace {

// The visits of a story, each as it is known at its end.
struct Visit {
    std::string key;
    std::size_t opened = 0;
    std::optional<std::size_t> closed;
    std::string flag;
};

void tell(const Told& event, Visit& visit) {
    const auto flag = event.values.find("flag");
    if (flag != event.values.end()) visit.flag = flag->second;
}

std::vector<Visit> visits_of(const Story& story, std::size_t count) {
    std::vector<Visit> visits;
    for (std::size_t i = 0; i < count; ++i) {
        const auto key = story[i].values.find("key");
        if (key == story[i].values.end()) continue;
        Visit* newest = nullptr;
        for (Visit& visit : visits) {
            if (visit.key == key->second) newest = &visit;
        }
        const bool is_open = newest != nullptr && !newest->closed;
        if (story[i].type == "ThingOpened" && !is_open) {
            visits.push_back({key->second, i, std::nullopt, ""});
            tell(story[i], visits.back());
        } else if (story[i].type == "ThingOpened" || story[i].type == "AnswerGiven") {
            if (newest != nullptr) tell(story[i], *newest);
        } else if (story[i].type == "NoiseHeard" && is_open) {
            newest->closed = i;
        }
    }
    return visits;
}

// Of each question, in their order: were two visits open that are flagged?
std::vector<std::string> verdicts_by_definition(const Story& story, std::size_t count) {
    const std::vector<Visit> visits = visits_of(story, count);
    std::vector<std::string> verdicts;
    for (std::size_t i = 0; i < count; ++i) {
        if (story[i].type != "QuestionAsked") continue;
        int least = 0;
        int most = 0;
        for (const Visit& visit : visits) {
            const bool is_open = visit.opened < i && (!visit.closed || *visit.closed > i);
            least += is_open && visit.flag == "true" ? 1 : 0;
            most += is_open && visit.flag != "false" ? 1 : 0;
        }
        verdicts.push_back(least >= 2 ? "satisfied" : most < 2 ? "violated" : "undetermined");
    }
    return verdicts;
}

StoryKind visit_stories() {
    StoryKind kind{{"ThingOpened", "ThingOpened", "ThingOpened", "AnswerGiven", "AnswerGiven",
                    "AnswerGiven", "QuestionAsked", "QuestionAsked", "NoiseHeard"}};
    kind.clocks = Clocks::all;
    kind.events_max = 14;
    kind.ends = false;
    return kind;
}

const std::string kTwoVisits = rule_text("invariant", R"("on": "QuestionAsked", "that":
    {"ge": [{"open": {"object": "visit", "where": {"eq": ["o.flag", true]}}}, 2]})");

}  // namespace

TEST_CASE("what is told of an object in hindsight holds since it was opened, at once or one by one",
          "[projections][rules]") {
    const RuleDesk desk(std::vector{with_visits(kTwoVisits)});
    std::size_t changed = 0;
    for (std::uint64_t seed = 0; seed < 1000; ++seed) {
        const Story story = random_story(seed, visit_stories());
        INFO("seed " << seed << ":\n" << text_of(story));
        const HeldStory held = desk.hold(story);
        CaseEvaluator evaluator = desk.evaluator();
        const Arrangement history = arrange(held.events->of_case, {});
        std::vector<std::string> before;
        for (std::size_t i = 0; i < history.events.size(); ++i) {
            const ArrangedEvent& one = history.events[i];
            evaluator.apply(one.at, held.events->of_case.events()[one.index]);
            std::vector<std::string> verdicts;
            for (const JudgedDuty& duty : RuleDesk::judged(evaluator, desk.instant_of(story[i]))) {
                verdicts.push_back(duty.verdict);
                CHECK_FALSE(duty.is_final);
            }
            CHECK(verdicts == verdicts_by_definition(story, i + 1));
            for (std::size_t j = 0; j < before.size(); ++j) {
                changed += before[j] == verdicts[j] ? 0 : 1;
            }
            before = verdicts;
        }
    }
    CHECK(changed > 80);
}

TEST_CASE("what an object without hindsight is told later holds from then on",
          "[projections][rules]") {
    std::string text = with_visits(kTwoVisits);
    const std::string retroactive = R"("retroactive": true,)";
    text.erase(text.find(retroactive), retroactive.size());
    const RuleDesk desk(std::vector{text});
    const Story story{told("ThingOpened", 0, {{"key", "K-1"}}),
                      told("ThingOpened", 1, {{"key", "K-2"}}),
                      {"QuestionAsked", 2, 60, {}, std::nullopt},
                      told("AnswerGiven", 3, {{"key", "K-1"}, {"flag", "true"}}),
                      told("AnswerGiven", 3, {{"key", "K-2"}, {"flag", "true"}}),
                      {"QuestionAsked", 4, 60, {}, std::nullopt}};
    const std::vector<JudgedDuty> duties = desk.batch(desk.hold(story), {});
    REQUIRE(duties.size() == 2);
    CHECK(duties[0].verdict == "undetermined");
    CHECK(duties[1].verdict == "satisfied");
    CHECK(duties[1].is_final);
}

namespace {

// A question is open until a thing is closed whose flag is set; whether it is, may be untold.
std::string until_flagged(const std::string& kind) {
    return rule_text(kind, R"("on": "QuestionAsked", "require": "AnswerGiven",
        "unless": ["QuestionWithdrawn"],
        "within": {"until": [{"type": "ThingClosed", "where": {"eq": ["x.flag", true]}}]})");
}

std::string verdict_on(const RuleDesk& desk, Story story, int day) {
    story.insert(story.begin(), told("QuestionAsked", 0));
    const HeldStory held = desk.hold(story);
    const Instant now = desk.moment(day, 60);
    const std::vector<JudgedDuty> duties = desk.batch(held, {.occurred = end_of_second(now)});
    REQUIRE(duties.size() == 1);
    return duties.front().verdict;
}

}  // namespace

TEST_CASE("behind an event that may have ended a window nobody can tell what came of it",
          "[projections][rules]") {
    const RuleDesk desk(until_flagged("response"));
    const Told closed = told("ThingClosed", 2);
    CHECK(verdict_on(desk, {closed}, 2) == "pending");
    CHECK(verdict_on(desk, {closed}, 3) == "undetermined");
    CHECK(verdict_on(desk, {told("ThingClosed", 2, {{"flag", "false"}})}, 3) == "pending");
    CHECK(verdict_on(desk, {told("ThingClosed", 2, {{"flag", "true"}})}, 3) == "violated");
    CHECK(verdict_on(desk, {closed, told("AnswerGiven", 2)}, 9) == "satisfied");
    CHECK(verdict_on(desk, {closed, told("AnswerGiven", 3)}, 9) == "undetermined");
    CHECK(verdict_on(desk, {closed, told("QuestionWithdrawn", 2)}, 9) == "not_applicable");
    CHECK(verdict_on(desk, {closed, told("QuestionWithdrawn", 3)}, 9) == "undetermined");
    // Of an end that is certain it is too late in any case.
    const Told ended = told("ThingClosed", 5, {{"flag", "true"}});
    CHECK(verdict_on(desk, {closed, ended}, 5) == "undetermined");
    CHECK(verdict_on(desk, {closed, ended}, 6) == "violated");
    CHECK(verdict_on(desk, {closed, told("AnswerGiven", 4), ended}, 6) == "undetermined");
    CHECK(verdict_on(desk, {closed, ended, told("AnswerGiven", 6)}, 6) == "violated");
}

TEST_CASE("what must not come is undetermined behind an event that may have ended its time",
          "[projections][rules]") {
    const RuleDesk desk(until_flagged("not_response"));
    const Told closed = told("ThingClosed", 2);
    CHECK(verdict_on(desk, {closed, told("AnswerGiven", 2)}, 9) == "violated");
    CHECK(verdict_on(desk, {closed, told("AnswerGiven", 3)}, 9) == "undetermined");
    CHECK(verdict_on(desk, {told("ThingClosed", 2, {{"flag", "true"}})}, 3) == "satisfied");
}

TEST_CASE("what may be superseded in time is so until what was opened first was due",
          "[projections][rules]") {
    const std::string rule = R"("on": "QuestionAsked", "require": "AnswerGiven",
        "anchor": {"first": ["x.occurred", "a.occurred"]}, "within": {"before": "P5D"},
        "supersede": "ThingOpened")";
    const RuleDesk in_time(rule_text("response", rule + R"(, "supersede_in_time": true)"));
    const RuleDesk ever(rule_text("response", rule));
    const auto count = [](const RuleDesk& desk, const Story& later) {
        Story story{told("QuestionAsked", 0)};
        story.insert(story.end(), later.begin(), later.end());
        return desk.batch(desk.hold(story), {}).size();
    };
    CHECK(count(in_time, {told("ThingOpened", 5)}) == 2);
    CHECK(count(in_time, {told("ThingOpened", 6)}) == 1);
    CHECK(count(ever, {told("ThingOpened", 5)}) == 2);
    CHECK(count(ever, {told("ThingOpened", 6)}) == 1);
    // The second one would be in time of the first one's window only.
    CHECK(count(in_time, {told("ThingOpened", 4), told("ThingOpened", 5)}) == 3);
    CHECK(count(in_time, {told("ThingOpened", 4), told("ThingOpened", 6)}) == 2);
    CHECK(count(ever, {told("ThingOpened", 4), told("ThingOpened", 6)}) == 3);
    // The second one's window ends five days behind the first thing.
    CHECK(count(ever, {told("ThingOpened", 4), told("ThingOpened", 9)}) == 3);
    CHECK(count(ever, {told("ThingOpened", 4), told("ThingOpened", 10)}) == 2);
}

TEST_CASE("what is done is superseded only while its anchor is planned", "[projections][rules]") {
    const std::string rule = R"("on": "QuestionAsked", "require": "AnswerGiven",
        "anchor": {"first": ["x.occurred", "a.occurred"]}, "within": {"before": "P5D"},
        "supersede": ["ThingOpened", "ThingClosed"])";
    const RuleDesk sure(rule_text("response", rule));
    const RuleDesk planned(
        rule_text("response", rule + R"(, "planned": ["QuestionAsked", "ThingOpened"])"));
    const auto verdicts = [](const RuleDesk& desk, const Story& later) {
        Story story{told("QuestionAsked", 0)};
        story.insert(story.end(), later.begin(), later.end());
        std::string all;
        const HistoryBounds bounds{.occurred = end_of_second(desk.moment(13, 60))};
        for (const JudgedDuty& one : desk.batch(desk.hold(story), bounds)) all += one.verdict + ' ';
        return all;
    };
    const Told done = told("AnswerGiven", 1);
    CHECK(verdicts(sure, {done, told("ThingOpened", 2)}) == "satisfied ");
    CHECK(verdicts(planned, {done, told("ThingOpened", 2)}) == "not_applicable satisfied ");
    // Only planned, if it was not done in time, too; then it is settled.
    CHECK(verdicts(planned, {told("ThingClosed", 6), told("ThingClosed", 12)}) ==
          "not_applicable violated ");
}

TEST_CASE("what a bare day tells in hindsight may be about what comes behind it on that day",
          "[projections][rules]") {
    const RuleDesk desk(std::vector{with_visits(
        rule_text("invariant", R"("on": "QuestionAsked", "that": {"holds": {"object": "visit",
            "where": {"eq": ["o.number", 1]}}})"))});
    const auto verdict = [&](int day, std::optional<int> second, const std::string& key) {
        const Words about{{"key", key}, {"number", "1"}};
        return verdict_of(
            desk, {{"AnswerGiven", day, second, about, std::nullopt},
                   {"ThingOpened", 1, 8 * 3600, {{"key", "K-1"}, {"number", "2"}}, std::nullopt},
                   {"QuestionAsked", 10, 8 * 3600, {}, std::nullopt}});
    };
    CHECK(verdict(1, std::nullopt, "K-1") == "satisfied");
    CHECK(verdict(1, 9 * 3600, "K-1") == "satisfied");
    CHECK(verdict(1, 7 * 3600, "K-1") == "violated");
    CHECK(verdict(0, std::nullopt, "K-1") == "violated");
    CHECK(verdict(1, std::nullopt, "K-2") == "violated");
}

}  // namespace fallbuch::rules::testing
