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
using testing::Told;

constexpr int kHour = 3600;

// When everything is over.
JudgedDuty judged_at_end(const std::string& rule, const Story& story) {
    const RuleDesk desk(rule);
    const std::vector<JudgedDuty> judged =
        desk.batch(desk.hold(story), {.occurred = desk.moment(30, 0)});
    REQUIRE(judged.size() == 1);
    return judged.front();
}

// A question of the first day, answered an hour later; the answer is recorded as a later day
// begins.
JudgedDuty answered(const std::string& rule, int asked_at, std::optional<int> recorded) {
    return judged_at_end(rule, {{"QuestionAsked", 0, asked_at, {}, std::nullopt},
                                {"AnswerGiven", 0, asked_at + kHour, {}, recorded}});
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

TEST_CASE("what was recorded in time counts, though something happened before it",
          "[projections][rules]") {
    const std::string rule = to_be_recorded_within("P2D");
    const Told asked{"QuestionAsked", 0, 8 * kHour, {}, std::nullopt};
    const Told first{"AnswerGiven", 0, 9 * kHour, {}, 5};
    const JudgedDuty done = judged_at_end(rule, {asked, first, {"AnswerGiven", 1, 0, {}, 2}});
    CHECK(done.verdict == "satisfied");
    // Of two that were recorded late, whichever was so first makes it good.
    const JudgedDuty late = judged_at_end(rule, {asked, first, {"AnswerGiven", 1, 0, {}, 4}});
    CHECK(late.verdict == "violated");
    CHECK(late.late_by == 2);
    CHECK(late.repaired_by == 3);
    // Until the last day something may still happen, and be recorded.
    const RuleDesk desk(rule);
    const auto judged = desk.batch(desk.hold({asked, first}), {.occurred = desk.moment(2, 0)});
    CHECK(judged.front().verdict == "pending");
}

}  // namespace fallbuch::rules
