// What the linter finds in a rulebook, and where: on both sides of each boundary.
#include "projections/rules/linter.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "projections/rulebooks/shipped_rulebooks.h"
#include "projections/rules/check_profile.h"
#include "projections/rules/json_text.h"
#include "projections/rules/lint_subject.h"
#include "projections/rules/rule_library.h"
#include "tests/projections/rules/lint_probe.h"

namespace fallbuch::rules {
namespace {

// Line and column at which a part of a text begins, counted anew.
TextPlace place_in(const std::string& text, const std::string& part) {
    const std::size_t at = text.find(part);
    REQUIRE(at != std::string::npos);
    const auto before = text.begin() + static_cast<std::ptrdiff_t>(at);
    const auto line = static_cast<std::uint32_t>(std::count(text.begin(), before, '\n')) + 1;
    const std::size_t line_start = at == 0 ? 0 : text.rfind('\n', at - 1) + 1;
    return {line, static_cast<std::uint32_t>(at - line_start) + 1, false};
}

TEST_CASE("a rulebook that means what it says has no findings", "[projections][rules]") {
    CHECK(describe(findings_of_rule(kResponse)).empty());
}

TEST_CASE("a finding stands where its cause stands", "[projections][rules]") {
    ProbeText text;
    const std::string contradiction =
        R"({"type": "ContactHeld", "where": {"all": [)"
        R"({"eq": ["t.channel", "VIDEO"]}, {"eq": ["t.channel", "TELEFON"]}]}})";
    text.rules = {
        rule("R1", kResponse),
        rule("R2", R"("template": "response", "on": "CaseOpened", "require": )" + contradiction)};
    const auto findings = findings_of(text);
    check_one(findings, LintKind::unreachable, "R2");
    CHECK(findings.front().place == place_in(text.get(), contradiction));
    CHECK(describe(findings).find(text_of(findings.front().place) + " R2 unreachable: ") == 0);
}

TEST_CASE("a rule holds nowhere if its validity ends the day before the rulebook's begins",
          "[projections][rules]") {
    const auto with = [](const std::string& valid) {
        return findings_of_rule(R"("valid": )" + valid + ", " + kResponse);
    };
    check_one(with(R"({"to": "2022-12-31"})"), LintKind::unreachable, "R1");
    CHECK(with(R"({"to": "2023-01-01"})").empty());
    check_one(with(R"({"from": "2025-01-01"})"), LintKind::unreachable, "R1");
    CHECK(with(R"({"from": "2024-12-31"})").empty());
    // Of two periods only the one that lies outside is told.
    check_one(with(R"([{"to": "2022-12-31"}, {"from": "2024-01-01"}])"), LintKind::unreachable,
              "R1");
}

TEST_CASE("a day of the calendar on which the rule does not hold never activates it",
          "[projections][rules]") {
    const auto on = [](const std::string& day) {
        return findings_of_rule(R"("template": "response", "on": {"date": ")" + day +
                                R"("}, "require": "ContactHeld")");
    };
    check_one(on("2022-12-31"), LintKind::unreachable, "R1");
    CHECK(on("2023-01-01").empty());
    CHECK(on("2024-12-31").empty());
    check_one(on("2025-01-01"), LintKind::unreachable, "R1");
}

TEST_CASE("a scope that contradicts what activates the rule is found", "[projections][rules]") {
    const auto with_scope = [](const std::string& channel) {
        return findings_of_rule(
            R"("template": "invariant", "that": {"present": "a.purpose"},
               "on": {"type": "ContactHeld", "where": {"in": ["a.channel", ["VIDEO", "TELEFON"]]}},
               "scope": {"where": {"eq": ["a.channel", ")" +
            channel + R"("]}})");
    };
    check_one(with_scope("PERSOENLICH"), LintKind::unreachable, "R1");
    CHECK(with_scope("VIDEO").empty());
}

