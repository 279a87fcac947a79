// A fact that names its first day, against a look at all that was told.
#include <catch2/catch.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/calendar/timestamp.h"
#include "tests/projections/rules/naive_evaluator.h"
#include "tests/projections/rules/rule_desk.h"
#include "tests/projections/rules/rule_samples.h"
#include "tests/support/seeded_random.h"

namespace fallbuch::rules {
namespace {

using testing::JudgedDuty;
using testing::kStoryBegins;
using testing::RuleDesk;
using testing::Story;
using testing::Told;

// Whoever opens a thing is responsible from the day that it names. K-2 is judged by others.
const std::string kHouses = R"(
    "facts": {"home": {"latest": "ThingOpened", "from": "e.day"}}, "unit": "fact.home.key",
    "where": {"not": {"eq": ["fact.home.key", "K-2"]}},)";
const std::string kRule = testing::rule_text(
    "since", R"("on": ["QuestionAsked"], "that": {"eq": ["fact.home.key", "a.key"]})");

Told home(int day, int from, const std::string& key) {
    const std::string first = day_text(kStoryBegins + std::chrono::days(from));
    return {"ThingOpened", day, 8 * 3600, {{"key", key}, {"day", first}}, std::nullopt};
}
Told question(int day, const std::string& key) {
    return {"QuestionAsked", day, 9 * 3600, {{"key", key}}, std::nullopt};
}

std::vector<std::string> verdicts(const Story& story) {
    const RuleDesk desk(std::vector{testing::rulebook_text(kRule, kHouses)});
    std::vector<std::string> all;
    for (const JudgedDuty& duty : desk.batch(desk.hold(story), {})) all.push_back(duty.verdict);
    return all;
}

using Verdicts = std::vector<std::string>;

TEST_CASE("an event that names a day to come counts from that day on", "[projections][rules]") {
    CHECK(verdicts({home(0, 0, "K-1"), home(1, 4, "K-3"), question(3, "K-1"), question(3, "K-3"),
                    question(4, "K-1"), question(4, "K-3")}) ==
          Verdicts{"satisfied", "violated", "violated", "satisfied"});
}

TEST_CASE("each of several days to come has its event", "[projections][rules]") {
    CHECK(verdicts({home(0, 0, "K-1"), home(1, 4, "K-3"), home(2, 6, "K-4"), question(3, "K-1"),
                    question(5, "K-3"), question(6, "K-3"), question(6, "K-4")}) ==
          Verdicts{"satisfied", "satisfied", "violated", "satisfied"});
}

TEST_CASE("what a day ends is judged by what counts from that day on", "[projections][rules]") {
    const RuleDesk desk(std::vector{
        testing::rulebook_text(testing::rule_text("invariant", R"("on": {"ended": "lease"},
            "that": {"eq": ["fact.home.key", "K-3"]})"),
                               kHouses)});
    const Story story{home(0, 0, "K-1"), home(0, 1, "K-3"), question(5, "K-1")};
    std::vector<std::string> all;
    for (const JudgedDuty& duty : desk.batch(desk.hold(story), {})) all.push_back(duty.verdict);
    CHECK(all == Verdicts{"satisfied", "satisfied"});
}

TEST_CASE("what is newer takes the place of all from its day on", "[projections][rules]") {
    CHECK(verdicts({home(0, 0, "K-1"), home(1, 6, "K-3"), home(2, 4, "K-4"), question(4, "K-4"),
                    question(6, "K-3"), question(7, "K-4")}) ==
          Verdicts{"satisfied", "violated", "satisfied"});
    CHECK(verdicts({home(0, 0, "K-1"), home(1, 6, "K-3"), home(2, 2, "K-4"), question(6, "K-4")}) ==
          Verdicts{"satisfied"});
}

TEST_CASE("a case belongs to its first unit also before its first day", "[projections][rules]") {
    CHECK(verdicts({question(0, "K-1"), home(1, 4, "K-2"), question(5, "K-2")}).empty());
    CHECK(verdicts({home(0, 4, "K-2"), question(1, "K-2")}).empty());
    CHECK(verdicts({question(0, "K-1"), home(1, 4, "K-1"), question(2, "K-1"),
                    question(4, "K-1")}) == Verdicts{"undetermined", "undetermined", "satisfied"});
}

TEST_CASE("of all that was told the newest counts whose first day has come",
          "[projections][rules][volume]") {
    constexpr std::uint64_t kSeed = 20261130;
    constexpr int kDays = 20;
    SeededRandom random(kSeed);
    for (int round = 0; round < 300; ++round) {
        CAPTURE(kSeed, round);
        Story story{home(0, 0, "K-0")};
        Verdicts truth;
        std::vector<int> first_days{0};
        for (int day = 1; day < kDays; ++day) {
            if (random.below(4) == 0) {
                const int from = day + static_cast<int>(random.below(8)) - 2;
                story.push_back(home(day, from, "N-" + std::to_string(first_days.size())));
                first_days.push_back(from);
            }
            const std::size_t asked = random.below(first_days.size());
            const std::string key = (asked == 0 ? "K-" : "N-") + std::to_string(asked);
            story.push_back(question(day, key));
            std::size_t newest = 0;
            for (std::size_t i = 0; i < first_days.size(); ++i) {
                if (first_days[i] <= day) newest = i;
            }
            truth.emplace_back(newest == asked ? "satisfied" : "violated");
        }
        CHECK(verdicts(story) == truth);
    }
}

}  // namespace
}  // namespace fallbuch::rules
