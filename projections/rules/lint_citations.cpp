// Laws that are cited as of a day on which the rule does not hold.
#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/assert.h"
#include "core/calendar/timestamp.h"
#include "projections/rules/check.h"
#include "projections/rules/check_parts.h"
#include "projections/rules/check_parts_parser.h"
#include "projections/rules/definitions.h"
#include "projections/rules/json_text.h"
#include "projections/rules/lint_subject.h"
#include "projections/rules/live_periods.h"
#include "projections/rules/rulebook.h"

namespace fallbuch::rules {
namespace {

// A norm is cited as it is worded while the rule holds. A seed is cited as it was published, which
// may be before, but not when the rule holds no more.
bool is_in_time(const Citation& citation, const std::vector<Validity>& live) {
    const bool is_of_norm = is_norm(citation.paragraph);
    return std::any_of(live.begin(), live.end(), [&](const Validity& period) {
        return is_of_norm ? period.covers(*citation.as_of)
                          : !period.to || *citation.as_of <= *period.to;
    });
}

// What bears the id in this section of the text.
const JsonNode& named(const JsonNode& whole, std::string_view section, std::string_view id) {
    const JsonNode* all = whole.find(section);
    LEDGER_ASSERT(all != nullptr);
    const auto found = std::find_if(all->items.begin(), all->items.end(), [&](const JsonNode& one) {
        return one.find("id")->text == id;
    });
    LEDGER_ASSERT(found != all->items.end());
    return *found;
}

// The citations of a check: its own, or those of its rule.
const JsonNode* citations_of(const JsonNode& rule, const Check& check) {
    if (const JsonNode* checks = rule.find("checks")) {
        const auto own =
            std::find_if(checks->items.begin(), checks->items.end(),
                         [&](const JsonNode& one) { return one.place == check.place; });
        if (own != checks->items.end() && own->find("cite") != nullptr) return own->find("cite");
    }
    return rule.find("cite");
}

class Citations {
public:
    Citations(const LintSubject& subject, LintFindings& findings)
        : subject_(subject), whole_(subject.source.whole()), findings_(findings) {}

    void look() {
        for (const Check& check : subject_.book.checks) {
            if (check.reading_of || check.cites.empty()) continue;
            const JsonNode* cite = citations_of(named(whole_, "rules", check.id), check);
            look(name_of(check), check.cites, *cite, live_periods(check, subject_.book));
        }
        for (const UncheckedRow& row : subject_.book.unchecked) {
            if (row.cites.empty()) continue;
            const JsonNode* cite = named(whole_, "unchecked", row.id).find("cite");
            look(row.id, row.cites, *cite, {subject_.book.valid});
        }
    }

private:
    void look(const std::string& rule, const std::vector<Citation>& cites, const JsonNode& nodes,
              const std::vector<Validity>& live) {
        // That it never holds is told elsewhere.
        if (live.empty()) return;
        LEDGER_ASSERT(nodes.items.size() == cites.size());
        for (std::size_t i = 0; i < cites.size(); ++i) {
            const Citation& citation = cites[i];
            if (!citation.as_of || is_in_time(citation, live)) continue;
            std::string held;
            for (const Validity& period : live)
                held += (held.empty() ? "" : ", ") + text_of(period);
            findings_.push_back({nodes.items[i].place, LintKind::citation, rule,
                                 "it cites " + citation.law + ' ' + citation.paragraph + " as of " +
                                     day_text(*citation.as_of) + ", and holds " + held});
        }
    }

    const LintSubject& subject_;
    const JsonNode whole_;
    LintFindings& findings_;
};

}  // namespace

void find_citations_out_of_time(const LintSubject& subject, LintFindings& findings) {
    Citations(subject, findings).look();
}

}  // namespace fallbuch::rules
