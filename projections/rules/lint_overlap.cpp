// Exceptions, and lengths of a window, of which two may be meant at once.
#include <algorithm>
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

bool is_same_pair(const std::pair<Operand, Operand>& left,
                  const std::pair<Operand, Operand>& right) {
    return is_same(left.first, right.first) && is_same(left.second, right.second);
}

// All that the one asks for, the other asks for, too.
bool asks_at_least(const Pattern& narrow, const Pattern& wide) {
    const bool has_match = std::all_of(wide.match.begin(), wide.match.end(), [&](const auto& pair) {
        return std::any_of(narrow.match.begin(), narrow.match.end(),
                           [&](const auto& other) { return is_same_pair(pair, other); });
    });
    const bool has_where = !wide.where || (narrow.where && is_same(*narrow.where, *wide.where));
    return has_match && has_where;
}

bool asks_at_least(const Condition& narrow, const Condition& wide) {
    if (is_same(narrow, wide)) return true;
    return wide.kind == ConditionKind::holds && wide.parts.empty() &&
           narrow.kind == ConditionKind::holds && narrow.index == wide.index;
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
        if (first.event && second.event) return compare(*first.event, *second.event);
        if (!first.holds || !second.holds) return;
        const std::string other = place_text(first.place);
        const bool is_narrower = asks_at_least(*second.holds, *first.holds);
        const bool is_wider = asks_at_least(*first.holds, *second.holds);
        if (is_narrower && is_wider) {
            tell(second.place, "this exception is the same as that of " + other);
        } else if (is_narrower || is_wider) {
            tell(second.place,
                 "of this exception and that of " + other + " one holds whenever the other does");
        }
    }

    void compare(const Pattern& first, const Pattern& second) {
        if (first.type != second.type) return;
        const std::string other = place_text(first.place);
        const bool is_narrower = asks_at_least(second, first);
        const bool is_wider = asks_at_least(first, second);
        if (is_narrower && is_wider) {
            return tell(second.place, "this exception is the same as that of " + other);
        }
        std::vector<Claim> both;
        for (const Pattern* one : {&first, &second}) {
            if (one->where) both.push_back({&*one->where, true, JudgedAt::later});
        }
        if (!claims_.may_when_activated(both)) return;
        tell(second.place, "one " + subject_.vocabulary.type_name(second.type) +
                               " may be this exception and that of " + other);
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
