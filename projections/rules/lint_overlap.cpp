// Exceptions, and lengths of a window, of which two may be meant at once. Where two are so for
// certain, the parser has told.
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "projections/rules/check.h"
#include "projections/rules/check_claims.h"
#include "projections/rules/check_parts.h"
#include "projections/rules/condition.h"
#include "projections/rules/definitions.h"
#include "projections/rules/json_text.h"
#include "projections/rules/lint_subject.h"
#include "projections/rules/possibility.h"

namespace fallbuch::rules {
namespace {

std::string place_text(TextPlace place) {
    return std::to_string(place.line) + ':' + std::to_string(place.column);
}

class CheckOverlaps {
public:
    CheckOverlaps(const LintSubject& subject, const Check& check, LintFindings& findings)
        : subject_(subject), check_(check), findings_(findings), claims_(check, subject.book) {}

    void look() {
        for (std::size_t i = 0; i < check_.unless.size(); ++i) {
            for (std::size_t j = 0; j < i; ++j) compare(check_.unless[j], check_.unless[i]);
        }
        const auto& cases = check_.within.cases;
        for (std::size_t i = 0; i < cases.size(); ++i) {
            for (std::size_t j = 0; j < i; ++j) compare(cases[j].where, cases[i].where);
        }
    }

private:
    void tell(TextPlace place, std::string what) {
        findings_.push_back({place, LintKind::overlap, name_of(check_), std::move(what)});
    }

    void compare(const Exception& first, const Exception& second) {
        if (first.event && second.event) compare(*first.event, *second.event);
    }

    void compare(const Pattern& first, const Pattern& second) {
        if (first.type != second.type) return;
        std::vector<Claim> both;
        for (const Pattern* one : {&first, &second}) {
            if (one->where) both.push_back({&*one->where, true, JudgedAt::later});
        }
        if (!claims_.may_when_activated(both)) return;
        tell(second.place, "one " + subject_.vocabulary.type_name(second.type) +
                               " may be this exception and that of " + place_text(first.place));
    }

    void compare(const Condition& first, const Condition& second) {
        if (!claims_.may_when_activated({{&first}, {&second}})) return;
        tell(second.place, "this case of the window and that of " + place_text(first.place) +
                               " may both hold; at most one may");
    }

    const LintSubject& subject_;
    const Check& check_;
    LintFindings& findings_;
    CheckClaims claims_;
};

}  // namespace

void find_overlaps(const LintSubject& subject, LintFindings& findings) {
    for (const Check& check : subject.book.checks) {
        CheckOverlaps(subject, check, findings).look();
    }
}

}  // namespace fallbuch::rules
