// Small rulebooks to be looked at by the linter.
#pragma once

#include <catch2/catch.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/events/catalogue.h"
#include "projections/rules/faults.h"
#include "projections/rules/lint_subject.h"
#include "projections/rules/linter.h"
#include "projections/rules/rule_library.h"

namespace fallbuch::rules {

// A rule that means what it says; its type is M unless the body begins with another.
inline constexpr std::string_view kExplained =
    R"("explain": {"satisfied": "ja", "violated": "nein", "pending": "noch"})";
inline std::string rule(const std::string& id, const std::string& body,
                        const std::string& explain = std::string(kExplained)) {
    const bool has_type = body.starts_with(R"("type")");
    return R"({"id": ")" + id + R"(", "title": "T", "statement": "S", )" +
           (has_type ? "" : R"("type": "M", )") + R"("cite": [{"law": "S1", "paragraph": "1"}], )" +
           body + (explain.empty() ? "" : ", " + explain) + '}';
}

inline const std::string kResponse =
    R"("template": "response", "on": "CaseOpened", "require": "ContactHeld", )"
    R"("within": {"before": "P7D"})";

struct ProbeText {
    std::vector<std::string> rules;
    std::string sections;  // each with a comma behind it
    std::string valid = R"({"from": "2023-01-01", "to": "2024-12-31"})";
    std::string head = R"("rulebook": "probe", "version": "1",)";

    std::string get() const {
        std::string text = "{" + head + R"("title": "Probe", "valid": )" + valid + ",\n" +
                           R"("calendar": {"count": "from_next_day", "month_round": "down"},)" +
                           '\n' + R"("closing": ["CaseClosed"],)" + '\n' + sections +
                           "\"rules\": [\n";
        for (std::size_t i = 0; i < rules.size(); ++i) text += (i == 0 ? "" : ",\n") + rules[i];
        return text + "\n]}";
    }
};

inline LintReport report_of(const std::string& text, const std::vector<RulebookFile>& files = {}) {
    const auto catalogue = Catalogue::from_files(built_in_catalogue());
    REQUIRE(catalogue);
    auto report = lint_rulebook(text, *catalogue, files);
    REQUIRE(report);
    INFO(describe(report->faults.all()));
    REQUIRE(report->faults.none());
    return std::move(*report);
}

inline LintFindings findings_of(const ProbeText& text) { return report_of(text.get()).findings; }

// Of a rulebook with this one rule.
inline LintFindings findings_of_rule(const std::string& body,
                                     const std::string& explain = std::string(kExplained)) {
    ProbeText text;
    text.rules = {rule("R1", body, explain)};
    return findings_of(text);
}

inline void check_one(const LintFindings& findings, LintKind kind, const std::string& rule_id) {
    INFO(describe(findings));
    REQUIRE(findings.size() == 1);
    CHECK(findings.front().kind == kind);
    CHECK(findings.front().rule == rule_id);
}

}  // namespace fallbuch::rules
