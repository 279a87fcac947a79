// Facts and objects of which nobody can tell whether an event speaks of them. What opens and ends
// objects is compared with the naive model (stream_test.cpp).
#include <catch2/catch.hpp>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tests/projections/rules/naive_conditions.h"
#include "tests/projections/rules/naive_evaluator.h"
#include "tests/projections/rules/rule_desk.h"
#include "tests/projections/rules/rule_samples.h"

namespace fallbuch::rules::testing {
namespace {

Told told(const std::string& type, int day, Words values) {
    return {type, day, 8 * 3600, std::move(values), std::nullopt};
}

// Asked on day 10 about what was told in its order, a day each.
std::string verdict_of(const RuleDesk& desk,
                       const std::vector<std::pair<std::string, Words>>& all) {
    Story story;
    for (const auto& [type, values] : all) {
        story.push_back(told(type, static_cast<int>(story.size()), values));
    }
    story.push_back(told("QuestionAsked", 10, {}));
    const std::vector<JudgedDuty> duties = desk.batch(desk.hold(story), {});
    REQUIRE(duties.size() == 1);
    return duties.front().verdict;
}

std::string asks(const std::string& that) {
    return rule_text("invariant", R"("on": "QuestionAsked", "that": )" + that);
}

RuleDesk desk_of_facts(const std::string& that) {
    return RuleDesk(std::vector{rulebook_text(asks(that),
                                              R"("facts": {
             "last": {"latest": {"type": "AnswerGiven", "where": {"eq": ["e.flag", true]}},
                      "cleared_by": [{"type": "QuestionWithdrawn",
                                      "where": {"eq": ["e.flag", true]}}]},
             "answers": {"count": {"type": "AnswerGiven",
                                   "where": {"eq": ["e.flag", true]}}}},)")});
}

const Words kOne{{"flag", "true"}, {"number", "1"}};
const Words kPerhapsOne{{"number", "1"}};
const Words kPerhapsTwo{{"number", "2"}};
const Words kNotTwo{{"flag", "false"}, {"number", "2"}};

}  // namespace

TEST_CASE("a fact that an event may have told anew is unknown until one tells it for certain",
          "[projections][rules]") {
    const RuleDesk desk = desk_of_facts(R"({"eq": ["fact.last.number", 1]})");
    CHECK(verdict_of(desk, {{"AnswerGiven", kOne}}) == "satisfied");
    CHECK(verdict_of(desk, {{"AnswerGiven", kOne}, {"AnswerGiven", kNotTwo}}) == "satisfied");
    CHECK(verdict_of(desk, {{"AnswerGiven", kOne}, {"AnswerGiven", kPerhapsTwo}}) ==
          "undetermined");
    CHECK(verdict_of(desk, {{"AnswerGiven", kPerhapsTwo}, {"AnswerGiven", kOne}}) == "satisfied");
}

TEST_CASE("whether there is a fact that may have been told or cleared is unknown",
          "[projections][rules]") {
    const RuleDesk desk = desk_of_facts(R"({"present": "fact.last.number"})");
    CHECK(verdict_of(desk, {}) == "violated");
    CHECK(verdict_of(desk, {{"AnswerGiven", kNotTwo}}) == "violated");
    CHECK(verdict_of(desk, {{"AnswerGiven", kPerhapsOne}}) == "undetermined");
    CHECK(verdict_of(desk, {{"AnswerGiven", kOne}, {"QuestionWithdrawn", kPerhapsOne}}) ==
          "undetermined");
    CHECK(verdict_of(desk, {{"AnswerGiven", kOne}, {"QuestionWithdrawn", kNotTwo}}) == "satisfied");
    CHECK(verdict_of(desk, {{"AnswerGiven", kPerhapsOne}, {"QuestionWithdrawn", kOne}}) ==
          "violated");
    // What is not there cannot be cleared.
    CHECK(verdict_of(desk, {{"QuestionWithdrawn", kPerhapsOne}}) == "violated");
}

TEST_CASE("a number of events of which nobody knows whether one more counts is unknown",
          "[projections][rules]") {
    const RuleDesk desk = desk_of_facts(R"({"ge": ["fact.answers", 1]})");
    CHECK(verdict_of(desk, {{"AnswerGiven", kNotTwo}}) == "violated");
    CHECK(verdict_of(desk, {{"AnswerGiven", kOne}}) == "satisfied");
    CHECK(verdict_of(desk, {{"AnswerGiven", kPerhapsOne}}) == "undetermined");
}

TEST_CASE("what may have been told of an object since leaves it in doubt, unless it is the same",
          "[projections][rules]") {
    for (const std::string retroactive : {"false", "true"}) {
        CAPTURE(retroactive);
        std::string text = rulebook_text(
            asks(R"({"holds": {"object": "visit", "where": {"eq": ["o.number", 1]}}})"));
        text.insert(text.find(R"("lease":)"), R"("visit": {"id": "key", "retroactive": )" +
                                                  retroactive +
                                                  R"(, "opened_by": ["ThingOpened"],
                    "updated_by": [{"type": "AnswerGiven", "where": {"eq": ["e.flag", true]}}]},)");
        const RuleDesk desk(std::vector{text});
        const auto after = [&](Words values) {
            values["key"] = "K-1";
            return verdict_of(desk, {{"ThingOpened", {{"key", "K-1"}, {"number", "1"}}},
                                     {"AnswerGiven", values}});
        };
        CHECK(after(kPerhapsOne) == "satisfied");
        CHECK(after(kNotTwo) == "satisfied");
        CHECK(after(kPerhapsTwo) == "undetermined");
        CHECK(after({{"flag", "true"}, {"number", "2"}}) == "violated");
    }
}

TEST_CASE("what is opened for certain is no more in doubt", "[projections][rules]") {
    const RuleDesk desk(asks(R"({"holds": {"object": "loan", "where": {"eq": ["o.number", 2]}}})"));
    const Words perhaps{{"key", "K-1"}, {"number", "2"}};
    Words certain = perhaps;
    certain["flag"] = "true";
    Words other = certain;
    other["number"] = "1";
    CHECK(verdict_of(desk, {{"ThingOpened", perhaps}}) == "undetermined");
    CHECK(verdict_of(desk, {{"ThingOpened", perhaps}, {"ThingOpened", certain}}) == "satisfied");
    CHECK(verdict_of(desk, {{"ThingOpened", perhaps}, {"ThingOpened", other}}) == "violated");
    CHECK(verdict_of(desk, {{"ThingOpened", perhaps}, {"ThingClosed", certain}}) == "violated");
}

}  // namespace fallbuch::rules::testing