TEST_CASE("a demand is found that can never be kept, and one that can never be broken",
          "[projections][rules]") {
    const auto demanding = [](const std::string& that) {
        return findings_of_rule(R"("template": "invariant", "on": {"type": "ContactHeld", )"
                                R"("where": {"eq": ["a.channel", "VIDEO"]}}, "that": )" +
                                that);
    };
    check_one(demanding(R"({"eq": ["a.channel", "TELEFON"]})"), LintKind::unreachable, "R1");
    check_one(demanding(R"({"present": "a.channel"})"), LintKind::unreachable, "R1");
    CHECK(demanding(R"({"present": "a.purpose"})").empty());
}

TEST_CASE("a number of open objects that there can never be is found", "[projections][rules]") {
    const auto demanding = [](const std::string& object, const std::string& that) {
        ProbeText text;
        text.sections = R"("objects": {"o": {"opened_by": "ContactHeld")" + object + "}},\n";
        text.rules = {
            rule("R1", R"("template": "invariant", "on": "ContactHeld", "that": )" + that)};
        return findings_of(text);
    };
    const std::string by_id = R"(, "id": "contactId")";
    const std::string undue = R"({"open": {"object": "o", "where": {"all": [
        {"eq": ["o.channel", "VIDEO"]}, {"eq": ["o.channel", "TELEFON"]}]}}})";
    // Without an id there is one at a time.
    CHECK(demanding("", R"({"ge": [{"open": "o"}, 1]})").empty());
    check_one(demanding("", R"({"ge": [{"open": "o"}, 2]})"), LintKind::unreachable, "R1");
    CHECK(demanding(by_id, R"({"ge": [{"open": "o"}, 2]})").empty());
    check_one(demanding(by_id, R"({"lt": [{"open": "o"}, 0]})"), LintKind::unreachable, "R1");
    CHECK(demanding(by_id, R"({"gt": [1, {"open": "o"}]})").empty());
    check_one(demanding(by_id, R"({"ge": [{"open": "o"}, 0]})"), LintKind::unreachable, "R1");
    check_one(demanding(by_id, R"({"eq": [)" + undue + ", 1]}"), LintKind::unreachable, "R1");
}

TEST_CASE("a norm that lies within another one cannot be named without it",
          "[projections][rules]") {
    const auto demanding = [](const std::string& norm) {
        return findings_of_rule(R"("template": "invariant", "that": {"cites": ["a.norm", ")" +
                                norm +
                                R"("]}, "on": {"type": "ReductionDetermined", "where": {"all": [
               {"cites": ["a.norm", "SGB II § 31a Abs. 7"]},
               {"not": {"cites": ["a.norm", ["§ 32 SGB II", "§ 31 SGB II"]]}}]}})");
    };
    check_one(demanding("§ 32 Abs. 1 SGB II"), LintKind::unreachable, "R1");
    check_one(demanding("§ 31a SGB II"), LintKind::unreachable, "R1");
    // A text may name two norms, and one that asks for less than both.
    CHECK(demanding("§ 33 SGB II").empty());
    CHECK(demanding("§ 31a Abs. 7 Satz 1 SGB II").empty());
}

