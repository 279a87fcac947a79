// What must be so of all verdicts, whatever the rule: final ones stay, the order in which events
// arrive has no say, and what has nothing to do with a duty changes nothing about it. Histories are
// made by chance from fixed seeds; whatever fails names its seed and tells its story.
#include <catch2/catch.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/clock.h"
#include "core/calendar/timestamp.h"
#include "projections/engine/case_history.h"
#include "projections/rules/case_evaluator.h"
#include "tests/projections/rules/naive_evaluator.h"
#include "tests/projections/rules/random_stories.h"
#include "tests/projections/rules/rule_desk.h"
#include "tests/projections/rules/rule_samples.h"
#include "tests/support/seeded_random.h"

namespace fallbuch::rules::testing {
namespace {

constexpr std::uint64_t kSeedsPerRule = 40;
constexpr int kLongAfter = 400;  // days: no window of the samples is longer

Instant end_of(const RuleDesk& desk, const Story& story) {
    return desk.moment(story.back().day + kLongAfter, 0);
}

template <typename Check>
void for_each_story(const std::vector<RuleSample>& samples, const Check& check) {
    for (const RuleSample& sample : samples) {
        INFO(sample.name << ": " << sample.rule);
        const RuleDesk desk(sample.rule);
        for (std::uint64_t seed = 0; seed < kSeedsPerRule; ++seed) {
            const Story story = random_story(seed, sample.stories);
            INFO("seed " << seed << ":\n" << text_of(story));
            check(desk, story);
        }
    }
}

// Final verdicts that have been seen, by the number of the activation.
class FinalVerdicts {
public:
    void see(const std::vector<JudgedDuty>& duties) {
        REQUIRE(duties.size() >= final_.size());
        final_.resize(duties.size());
        for (std::size_t i = 0; i < duties.size(); ++i) {
            INFO(duties[i].text());
            if (final_[i]) REQUIRE(duties[i].verdict == *final_[i]);
            if (final_[i]) REQUIRE(duties[i].is_final);
            if (!duties[i].is_final) continue;
            final_[i] = duties[i].verdict;
            ++count_;
        }
    }
    std::size_t count() const { return count_; }

private:
    std::vector<std::optional<std::string>> final_;
    std::size_t count_ = 0;
};

TEST_CASE("no event in its order and no time changes a final verdict", "[projections][rules]") {
    std::size_t count = 0;
    for_each_story(all_samples(), [&](const RuleDesk& desk, const Story& story) {
        const HeldStory held = desk.hold(story);
        CaseEvaluator evaluator = desk.evaluator();
        FinalVerdicts verdicts;
        Instant now = desk.instant_of(story.front());
        for (const ArrangedEvent& one : arrange(held.events->of_case, {}).events) {
            for (; now < one.at.place.occurred; now += std::chrono::hours(12)) {
                evaluator.advance(now);
                verdicts.see(RuleDesk::judged(evaluator, now));
            }
            now = one.at.place.occurred;
            evaluator.apply(one.at, held.events->of_case.events()[one.index]);
            verdicts.see(RuleDesk::judged(evaluator, now));
        }
        for (const int days : {1, 2, 5, 9, 20, 40, kLongAfter}) {
            now = desk.moment(story.back().day + days, 0);
            evaluator.advance(now);
            verdicts.see(RuleDesk::judged(evaluator, now));
        }
        count += verdicts.count();
    });
    CHECK(count > 10'000);
}

// The story with one event more, which happens at the moment or later.
std::vector<Story> extensions(const Story& story, int day, int second) {
    std::vector<Story> all;
    for (const char* type : {"AnswerGiven", "QuestionWithdrawn", "QuestionAsked", "CaseClosed"}) {
        for (const int later : {0, 1, 3, 30}) {
            Told told{type, day + later, second, {{"flag", "true"}, {"number", "3"}}, {}};
            for (const char* key : {"K-1", "K-2"}) {
                told.values["key"] = key;
                all.push_back(story);
                all.back().push_back(told);
            }
            told.second.reset();
            if (later > 0) all.push_back(story);
            if (later > 0) all.back().push_back(told);
        }
    }
    return all;
}

// How each activation may end, if at most one event follows.
std::vector<std::set<std::string>> endings(const RuleDesk& desk, const Story& story, int day,
                                           int second) {
    std::vector<Story> all = extensions(story, day, second);
    all.push_back(story);
    std::vector<std::set<std::string>> found;
    for (const Story& one : all) {
        const HeldStory held = desk.hold(one);
        const auto duties = desk.batch(held, {.occurred = end_of(desk, one)});
        found.resize(std::max(found.size(), duties.size()));
        for (std::size_t i = 0; i < duties.size(); ++i) found[i].insert(duties[i].verdict);
    }
    return found;
}

TEST_CASE("a verdict is final as soon as no event can change it", "[projections][rules][volume]") {
    const std::string withdrawn = R"(, "unless": ["QuestionWithdrawn"])";
    StoryKind kind{question_types()};
    kind.events_max = 4;
    kind.ends = false;
    const std::vector<RuleSample> samples{
        {"response", answer_rule("response", "P5D"), kind},
        {"response unless", answer_rule("response", "P3BD", withdrawn), kind},
        {"response in hours", answer_rule("response", "PT30H"), kind},
        {"not_response", answer_rule("not_response", "P5D"), kind},
        {"precedence", answer_rule("precedence", "P5D"), kind},
        {"responded_existence", answer_rule("responded_existence", "P5D"), kind},
        {"absence", rule_text("absence", R"("require": ["AnswerGiven"])"), kind},
        {"existence",
         rule_text("existence", R"("require": ["AnswerGiven"], "within": {"before": "P5D"})"),
         kind}};
    std::size_t count = 0;
    for_each_story(samples, [&](const RuleDesk& desk, const Story& story) {
        for (const int days : {0, 1, 2, 5, 6, 9}) {
            constexpr int kEvening = 79200;
            const int day = story.back().day + days;
            const HeldStory held = desk.hold(story);
            const auto now = desk.batch(held, {.occurred = desk.moment(day, kEvening)});
            const auto later = endings(desk, story, day, kEvening);
            INFO("as of day " << day);
            for (std::size_t i = 0; i < now.size(); ++i) {
                INFO(now[i].text());
                const bool is_entailed = later[i].size() == 1;
                REQUIRE(now[i].is_final == is_entailed);
                if (is_entailed) REQUIRE(now[i].verdict == *later[i].begin());
                ++count;
            }
        }
    });
    CHECK(count > 1'000);
}

// Whichever event activates it is named by its place in the told order.
std::string told_in_order(std::vector<JudgedDuty> duties, const std::vector<std::size_t>& arrival) {
    const auto original = [&](std::uint64_t line) { return line == 0 ? 0 : arrival[line - 1] + 1; };
    for (JudgedDuty& duty : duties) {
        duty.line = original(duty.line);
        duty.thing = original(duty.thing);
        duty.repaired_by = original(duty.repaired_by);
    }
    return text_of(duties);
}

// An order of arrival in which events of one moment keep theirs.
std::vector<std::size_t> shuffled(const RuleDesk& desk, const Story& story, SeededRandom& random) {
    std::vector<std::size_t> arrival(story.size());
    std::iota(arrival.begin(), arrival.end(), 0U);
    for (std::size_t i = arrival.size(); i > 1; --i) {
        std::swap(arrival[i - 1], arrival[random.below(i)]);
    }
    for (std::size_t i = 0; i < arrival.size(); ++i) {
        for (std::size_t j = i + 1; j < arrival.size(); ++j) {
            const bool is_same =
                desk.instant_of(story[arrival[i]]) == desk.instant_of(story[arrival[j]]);
            if (is_same && arrival[i] > arrival[j]) std::swap(arrival[i], arrival[j]);
        }
    }
    return arrival;
}

TEST_CASE("the order in which events arrive has no say", "[projections][rules]") {
    SeededRandom random(7);
    std::size_t moved = 0;
    for_each_story(all_samples(), [&](const RuleDesk& desk, const Story& story) {
        const std::vector<std::size_t> arrival = shuffled(desk, story, random);
        moved += std::is_sorted(arrival.begin(), arrival.end()) ? 0U : 1U;
        Story arrived;
        for (const std::size_t one : arrival) arrived.push_back(story[one]);
        INFO("arrived as\n" << text_of(arrived));
        for (const int days : {0, 3, 9, 40}) {
            const HistoryBounds bounds{.occurred = desk.moment(story.back().day + days, 86399)};
            const auto expected = desk.batch(desk.hold(story), bounds);
            const auto got = desk.batch(desk.hold(arrived), bounds);
            REQUIRE(told_in_order(got, arrival) == text_of(expected));
        }
    });
    CHECK(moved > 1'000);
}

TEST_CASE("as of a day what was recorded later is not there", "[projections][rules]") {
    SeededRandom random(11);
    std::size_t left_out = 0;
    for_each_story(all_samples(), [&](const RuleDesk& desk, const Story& on_time) {
        Story story = on_time;
        for (Told& told : story) {
            if (random.one_in(2)) told.recorded = told.day + static_cast<int>(random.below(20));
        }
        const int day = story.front().day + static_cast<int>(random.below(25));
        const Instant known = desk.moment(day, 43200);
        Story then;
        std::vector<std::size_t> arrival;
        for (std::size_t i = 0; i < story.size(); ++i) {
            const bool is_at_once = !story[i].recorded;
            const Instant recorded =
                is_at_once ? desk.instant_of(story[i]) : desk.moment(*story[i].recorded, 0);
            if (recorded > known) continue;
            then.push_back(story[i]);
            arrival.push_back(i);
        }
        left_out += story.size() - then.size();
        if (then.empty()) return;
        INFO("known at day " << day << " of\n" << text_of(story));
        const Instant now = end_of(desk, story);
        const auto got = desk.batch(desk.hold(story), {.occurred = now, .recorded = known});
        const auto expected = desk.batch(desk.hold(then), {.occurred = now});
        REQUIRE(text_of(got) == told_in_order(expected, arrival));
    });
    CHECK(left_out > 1'000);
}

TEST_CASE("the case that was judged before leaves nothing behind", "[projections][rules]") {
    for_each_story(all_samples(), [&](const RuleDesk& desk, const Story& story) {
        const HeldStory held = desk.hold(story);
        const HeldStory before = desk.hold(random_story(4711, {question_types()}));
        const Instant now = end_of(desk, story);
        CaseEvaluator evaluator = desk.evaluator();
        for (const HeldStory* one : {&before, &held}) {
            evaluator.begin([] { return std::string_view("F-2"); });
            for (const ArrangedEvent& event : arrange(one->events->of_case, {}).events) {
                evaluator.apply(event.at, one->events->of_case.events()[event.index]);
            }
            evaluator.advance(now);
        }
        REQUIRE(text_of(RuleDesk::judged(evaluator, now)) ==
                text_of(desk.batch(held, {.occurred = now})));
    });
}

TEST_CASE("where no holiday lies a week later everything is due a week later",
          "[projections][rules]") {
    const std::string window = GENERATE("P5D", "P2W", "P3BD", "P11BD");
    const std::string kind = GENERATE("response", "not_response", "precedence");
    const RuleDesk desk(answer_rule(kind, window));
    constexpr int kWithoutHolidays = 35;  // from 2026-01-12 on
    for (std::uint64_t seed = 0; seed < kSeedsPerRule; ++seed) {
        Story story = random_story(seed, {question_types()});
        for (Told& told : story) told.day += kWithoutHolidays;
        Story later = story;
        for (Told& told : later) told.day += 7;
        INFO("seed " << seed << ", " << window << ":\n" << text_of(story));
        for (const int days : {0, 2, 6, 20}) {
            const int day = story.back().day + days;
            auto expected = desk.batch(desk.hold(story), {.occurred = desk.moment(day, 86399)});
            for (JudgedDuty& duty : expected) {
                duty.day += std::chrono::days(7);
                if (duty.due) *duty.due += std::chrono::days(7);
            }
            const auto got =
                desk.batch(desk.hold(later), {.occurred = desk.moment(day + 7, 86399)});
            REQUIRE(text_of(got) == text_of(expected));
        }
    }
}

// What is violated long after, by the lines of what activated it.
std::set<std::uint64_t> violated(const RuleDesk& desk, const Story& story) {
    std::set<std::uint64_t> lines;
    for (const JudgedDuty& duty : desk.batch(desk.hold(story), {.occurred = end_of(desk, story)})) {
        if (duty.verdict == "violated") lines.insert(duty.line);
    }
    return lines;
}

TEST_CASE("what is violated in a long time is violated in a short one", "[projections][rules]") {
    const auto [longer, shorter] = GENERATE(table<std::string, std::string>(
        {{"P9D", "P4D"}, {"P5D", "P1D"}, {"P3BD", "P2BD"}, {"P1M", "P20D"}, {"PT72H", "PT30H"}}));
    const std::string kind = GENERATE("response", "precedence", "responded_existence");
    const RuleDesk wide(answer_rule(kind, longer));
    const RuleDesk tight(answer_rule(kind, shorter));
    StoryKind stories{question_types()};
    stories.days = 60;
    std::size_t more = 0;
    for (std::uint64_t seed = 0; seed < 3 * kSeedsPerRule; ++seed) {
        const Story story = random_story(seed, stories);
        INFO("seed " << seed << ", " << kind << ' ' << longer << ":\n" << text_of(story));
        const auto few = violated(wide, story);
        const auto many = violated(tight, story);
        REQUIRE(std::includes(many.begin(), many.end(), few.begin(), few.end()));
        more += many.size() - few.size();
    }
    CHECK(more > 0);
}

TEST_CASE("a new version leaves alone what began before it", "[projections][rules]") {
    const std::string stop = R"(, "suspend": [{"from": "ClockStopped", "to": "ClockResumed"}])";
    const std::string old_rule = answer_rule("response", "P5D", stop);
    const std::string new_rule = answer_rule("response", "P2D");
    constexpr int kNewFrom = 10;
    const auto day = [](int number) { return day_text(kStoryBegins + std::chrono::days(number)); };
    const std::string until = R"("valid": {"to": ")" + day(kNewFrom - 1) + R"("}, )";
    const std::string from = R"("valid": {"from": ")" + day(kNewFrom) + R"("}, )";
    std::string second = rulebook_text(new_rule, from);
    second.replace(second.find(R"("version": "1")"), 14, R"("version": "2")");
    const RuleDesk old_alone(old_rule);
    const RuleDesk new_alone(new_rule);
    const RuleDesk both({rulebook_text(old_rule, until), second});
    std::vector<std::string> types = question_types();
    types.insert(types.end(), {"ClockStopped", "ClockResumed"});
    std::size_t before_count = 0;
    for (std::uint64_t seed = 0; seed < 3 * kSeedsPerRule; ++seed) {
        const Story story = random_story(seed, {types});
        INFO("seed " << seed << ":\n" << text_of(story));
        for (const int days : {0, 3, 8, kLongAfter}) {
            const HistoryBounds bounds{.occurred = both.moment(story.back().day + days, 86399)};
            auto expected = old_alone.batch(old_alone.hold(story), bounds);
            auto later = new_alone.batch(new_alone.hold(story), bounds);
            const CivilDay change = kStoryBegins + std::chrono::days(kNewFrom);
            std::erase_if(expected, [&](const JudgedDuty& duty) { return duty.day >= change; });
            std::erase_if(later, [&](const JudgedDuty& duty) { return duty.day < change; });
            before_count += expected.size();
            expected.insert(expected.end(), later.begin(), later.end());
            REQUIRE(text_of(both.batch(both.hold(story), bounds)) == text_of(expected));
        }
    }
    CHECK(before_count > 0);
}

}  // namespace
}  // namespace fallbuch::rules::testing
