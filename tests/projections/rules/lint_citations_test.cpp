// Laws cited as of a day on which the rule does not hold: on both sides of each boundary.
#include <catch2/catch.hpp>

#include <string>
#include <vector>

#include "projections/rules/lint_subject.h"
#include "projections/rules/linter.h"
#include "tests/projections/rules/lint_probe.h"

namespace fallbuch::rules {
namespace {

// The rulebooks of lint_probe.h hold from 2023-01-01 to 2024-12-31.
std::string citing(const std::string& law, const std::string& paragraph, const std::string& as_of,
                   const std::string& more = "") {
    std::string text = rule("R1", more + kResponse);
    const std::string old = R"({"law": "S1", "paragraph": "1"})";
    text.replace(text.find(old), old.size(),
                 R"({"law": ")" + law + R"(", "paragraph": ")" + paragraph + R"(", "as_of": ")" +
                     as_of + R"("})");
    return text;
}

LintFindings findings_of_citation(const std::string& rule_text) {
    ProbeText text;
    text.rules = {rule_text};
    return findings_of(text);
}

TEST_CASE("a norm is cited as of a day on which the rule holds", "[projections][rules]") {
    for (const char* const paragraph : {"§ 15 Abs. 3", "Art. 12"}) {
        CHECK(findings_of_citation(citing("SGB II", paragraph, "2023-01-01")).empty());
        CHECK(findings_of_citation(citing("SGB II", paragraph, "2024-12-31")).empty());
        for (const char* const day : {"2022-12-31", "2025-01-01"}) {
            const auto findings = findings_of_citation(citing("SGB II", paragraph, day));
            check_one(findings, LintKind::citation, "R1");
            CHECK(findings.front().what == "it cites SGB II " + std::string(paragraph) + " as of " +
                                               day + ", and holds from 2023-01-01 to 2024-12-31");
        }
    }
}

TEST_CASE("the days of the rule count, not those of its rulebook", "[projections][rules]") {
    const std::string periods = R"("valid": [{"to": "2023-06-30"}, {"from": "2024-01-01"}], )";
    const auto found = [&](const std::string& day) {
        return findings_of_citation(citing("SGB II", "§ 31a", day, periods)).size();
    };
    CHECK(found("2023-06-30") == 0);
    CHECK(found("2023-07-01") == 1);
    CHECK(found("2023-12-31") == 1);
    CHECK(found("2024-01-01") == 0);
}

TEST_CASE("a seed is cited as it was published, but not after the rule has ended",
          "[projections][rules]") {
    CHECK(findings_of_citation(citing("S1", "3.4.2", "2010-12-01")).empty());
    CHECK(findings_of_citation(citing("S1", "3.4.2", "2024-12-31")).empty());
    check_one(findings_of_citation(citing("S1", "3.4.2", "2025-01-01")), LintKind::citation, "R1");
}

TEST_CASE("of checks that cite something of their own that is looked at", "[projections][rules]") {
    std::string two = citing("SGB II", "§ 15", "2024-01-01");
    two.insert(two.rfind('}'), R"(, "checks": [{"part": "a"}, {"part": "b",
"cite": [{"law": "SGB II", "paragraph": "§ 65", "as_of": "2025-01-01"}]}])");
    const auto findings = findings_of_citation(two);
    check_one(findings, LintKind::citation, "R1/b");
    CHECK(findings.front().place.column == 10);
}

class Amendment {
public:
    explicit Amendment(const std::string& base_rule) {
        base_.rules = {base_rule};
        base_.sections = R"("unchecked": [{"id": "U1", "title": "T", "statement": "S",
"reason": "R", "cite": [{"law": "SGB II", "paragraph": "§ 3", "as_of": "2024-12-31"}]}],)";
    }
    LintFindings findings(const std::string& as_of) const {
        const std::string text =
            R"({"rulebook": "probe", "version": "2", "title": "P", "valid": {"from": "2025-01-01"},
"amends": {"rulebook": "probe", "version": "1")" +
            (as_of.empty() ? "" : ",\n\"as_of\": \"" + as_of + '"') + R"(}, "rules": []})";
        return report_of(text, {{"probe.json", base_.get()}}).findings;
    }

private:
    ProbeText base_;
};

TEST_CASE("what an amendment goes on citing as of an earlier day is found in what it amends",
          "[projections][rules]") {
    const auto findings = Amendment(citing("SGB II", "§ 15", "2024-12-31")).findings("");
    INFO(describe(findings));
    REQUIRE(findings.size() == 2);
    for (const LintFinding& one : findings) {
        CHECK(one.kind == LintKind::citation);
        CHECK(one.place.in_base);
    }
    // A seed goes on as it is.
    const auto of_seed = Amendment(citing("S1", "3.4.2", "2023-06-14")).findings("");
    check_one(of_seed, LintKind::citation, "U1");
}

TEST_CASE("with a day of its own an amendment cites the law as of that day",
          "[projections][rules]") {
    const Amendment amendment(citing("SGB II", "§ 15", "2024-12-31"));
    CHECK(describe(amendment.findings("2025-01-01")).empty());
    CHECK(describe(amendment.findings("2026-08-19")).empty());
    // The day itself may be wrong: then it is what is told, where it stands.
    Amendment ending(
        citing("SGB II", "§ 15", "2024-06-01", R"("valid": {"from": "2024-01-01"}, )"));
    const auto findings = ending.findings("2024-07-01");
    REQUIRE(findings.size() == 2);
    CHECK_FALSE(findings.front().place.in_base);
    CHECK(findings.front().place.line == 3);
}

}  // namespace
}  // namespace fallbuch::rules