TEST_CASE("a code that is valid on no day of the rule is found", "[projections][rules]") {
    // The list of care levels ends with the year 2009.
    const auto from = [](const std::string& day) {
        ProbeText text;
        text.valid = R"({"from": ")" + day + R"("})";
        text.rules = {rule("R1", R"("template": "invariant", "that": {"present": "a.profilingId"},
            "on": {"type": "CareLevelAssessed", "where": {"eq": ["a.overall", "IF"]}})")};
        return findings_of(text);
    };
    CHECK(describe(from("2009-12-31")).empty());
    check_one(from("2010-01-01"), LintKind::unreachable, "R1");
}

TEST_CASE("a repair that no rule names is found", "[projections][rules]") {
    ProbeText text;
    const std::string repair =
        rule("R2", R"("template": "response", "on": {"repair": true}, "require": "ContactHeld")");
    text.rules = {rule("R1", kResponse), repair};
    check_one(findings_of(text), LintKind::unreachable, "R2");
    text.rules = {rule("R1", kResponse + R"(, "repair": {"rule": "R2"})"), repair};
    CHECK(findings_of(text).empty());
}

TEST_CASE("an object that nothing opens or ends is found", "[projections][rules]") {
    const auto with_object = [](const std::string& object) {
        ProbeText text;
        text.sections = R"("objects": {"thing": )" + object + "},\n";
        text.rules = {rule(
            "R1", R"("template": "response", "on": {"ended": "thing"}, "require": "ContactHeld")")};
        return findings_of(text);
    };
    const std::string closed = R"(, "closed_by": ["CaseClosed"]})";
    CHECK(with_object(R"({"opened_by": ["CaseOpened"])" + closed).empty());
    check_one(with_object(R"({"opened_by": ["CaseOpened"]})"), LintKind::unreachable, "R1");
    const auto never_opened =
        with_object(R"({"opened_by": [{"type": "ContactHeld", "where": {"all": [)"
                    R"({"present": "e.channel"}, {"not": {"present": "e.channel"}}]}}])" +
                    closed);
    CHECK(never_opened.size() == 2);
}

TEST_CASE("definitions that no rule uses are found, also those that only unused ones use",
          "[projections][rules]") {
    ProbeText text;
    text.sections = R"("params": {"p": {"title": "P", "values": [{"value": "P7D"}]}},
"tables": {"t": {"rows": [["A", "B"]]}},
"facts": {"f": {"latest": "ContactHeld"}},
"objects": {"o": {"opened_by": [{"type": "CaseOpened", "where": {"present": "fact.f.channel"}}]}},
)";
    text.rules = {rule("R1", kResponse)};
    const auto findings = findings_of(text);
    INFO(describe(findings));
    REQUIRE(findings.size() == 4);
    for (const LintFinding& one : findings) CHECK(one.kind == LintKind::unused);
    CHECK(findings.front().place == place_in(text.get(), R"("p": {"title")"));
    CHECK(findings.back().place == place_in(text.get(), R"("o": {"opened_by)"));

    text.rules = {rule("R1",
                       R"("template": "response", "on": "CaseOpened", "require": "ContactHeld",
           "within": {"before": {"param": "p"}}, "unless": {"holds": "o"},
           "scope": {"where": {"in_table": {"table": "t", "row": ["A", "B"]}}})")};
    CHECK(describe(findings_of(text)).empty());
}

TEST_CASE("exceptions overlap if one event may be both", "[projections][rules]") {
    const auto unless = [](const std::string& first, const std::string& second) {
        return findings_of_rule(kResponse + R"(, "unless": [)" + first + ", " + second + ']');
    };
    const std::string video = R"({"type": "ContactHeld", "where": {"eq": ["x.channel", "VIDEO"]}})";
    const std::string phone =
        R"({"type": "ContactHeld", "where": {"eq": ["x.channel", "TELEFON"]}})";
    const std::string other = R"({"type": "ContactHeld", "where": {"present": "x.purpose"}})";
    CHECK(unless(video, phone).empty());
    CHECK(unless(video, R"("CaseReopened")").empty());
    check_one(unless(video, other), LintKind::overlap, "R1");
}

TEST_CASE("cases of a window overlap unless their conditions rule each other out",
          "[projections][rules]") {
    const auto cases = [](const std::string& first, const std::string& second) {
        return findings_of_rule(
            R"("template": "response", "on": "ContactHeld", "require": "CaseClosed",
               "within": {"before": "P7D", "cases": [{"where": )" +
            first + R"(, "before": "P1D"}, {"where": )" + second + R"(, "before": "P2D"}]})");
    };
    const std::string early = R"({"lt": ["a.occurred", "2024-01-01"]})";
    CHECK(cases(early, R"({"ge": ["a.occurred", "2024-01-01"]})").empty());
    check_one(cases(early, R"({"ge": ["a.occurred", "2023-12-31"]})"), LintKind::overlap, "R1");
}

TEST_CASE("a rulebook for an imported log is looked at, too", "[projections][rules]") {
    ProbeText text;
    text.head = R"("rulebook": "log", "version": "1", "events": "log",)";
    text.rules = {rule("R1", R"("template": "precedence", "on": "T02", "require": "T01")")};
    const LintReport report = report_of(text.get());
    CHECK(describe(report.findings).empty());
    REQUIRE(report.checks.size() == 1);
    CHECK(report.checks.front().reads == std::vector<std::string>{"CaseClosed", "T01", "T02"});
    text.rules = {rule("R1", R"("template": "precedence", "require": "T01",
        "on": {"type": "T02", "where": {"all": [{"eq": ["a.org:group", "A"]},
                                              {"eq": ["a.org:group", "B"]}]}})")};
    check_one(findings_of(text), LintKind::unreachable, "R1");
}

TEST_CASE("what a check keeps and when it is final is told in words", "[projections][rules]") {
    const auto profile_of_rule = [](const std::string& body) {
        ProbeText text;
        text.rules = {rule("R1", body)};
        return report_of(text.get()).checks.front();
    };
    const auto final_of = [](const CheckProfile& profile, const std::string& verdict) {
        for (const auto& [name, when] : profile.final_when) {
            if (name == verdict) return when;
        }
        return std::string();
    };
    const CheckProfile response = profile_of_rule(kResponse);
    CHECK(response.reads == std::vector<std::string>{"CaseOpened", "ContactHeld"});
    CHECK(response.keeps == "1 activation per CaseOpened");
    CHECK(final_of(response, "satisfied") == "with the target");
    CHECK(final_of(response, "violated") == "on the day after due");
    const CheckProfile should = profile_of_rule(R"("type": "S", )" + kResponse);
    CHECK(final_of(should, "violated") ==
          "not final, as it may be justified; it comes out on the day after due");
    const CheckProfile elapsed =
        profile_of_rule(R"("template": "response", "on": "CaseOpened", "require": "ContactHeld", )"
                        R"("within": {"before": "PT24H"})");
    CHECK(final_of(elapsed, "violated") == "once due has passed");
    const CheckProfile before = profile_of_rule(
        R"("template": "precedence", "on": "ContactHeld", "require": "CounsellingNoteRecorded")");
    CHECK(before.keeps ==
          "1 activation per ContactHeld, plus every CounsellingNoteRecorded, as it looks back");
    const CheckProfile sliding =
        profile_of_rule(R"("template": "count", "on": "CaseOpened", "require": "ContactHeld", )"
                        R"("count": {"min": 4, "window": {"kind": "sliding", "length": "P6M"}})");
    CHECK(
        sliding.keeps ==
        "1 activation per CaseOpened, plus 1 activation more per breach, plus a ring of 4 targets");
    CHECK(final_of(sliding, "satisfied") == "never, as another window follows");
    const CheckProfile excused = profile_of_rule(
        R"("template": "since", "on": "ContactHeld", "that": {"present": "a.purpose"}, "excuse":
           [{"event": "CounsellingNoteRecorded", "within": "P2D", "earlier": "P3D"}])");
    CHECK(excused.keeps ==
          "1 activation per ContactHeld, plus every CounsellingNoteRecorded of the last P3D");
}

TEST_CASE("the shipped rulebooks mean what they say, and can be looked at",
          "[projections][rules]") {
    const auto files = shipped_rulebooks();
    for (const RulebookFile& file : files) {
        if (!file.name.ends_with(".json")) continue;
        INFO(file.name);
        const LintReport report = report_of(file.text, files);
        CHECK(describe(report.findings).empty());
        CHECK_FALSE(report.checks.empty());
        for (const CheckProfile& check : report.checks) {
            CAPTURE(check.check);
            CHECK_FALSE(check.reads.empty());
            CHECK(check.keeps.find("1 activation") == 0);
        }
    }
}

}  // namespace
}  // namespace fallbuch::rules
