#include <catch2/catch.hpp>

#include <optional>
#include <string>
#include <vector>

#include "tests/projections/rules/naive_evaluator.h"
#include "tests/projections/rules/rule_desk.h"
#include "tests/projections/rules/rule_samples.h"

namespace fallbuch::rules {
namespace {

using testing::JudgedDuty;
using testing::RuleDesk;
using testing::Story;

constexpr int kHour = 3600;

// A question of the first day, answered an hour later; the answer is recorded as a later day
// begins.
JudgedDuty answered(const std::string& rule, int asked_at, std::optional<int> recorded) {
    const RuleDesk desk(rule);
    const Story story{{"QuestionAsked", 0, asked_at, {}, std::nullopt},
                      {"AnswerGiven", 0, asked_at + kHour, {}, recorded}};
    const std::vector<JudgedDuty> judged = desk.batch(desk.hold(story), {});
    REQUIRE(judged.size() == 1);
    return judged.front();
}

std::string to_be_recorded_within(const std::string& length) {
    return testing::rule_text("response",
                              R"("on": ["QuestionAsked"], "require": ["AnswerGiven"],
                                             "record_within": ")" +
                                  length + '"',
                              "M");
}

}  // namespace

TEST_CASE("hours within which something is to be recorded end with the recording",
          "[projections][rules]") {
    // From 08:00 the day after begins in 16 hours.
    const std::string rule = to_be_recorded_within("PT16H");
    CHECK(answered(rule, 8 * kHour, std::nullopt).verdict == "satisfied");
    CHECK(answered(rule, 8 * kHour, 1).verdict == "satisfied");
    const JudgedDuty late = answered(rule, 8 * kHour - 1, 1);
    CHECK(late.verdict == "violated");
    CHECK(late.late_by == 1);
    CHECK(answered(rule, 8 * kHour, 2).late_by == 24 * kHour);
}

TEST_CASE("days within which something is to be recorded end with the day of the recording",
          "[projections][rules]") {
    const std::string rule = to_be_recorded_within("P2D");
    CHECK(answered(rule, 8 * kHour, 2).verdict == "satisfied");
    const JudgedDuty late = answered(rule, 8 * kHour, 3);
    CHECK(late.verdict == "violated");
    CHECK(late.late_by == 1);
}

}  // namespace fallbuch::rules
