// What a reader of a finding would miss: explanations, citations, titles.
#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "projections/rules/check.h"
#include "projections/rules/check_parts.h"
#include "projections/rules/check_verdicts.h"
#include "projections/rules/condition.h"
#include "projections/rules/definitions.h"
#include "projections/rules/json_text.h"
#include "projections/rules/lint_subject.h"
#include "projections/rules/rulebook.h"

namespace fallbuch::rules {
namespace {

bool is_blank(std::string_view text) {
    return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

class CheckTexts {
public:
    CheckTexts(const LintSubject& subject, const Check& check, LintFindings& findings)
        : subject_(subject), check_(check), findings_(findings), verdicts_{check, subject} {}

    void look() {
        if (is_blank(check_.title)) tell(LintKind::title, check_.place, "its title is blank");
        if (is_blank(check_.statement)) {
            tell(LintKind::title, check_.place, "its statement is blank");
        }
        if (check_.cites.empty()) {
            tell(LintKind::citation, check_.place, "it cites no law and no seed");
        }
        need("satisfied", verdicts_.may_be_satisfied());
        need("violated", verdicts_.may_be_violated());
        need("pending", verdicts_.may_be_pending());
        for (const auto& [verdict, text] : check_.explain) look(verdict, text);
    }

private:
    void tell(LintKind kind, TextPlace place, std::string what) {
        findings_.push_back({place, kind, name_of(check_), std::move(what)});
    }

    void need(const std::string& verdict, bool may_be) {
        const auto text = check_.explain.find(verdict);
        const bool is_there = text != check_.explain.end() && !text->second.empty();
        if (may_be && !is_there) {
            tell(LintKind::explanation, check_.place,
                 "\"" + verdict + "\" may come out and is not explained");
        }
    }

    void look(const std::string& verdict, const Explanation& text) {
        const TextPlace place = subject_.source.place_of_explanation(check_, verdict);
        const auto uses = [&](TextPartKind kind) {
            return std::any_of(text.begin(), text.end(),
                               [&](const TextPart& part) { return part.kind == kind; });
        };
        if (uses(TextPartKind::late_by) && !verdicts_.knows_lateness(verdict)) {
            tell(LintKind::explanation, place, "{late_by} is never known where it is " + verdict);
        }
        if (uses(TextPartKind::done) && !verdicts_.knows_done(verdict)) {
            tell(LintKind::explanation, place, "{done} is never known where it is " + verdict);
        }
        if (uses(TextPartKind::unknown) && verdict != "undetermined") {
            tell(LintKind::explanation, place, "{unknown} is nothing where it is " + verdict);
        }
        const bool names_target = std::any_of(text.begin(), text.end(), [](const TextPart& part) {
            return part.kind == TextPartKind::value && part.value.kind == OperandKind::path &&
                   part.value.path.root == PathRoot::target;
        });
        if (names_target && !verdicts_.knows_target(verdict)) {
            tell(LintKind::explanation, place, "no target (t) is known where it is " + verdict);
        }
    }

    const LintSubject& subject_;
    const Check& check_;
    LintFindings& findings_;
    const CheckVerdicts verdicts_;
};

}  // namespace

void find_missing_texts(const LintSubject& subject, LintFindings& findings) {
    const Rulebook& book = subject.book;
    if (is_blank(book.title)) {
        findings.push_back({subject.source.own().place, LintKind::title, "",
                            "the title of the rulebook is blank"});
    }
    for (const Parameter& param : book.params) {
        if (!is_blank(param.title)) continue;
        findings.push_back(
            {param.place, LintKind::title, "", "the title of \"" + param.name + "\" is blank"});
    }
    for (const Check& check : book.checks) CheckTexts(subject, check, findings).look();
    for (const UncheckedRow& row : book.unchecked) {
        const TextPlace place = subject.source.place_of_row(row.id);
        if (row.cites.empty()) {
            findings.push_back({place, LintKind::citation, row.id, "it cites no law and no seed"});
        }
        for (const std::string& text : {row.title, row.statement, row.reason}) {
            if (!is_blank(text)) continue;
            findings.push_back(
                {place, LintKind::title, row.id, "a title, statement or reason is blank"});
        }
    }
}

}  // namespace fallbuch::rules
