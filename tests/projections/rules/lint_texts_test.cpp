// What the linter finds missing for a reader, and what an amendment says again.
#include <catch2/catch.hpp>

#include <algorithm>
#include <string>
#include <vector>

#include "projections/rules/lint_subject.h"
#include "projections/rules/linter.h"
#include "projections/rules/rule_library.h"
#include "tests/projections/rules/lint_probe.h"

namespace fallbuch::rules {
namespace {

TEST_CASE("each verdict that may come out needs an explanation, and no other",
          "[projections][rules]") {
    const std::string two = R"("explain": {"satisfied": "ja", "violated": "nein"})";
    check_one(findings_of_rule(kResponse, two), LintKind::explanation, "R1");
    const std::string invariant =
        R"("template": "invariant", "on": "ContactHeld", "that": {"present": "a.purpose"})";
    CHECK(findings_of_rule(invariant, two).empty());
    CHECK(findings_of_rule(invariant, "").size() == 2);
}

TEST_CASE("an explanation names only what can be known where it is used", "[projections][rules]") {
    const auto explaining = [](const std::string& verdict, const std::string& words) {
        std::string explain(kExplained);
        const std::string key = '"' + verdict + R"(": ")";
        explain.insert(explain.find(key) + key.size(), words + ' ');
        return findings_of_rule(kResponse, explain);
    };
    for (const std::string words : {"{late_by}", "{done}", "{t.channel}"}) {
        CHECK(explaining("violated", words).empty());
        check_one(explaining("pending", words), LintKind::explanation, "R1");
    }
    check_one(explaining("satisfied", "{late_by}"), LintKind::explanation, "R1");
    check_one(explaining("violated", "{unknown}"), LintKind::explanation, "R1");
    CHECK(findings_of_rule(kResponse, R"("explain": {"satisfied": "ja", "violated": "nein",
                           "pending": "noch", "undetermined": "{unknown}"})")
              .empty());
    CHECK(explaining("satisfied", "{done} {t.channel}").empty());
}

TEST_CASE("what is forbidden is no day on which something was done", "[projections][rules]") {
    const auto forbidden = [](const std::string& words) {
        return findings_of_rule(
            R"("template": "not_response", "on": "CaseOpened", "require": "ContactHeld")",
            R"("explain": {"satisfied": "ja", "violated": ")" + words + R"(", "pending": "noch"})");
    };
    check_one(forbidden("am {done}"), LintKind::explanation, "R1");
    CHECK(forbidden("am {t.occurred}").empty());
}

TEST_CASE("a rule without a citation and a blank title are found", "[projections][rules]") {
    ProbeText text;
    std::string one = rule("R1", kResponse);
    const std::string cite = R"("cite": [{"law": "S1", "paragraph": "1"}], )";
    one.erase(one.find(cite), cite.size());
    text.rules = {one};
    check_one(findings_of(text), LintKind::citation, "R1");
    one = rule("R1", kResponse);
    one.replace(one.find(R"("T")"), 3, R"(" ")");
    text.rules = {one};
    check_one(findings_of(text), LintKind::title, "R1");
}

TEST_CASE("an amendment that repeats what it amends is found, and what it changes is not",
          "[projections][rules]") {
    ProbeText base;
    base.rules = {rule("R1", kResponse), rule("R2", kResponse)};
    ProbeText amendment;
    amendment.valid = R"({"from": "2025-01-01"})";
    amendment.head =
        R"("rulebook": "probe", "version": "2", "amends": {"rulebook": "probe", "version": "1"},)";
    const std::vector<RulebookFile> files{{"probe.json", base.get()}};
    amendment.rules = {rule("R1", kResponse),
                       rule("R2",
                            R"("template": "response", "on": "CaseOpened", "require": "ContactHeld",
                                   "within": {"before": "P8D"})")};
    const std::string text = amendment.get();
    const auto findings = report_of(text, files).findings;
    INFO(describe(findings));
    std::vector<std::string> repeated;
    for (const LintFinding& one : findings) {
        CHECK(one.kind == LintKind::repeated);
        CHECK_FALSE(one.place.in_base);
        repeated.push_back(one.rule.empty() ? one.what : one.rule);
    }
    // Also the calendar and the end of the case, which ProbeText always writes.
    CHECK(repeated.size() == 3);
    CHECK(std::count(repeated.begin(), repeated.end(), "R1") == 1);
    CHECK(std::count(repeated.begin(), repeated.end(), "R2") == 0);
}

TEST_CASE("what the amended rulebook shows itself is not told of its amendment",
          "[projections][rules]") {
    ProbeText base;
    base.rules = {rule("R1", kResponse, ""),
                  rule("R2", R"("valid": {"to": "2024-12-31"}, )" + kResponse)};
    const std::string amendment =
        R"({"rulebook": "probe", "version": "2", "title": "P", "valid": {"from": "2025-01-01"},
            "amends": {"rulebook": "probe", "version": "1"}, "rules": []})";
    const auto findings = report_of(amendment, {{"probe.json", base.get()}}).findings;
    // R1 lacks explanations in both; that R2 never holds is new.
    check_one(findings, LintKind::unreachable, "R2");
    CHECK(findings.front().place.in_base);
}

TEST_CASE("an amendment is not blamed for definitions that it cannot leave out",
          "[projections][rules]") {
    ProbeText base;
    base.sections = R"("facts": {"f": {"latest": "ContactHeld"}},)";
    base.rules = {rule("R1", kResponse),
                  rule("R2", R"("scope": {"where": {"present": "fact.f.channel"}}, )" + kResponse)};
    const std::string amendment =
        R"({"rulebook": "probe", "version": "2", "title": "P", "valid": {"from": "2025-01-01"},
            "amends": {"rulebook": "probe", "version": "1", "without": ["R2"]}, "rules": []})";
    CHECK(describe(report_of(amendment, {{"probe.json", base.get()}}).findings).empty());
    CHECK(describe(report_of(base.get()).findings).empty());
}

}  // namespace
}  // namespace fallbuch::rules
