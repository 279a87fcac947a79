#include "projections/rules/linter.h"

#include <algorithm>
#include <cstddef>
#include <tuple>
#include <utility>

#include "core/base/assert.h"
#include "projections/rules/json_text.h"
#include "projections/rules/rule_set.h"
#include "projections/rules/rulebook.h"
#include "projections/rules/rulebook_parser.h"
#include "projections/rules/rulebook_source.h"

namespace fallbuch::rules {
namespace {

LintFindings findings_of(const LintSubject& subject) {
    LintFindings findings;
    find_unreachable(subject, findings);
    find_codes_out_of_date(subject, findings);
    find_overlaps(subject, findings);
    find_unused(subject, findings);
    find_citations_out_of_time(subject, findings);
    find_missing_texts(subject, findings);
    find_repeated(subject, findings);
    return findings;
}

// What the amended rulebook shows itself is told where that one is looked at.
void take_out_inherited(const LintFindings& of_base, LintFindings& findings) {
    std::erase_if(findings, [&](LintFinding one) {
        if (!one.place.in_base) return false;
        return std::any_of(of_base.begin(), of_base.end(), [&](const LintFinding& other) {
            one.place.in_base = other.place.in_base;
            return one == other;
        });
    });
}

void sort_and_unite(LintFindings& findings) {
    const auto key = [](const LintFinding& one) {
        return std::tuple(one.place.in_base, one.place.line, one.place.column, one.rule, one.kind,
                          one.what);
    };
    std::sort(findings.begin(), findings.end(),
              [&](const auto& left, const auto& right) { return key(left) < key(right); });
    findings.erase(std::unique(findings.begin(), findings.end()), findings.end());
}

std::string joined(const std::vector<std::string>& all) {
    std::string text;
    for (const std::string& one : all) text += (text.empty() ? "" : ", ") + one;
    return text;
}

}  // namespace

Result<LintReport> lint_rulebook(std::string_view text, std::shared_ptr<const Catalogue> catalogue,
                                 std::span<const RulebookFile> files) {
    LintReport report;
    ASSIGN_OR_RETURN(RulebookFamily family, read_family(text, std::move(catalogue), files));
    report.faults = std::move(family.faults);
    if (!report.faults.none()) return report;
    const RuleSet& rules = *family.rules;
    const FindText find = find_among(files);
    const RulebookSource source = RulebookSource::read(text, find);
    const LintSubject subject{*rules.books().front(), source, rules.vocabulary()};
    report.findings = findings_of(subject);
    if (rules.books().size() > 1) {
        const Rulebook& base = *rules.books()[1];
        const auto base_text = find(base.id, base.version);
        LEDGER_ASSERT(base_text.has_value());
        const RulebookSource base_source = RulebookSource::read(*base_text, find);
        take_out_inherited(findings_of({base, base_source, rules.vocabulary()}), report.findings);
    }
    sort_and_unite(report.findings);
    for (const CompiledCheck& check : rules.checks()) {
        if (check.book == 0) report.checks.push_back(profile_of(subject, check));
    }
    report.memory = memory_of(subject);
    return report;
}

std::string text_of(TextPlace place) {
    return std::to_string(place.line) + ':' + std::to_string(place.column) +
           (place.in_base ? " of the amended rulebook" : "");
}

std::string describe(const LintFindings& findings) {
    std::string text;
    for (const LintFinding& one : findings) {
        text += text_of(one.place) + ' ' + (one.rule.empty() ? "" : one.rule + ' ') +
                std::string(to_string(one.kind)) + ": " + one.what + '\n';
    }
    return text;
}

std::string describe_cost(const LintReport& report) {
    std::string text = "Verdicts are final but for late and corrected events; pending never is.\n";
    for (const CheckProfile& check : report.checks) {
        text += check.check + " (" + text_of(check.place) + ")\n  reads   " + joined(check.reads) +
                '\n';
        if (!check.recalls.empty()) text += "  recalls " + joined(check.recalls) + '\n';
        text += "  keeps   " + check.keeps + "\n  final   ";
        for (std::size_t i = 0; i < check.final_when.size(); ++i) {
            const auto& [verdict, when] = check.final_when[i];
            text += (i == 0 ? "" : "; ") + verdict + ": " + when;
        }
        text += '\n';
    }
    for (const MemoryProfile& one : report.memory) {
        text += one.name + "\n  reads   " + joined(one.reads) + "\n  keeps   " + one.keeps + '\n';
    }
    return text;
}

}  // namespace fallbuch::rules
