// Event by event or at once, a rule comes to what its definition says: for every beginning of a
// story and at many moments after it. Histories are made by chance from fixed seeds; whatever fails
// names its seed and tells its story as scenarios write it.
#include <catch2/catch.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "core/base/clock.h"
#include "core/calendar/timestamp.h"
#include "projections/engine/case_history.h"
#include "projections/rules/case_evaluator.h"
#include "tests/projections/rules/naive_evaluator.h"
#include "tests/projections/rules/random_stories.h"
#include "tests/projections/rules/rule_desk.h"
#include "tests/projections/rules/rule_samples.h"

namespace fallbuch::rules::testing {
namespace {

constexpr std::uint64_t kSeedsPerRule = 40;

// Moments at which no event has come that is not in the beginning of the story: the last event's
// own, the end of its day, and days behind it.
std::vector<Instant> moments_after(const RuleDesk& desk, const Told& last) {
    constexpr int kNoon = 43200;
    constexpr int kLastSecond = 86399;
    std::vector<Instant> moments{desk.instant_of(last), desk.moment(last.day, kLastSecond)};
    for (const int days : {1, 2, 3, 5, 8, 13, 40, 200}) {
        moments.push_back(desk.moment(last.day + days, kNoon));
    }
    return moments;
}

// How often each verdict has come: a test in which none is violated would show nothing.
using Verdicts = std::map<std::string, std::size_t>;

// The verdicts of an evaluator that has lived through the story so far, and of a copy of it for
// which more time passes.
std::string streamed(const CaseEvaluator& stream, Instant now) {
    CaseEvaluator later = stream;
    later.advance(now);
    return text_of(RuleDesk::judged(later, now));
}

// All beginnings of one story.
void check_story(const RuleDesk& desk, const RuleDesk& by_definition, const Story& story,
                 Verdicts& seen) {
    const HeldStory whole = desk.hold(story);
    const Arrangement order = arrange(whole.events->of_case, {});
    CaseEvaluator stream = desk.evaluator();
    for (std::size_t count = 1; count <= story.size(); ++count) {
        const Story beginning(story.begin(), story.begin() + static_cast<std::ptrdiff_t>(count));
        const ArrangedEvent& next = order.events[count - 1];
        // Time passes, and is asked about, before the event.
        const Instant before = next.at.place.occurred - std::chrono::seconds(1);
        stream.advance(before);
        const auto asked = stream.outcomes(before);
        stream.apply(next.at, whole.events->of_case.events()[next.index]);
        const HeldStory held = desk.hold(beginning);
        for (const Instant now : moments_after(desk, beginning.back())) {
            const auto expected = by_definition.by_definition(held, now);
            INFO("as of " << timestamp_text(now) << ", behind event " << count << " of\n"
                          << text_of(story));
            REQUIRE(text_of(desk.batch(held, {.occurred = now})) == text_of(expected));
            REQUIRE(streamed(stream, now) == text_of(expected));
            for (const JudgedDuty& duty : expected) ++seen[duty.verdict];
        }
    }
}

void check_samples(const std::vector<RuleSample>& samples) {
    for (const RuleSample& sample : samples) {
        INFO(sample.name << ": " << sample.rule);
        const RuleDesk desk(sample.rule);
        Verdicts seen;
        for (std::uint64_t seed = 0; seed < kSeedsPerRule; ++seed) {
            INFO("seed " << seed);
            check_story(desk, desk, random_story(seed, sample.stories), seen);
        }
        CHECK(seen["violated"] > 0);
        CHECK(seen.size() > 1);
    }
}

TEST_CASE("duties come to the same event by event, at once and by definition",
          "[projections][rules]") {
    check_samples(samples_of_duties());
}

TEST_CASE("what asks for an order comes to the same event by event, at once and by definition",
          "[projections][rules]") {
    check_samples(samples_of_order());
}

TEST_CASE("what asks for a whole case comes to the same event by event, at once and by definition",
          "[projections][rules]") {
    check_samples(samples_of_cases());
}

TEST_CASE("what asks for a state comes to the same event by event, at once and by definition",
          "[projections][rules]") {
    check_samples(samples_of_states());
}

TEST_CASE("counts come to the same event by event, at once and by definition",
          "[projections][rules]") {
    check_samples(samples_of_counts());
}

TEST_CASE("a template that says two things comes to what two rules come to",
          "[projections][rules]") {
    const std::string forward = R"("on": ["QuestionAsked"],
        "require": [{"type": "AnswerGiven", "match": [["t.key", "a.key"]]}])";
    const std::string backward = R"("on": ["AnswerGiven"],
        "require": [{"type": "QuestionAsked", "match": [["t.key", "a.key"]]}])";
    const auto [whole, first, second, clocks] =
        GENERATE(table<std::string, std::string, std::string, Clocks>(
            {{"succession", "response", "precedence", Clocks::some},
             {"co_existence", "responded_existence", "responded_existence", Clocks::some},
             {"chain_succession", "chain_response", "chain_precedence", Clocks::all},
             {"alternate_succession", "alternate_response", "alternate_precedence", Clocks::all}}));
    const bool has_key = whole == "succession" || whole == "co_existence";
    const auto keyless = [&](std::string members) {
        const std::size_t match = members.find(", \"match\"");
        return has_key ? members : members.erase(match, members.find("}]") - match);
    };
    INFO(whole);
    const RuleDesk desk(rule_text(whole, keyless(forward)));
    std::string mirrored = rule_text(second, keyless(backward));
    mirrored.insert(1, R"("part": "zuvor", )");
    const RuleDesk by_hand(rule_text(first, keyless(forward)) + ", " + mirrored);
    Verdicts seen;
    for (std::uint64_t seed = 0; seed < 2 * kSeedsPerRule; ++seed) {
        StoryKind kind{question_types()};
        kind.clocks = clocks;
        INFO("seed " << seed);
        check_story(desk, by_hand, random_story(seed, kind), seen);
    }
    CHECK(seen["violated"] > 0);
    CHECK(seen["satisfied"] > 0);
}

}  // namespace
}  // namespace fallbuch::rules::testing
