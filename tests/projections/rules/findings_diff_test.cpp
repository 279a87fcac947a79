// What is different between two judgements of the same cases, and how it is counted.
#include "projections/rules/findings_diff.h"

#include <catch2/catch.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/calendar/civil_day.h"
#include "projections/rules/check_parts.h"
#include "projections/rules/finding.h"
#include "projections/rules/outcome.h"
#include "tests/support/seeded_random.h"

namespace fallbuch::rules {
namespace {

constexpr CivilDay kDay{std::chrono::days(20000)};

Finding finding(const std::string& rule, unsigned position, Verdict verdict,
                std::optional<CivilDay> due = std::nullopt) {
    Finding one;
    one.rule = rule;
    one.id = rule + "@" + std::to_string(position);
    one.event = position;
    one.activated = kDay;
    one.outcome.verdict = verdict;
    one.outcome.due = due;
    return one;
}

TEST_CASE("the same findings make no difference, in whatever order and of whatever version",
          "[projections][rules]") {
    std::vector<Finding> before{finding("A", 1, Verdict::violated, kDay),
                                finding("A", 2, Verdict::pending)};
    std::vector<Finding> after{before[1], before[0]};
    after[0].version = "2";
    after[1].rulebook = "other";
    CHECK(differences(before, after).empty());
    CHECK(differences({}, {}).empty());
}

TEST_CASE("a finding that only one side has appeared or vanished, with its verdict",
          "[projections][rules]") {
    const std::vector<Finding> before{finding("A", 1, Verdict::violated, kDay)};
    const std::vector<Finding> after{finding("B", 1, Verdict::pending, kDay)};
    const auto found = differences(before, after);
    REQUIRE(found.size() == 2);
    CHECK(found[0].what.change == FindingChange::vanished);
    CHECK(found[0].what.rule == "A");
    CHECK(found[0].what.before == Verdict::violated);
    CHECK_FALSE(found[0].what.after);
    CHECK(found[0].due_before == kDay);
    CHECK_FALSE(found[0].due_after);
    CHECK(found[1].what.change == FindingChange::appeared);
    CHECK_FALSE(found[1].what.before);
    CHECK(found[1].what.after == Verdict::pending);
    CHECK(found[1].due_after == kDay);
}

TEST_CASE("another verdict is one change, whatever else is different", "[projections][rules]") {
    const std::vector<Finding> before{finding("A", 1, Verdict::pending, kDay)};
    std::vector<Finding> after{finding("A", 1, Verdict::violated, kDay - std::chrono::days(1))};
    after[0].severity = Severity::hinweis;
    const auto found = differences(before, after);
    REQUIRE(found.size() == 1);
    CHECK(found[0].what == FindingDifference{"A", "", FindingChange::changed, Verdict::pending,
                                             Verdict::violated, false, std::nullopt, std::nullopt});
    CHECK(found[0].due_before == kDay);
    CHECK(found[0].due_after == kDay - std::chrono::days(1));
}

TEST_CASE("with the same verdict another day or another severity is a change",
          "[projections][rules]") {
    const std::vector<Finding> before{finding("A", 1, Verdict::pending, kDay)};
    const auto only = [&](const Finding& after) {
        const auto found = differences(before, {after});
        REQUIRE(found.size() == 1);
        CHECK(found[0].what.before == Verdict::pending);
        CHECK(found[0].what.after == Verdict::pending);
        return found[0].what;
    };
    CHECK(only(finding("A", 1, Verdict::pending, kDay + std::chrono::days(1))).is_due_moved);
    CHECK(only(finding("A", 1, Verdict::pending)).is_due_moved);
    Finding graver = before[0];
    graver.severity = Severity::hinweis;
    const FindingDifference what = only(graver);
    CHECK_FALSE(what.is_due_moved);
    CHECK(what.severity_before == Severity::mangel);
    CHECK(what.severity_after == Severity::hinweis);
    Finding later = before[0];
    later.outcome.due_second = 1;
    CHECK(only(later).is_due_moved);
}

// As add() takes it; a finding of its own event each.
std::vector<CaseDifference> different(const std::vector<std::string>& rules) {
    std::vector<CaseDifference> out;
    for (const std::string& rule : rules) {
        DifferentFinding one;
        one.what.rule = rule;
        out.push_back({one, "e-" + std::to_string(out.size() + 1)});
    }
    return out;
}

TEST_CASE("findings are counted by rule and by team, and each case once", "[projections][rules]") {
    DifferenceTally tally(5);
    tally.add({"F-1", "Team 1", 10, 9}, different({"A", "A", "B"}));
    tally.add({"F-2", "Team 2", 5, 5}, different({"A"}));
    tally.add({"F-3", "Team 2", 7, 7}, {});
    const DifferenceReport& report = tally.report();
    CHECK(report.cases == 3);
    CHECK(report.different_cases == 2);
    CHECK(report.findings_before == 22);
    CHECK(report.findings_after == 21);
    REQUIRE(report.by_rule.size() == 2);
    const DifferenceCount& first = report.by_rule.begin()->second;
    CHECK(first.findings == 3);
    CHECK(first.cases == 2);
    REQUIRE(first.examples.size() == 2);
    // Of a case the first finding stands for all of them.
    CHECK(first.examples.at("F-1").event == "e-1");
    REQUIRE(report.by_team.size() == 2);
    CHECK(report.by_team.at("Team 1").size() == 2);
    CHECK(report.by_team.at("Team 2").begin()->second.findings == 1);
}

TEST_CASE("the examples that are kept are the first cases by number, one at most if asked so",
          "[projections][rules]") {
    for (const std::size_t examples_max : {std::size_t{0}, std::size_t{1}, std::size_t{2}}) {
        DifferenceTally tally(examples_max);
        for (const char* number : {"F-3", "F-1", "F-2"}) {
            tally.add({number, "", 1, 1}, different({"A"}));
        }
        const DifferenceCount& count = tally.report().by_rule.begin()->second;
        CHECK(count.cases == 3);
        REQUIRE(count.examples.size() == examples_max);
        if (examples_max > 0) CHECK(count.examples.begin()->first == "F-1");
        if (examples_max > 1) CHECK(count.examples.rbegin()->first == "F-2");
    }
}

std::string written(const DifferenceCounts& counts) {
    std::string text;
    for (const auto& [what, count] : counts) {
        text +=
            what.rule + ' ' + std::to_string(count.findings) + ' ' + std::to_string(count.cases);
        for (const auto& [number, example] : count.examples) text += ' ' + number + example.event;
        text += '\n';
    }
    return text;
}
std::string written(const DifferenceReport& report) {
    std::string text = std::to_string(report.cases) + ' ' + std::to_string(report.different_cases) +
                       ' ' + std::to_string(report.findings_before) + ' ' +
                       std::to_string(report.findings_after) + '\n' + written(report.by_rule);
    for (const auto& [team, counts] : report.by_team) text += team + '\n' + written(counts);
    return text;
}

TEST_CASE("it makes no difference which thread counts which case", "[projections][rules]") {
    constexpr int kCaseCount = 60;
    SeededRandom random(7);
    DifferenceTally alone(3);
    std::vector<DifferenceTally> threads(4, DifferenceTally(3));
    for (int i = 0; i < kCaseCount; ++i) {
        std::vector<std::string> rules;
        for (std::uint64_t left = random.below(4); left > 0; --left) {
            rules.emplace_back(1, static_cast<char>('A' + random.below(3)));
        }
        const ComparedCase one{"F-" + std::to_string(random.below(1000)) + "-" + std::to_string(i),
                               "Team " + std::to_string(random.below(3)), random.below(9),
                               random.below(9)};
        alone.add(one, different(rules));
        threads[random.below(4)].add(one, different(rules));
    }
    DifferenceTally together(3);
    for (auto one = threads.rbegin(); one != threads.rend(); ++one) together.add(*one);
    CHECK(written(together.report()) == written(alone.report()));
}

}  // namespace
}  // namespace fallbuch::rules
