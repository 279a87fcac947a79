// Codes that no event can bear any more, or yet, when a rule holds.
#include <algorithm>
#include <string>
#include <vector>

#include "core/events/code_list.h"
#include "projections/rules/check.h"
#include "projections/rules/condition.h"
#include "projections/rules/definitions.h"
#include "projections/rules/lint_subject.h"
#include "projections/rules/live_periods.h"

namespace fallbuch::rules {
namespace {

// Of the events that activate a check: others may be older or newer than the rule.
class CodeReach {
public:
    CodeReach(const Check& check, const LintSubject& subject, LintFindings& findings)
        : check_(check), live_(live_periods(check, subject.book)), findings_(findings) {}

    void look() {
        for (const Pattern& pattern : check_.on) {
            if (pattern.where) look(*pattern.where);
        }
        if (check_.where) look(*check_.where);
    }

private:
    // What is asked for under "not" is asked not to be.
    void look(const Condition& condition) {
        if (condition.kind == ConditionKind::negation) return;
        for (const Condition& part : condition.parts) look(part);
        const bool names_codes =
            condition.kind == ConditionKind::eq || condition.kind == ConditionKind::in;
        if (!names_codes) return;
        const auto path = std::find_if(
            condition.operands.begin(), condition.operands.end(), [](const Operand& one) {
                return one.kind == OperandKind::path && one.path.root == PathRoot::activation &&
                       one.path.codes != nullptr;
            });
        if (path == condition.operands.end()) return;
        for (const Operand& one : condition.operands) {
            if (one.kind == OperandKind::text) look(one, one.text, *path->path.codes);
            for (const std::string& text : one.texts) look(one, text, *path->path.codes);
        }
    }

    void look(const Operand& operand, const std::string& text, const CodeList& codes) {
        const Code* code = codes.find(text);
        if (code == nullptr) return;
        const Validity valid{code->valid_from, code->valid_to};
        const bool is_alive = std::any_of(live_.begin(), live_.end(), [&](const Validity& period) {
            return intersection(period, valid).has_value();
        });
        if (is_alive) return;
        findings_.push_back({operand.place, LintKind::unreachable, name_of(check_),
                             "the code " + text + " of " + codes.name() + " is valid " +
                                 text_of(valid) + ", never while the rule holds"});
    }

    const Check& check_;
    const std::vector<Validity> live_;
    LintFindings& findings_;
};

}  // namespace

void find_codes_out_of_date(const LintSubject& subject, LintFindings& findings) {
    for (const Check& check : subject.book.checks) {
        // By another day than the event's own nothing is said about the event.
        const bool is_governed_by_day =
            !check.governs_by && !check.governs_by_due && !subject.book.governs_by_due;
        if (is_governed_by_day) CodeReach(check, subject, findings).look();
    }
}

}  // namespace fallbuch::rules
