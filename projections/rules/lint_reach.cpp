// What can never have an effect: rules, conditions, definitions.
#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/calendar/civil_day.h"
#include "core/calendar/timestamp.h"
#include "projections/rules/check.h"
#include "projections/rules/check_claims.h"
#include "projections/rules/check_parts.h"
#include "projections/rules/condition.h"
#include "projections/rules/definitions.h"
#include "projections/rules/json_text.h"
#include "projections/rules/lint_subject.h"
#include "projections/rules/live_periods.h"
#include "projections/rules/possibility.h"
#include "projections/rules/rulebook.h"

namespace fallbuch::rules {
namespace {

class CheckReach {
public:
    CheckReach(const LintSubject& subject, const Check& check, LintFindings& findings)
        : subject_(subject), check_(check), findings_(findings), claims_(check, subject.book) {}

    void look() {
        if (!look_at_time()) return;
        look_at_references();
        if (!look_at_trigger()) return;
        for (const Patterns& group : check_.require) {
            look_at(group, "can be what is required");
        }
        look_at_exceptions();
        look_at_window();
        if (check_.that) look_at_demand();
    }

private:
    void tell(TextPlace place, std::string what) {
        findings_.push_back({place, LintKind::unreachable, name_of(check_), std::move(what)});
    }
    std::string title(const Pattern& pattern) const {
        return subject_.vocabulary.type_name(pattern.type);
    }

    // False if it never holds.
    bool look_at_time() {
        const Rulebook& book = subject_.book;
        const auto live = live_periods(check_, book);
        if (live.empty()) {
            tell(check_.place,
                 "it never holds: its validity lies outside of the rulebook's, which is " +
                     text_of(book.valid));
            return false;
        }
        const bool is_about_gaps = check_.transition.value_or(book.transition) == Transition::gap;
        for (const Validity& valid : check_.valid) {
            if (is_about_gaps || intersection(valid, book.valid)) continue;
            tell(check_.place, "its validity " + text_of(valid) +
                                   " lies outside of the rulebook's, which is " +
                                   text_of(book.valid));
        }
        const auto covers = [&](CivilDay day) {
            return std::any_of(live.begin(), live.end(),
                               [&](const Validity& one) { return one.covers(day); });
        };
        if (check_.trigger == Trigger::date && !covers(check_.on_day)) {
            tell(check_.place,
                 "it is activated on " + day_text(check_.on_day) + ", when it does not hold");
            return false;
        }
        return true;
    }

    void look_at_references() {
        const Rulebook& book = subject_.book;
        if (check_.trigger == Trigger::repair) {
            const bool is_named =
                std::any_of(book.checks.begin(), book.checks.end(),
                            [&](const Check& other) { return other.repair == check_.id; });
            if (!is_named) tell(check_.place, "no rule names it as its repair");
        }
        if (check_.trigger == Trigger::end_of_object) {
            const ObjectKind& kind = book.objects[check_.on_object];
            const bool ends = !kind.closed_by.empty() || !kind.until.empty();
            if (!ends) tell(check_.place, "nothing ends an object \"" + kind.name + "\"");
        }
    }

    // False if nothing can activate it.
    bool look_at_trigger() {
        const std::size_t before = findings_.size();
        if (check_.where && !claims_.may({{&*check_.where}})) {
            tell(check_.where->place, "the condition of its scope can never be true");
            return false;
        }
        for (const Pattern& pattern : check_.on) {
            const bool may_be = !pattern.where || claims_.may({{&*pattern.where}});
            if (!may_be) {
                tell(pattern.place, "no " + title(pattern) + " can be as its \"where\" says");
            } else if (!claims_.may(claims_.of_trigger(&pattern))) {
                tell(pattern.place, "no " + title(pattern) +
                                        " can activate it: its \"where\" and the scope "
                                        "contradict each other");
            }
        }
        if (check_.on.empty() && !claims_.may(claims_.of_trigger(nullptr))) {
            tell(check_.place, "its conditions contradict each other");
        }
        const std::size_t count = findings_.size() - before;
        return count == 0 || count < check_.on.size();
    }

    void look_at(const Pattern& pattern, const std::string& role) {
        if (!pattern.where) return;
        if (!claims_.may({{&*pattern.where, true, JudgedAt::later}})) {
            tell(pattern.place,
                 "no " + title(pattern) + " " + role + ": its \"where\" can never be true");
        } else if (!claims_.may_when_activated({{&*pattern.where, true, JudgedAt::later}})) {
            tell(pattern.place, "no " + title(pattern) + " " + role +
                                    ": its \"where\" contradicts what activates the rule");
        }
    }
    void look_at(const Patterns& patterns, const std::string& role) {
        for (const Pattern& pattern : patterns) look_at(pattern, role);
    }

    void look_at_exceptions() {
        for (const Exception& one : check_.unless) {
            if (one.event) look_at(*one.event, "can be the exception");
            if (one.holds && !claims_.may_when_activated({{&*one.holds}})) {
                tell(one.place, "the state that excepts it can never hold when it is activated");
            }
        }
        for (const Excuse& one : check_.excuse) look_at(one.event, "can excuse it");
        for (const Suspension& one : check_.suspend) {
            look_at(one.from, "can suspend it");
            look_at(one.to, "can end its suspension");
        }
        look_at(check_.superseded_by, "can supersede it");
        look_at(check_.scope_from, "can begin its scope");
        look_at(check_.scope_to, "can end its scope");
    }

    void look_at_window() {
        look_at(check_.within.until, "can end its window");
        for (const Window::Case& one : check_.within.cases) {
            if (claims_.may_when_activated({{&one.where}})) continue;
            tell(one.where.place, "this case of its window can never hold");
        }
    }

    void look_at_demand() {
        const JudgedAt at = check_.is_maintenance ? JudgedAt::later : JudgedAt::activation;
        if (!claims_.may_when_activated({{&*check_.that, true, at}})) {
            tell(check_.that->place, "what it demands can never be true, so it is never satisfied");
        } else if (!claims_.may_when_activated({{&*check_.that, false, at}})) {
            tell(check_.that->place,
                 "what it demands is always true when it is activated, so it is never violated");
        }
    }

    const LintSubject& subject_;
    const Check& check_;
    LintFindings& findings_;
    CheckClaims claims_;
};

// Facts, objects, and what else stands outside of the rules.
class DefinitionReach {
public:
    DefinitionReach(const LintSubject& subject, LintFindings& findings)
        : subject_(subject), findings_(findings) {}

    void look() {
        const Rulebook& book = subject_.book;
        if (book.where && !may(*book.where)) {
            tell(book.where->place, "the condition of the rulebook can never be true");
        }
        for (const Fact& fact : book.facts) {
            if (!can_any(fact.events, "tell the fact \"" + fact.name + "\"")) {
                tell(subject_.source.place_of("facts", fact.name),
                     "nothing can tell the fact \"" + fact.name + "\"");
            }
            can_any(fact.cleared_by, "clear the fact \"" + fact.name + "\"");
        }
        for (const ObjectKind& kind : book.objects) look_at(kind);
        can_any(book.closing, "close the case");
        if (book.waivers) can_any(book.waivers->events, "justify a deviation");
    }

private:
    void tell(TextPlace place, std::string what) {
        findings_.push_back({place, LintKind::unreachable, "", std::move(what)});
    }
    bool may(const Condition& condition) const {
        return may_hold(std::vector<Claim>{{&condition}}, subject_.book, {});
    }

    // Names those that cannot; false if none can.
    bool can_any(const Patterns& patterns, const std::string& role) {
        bool can = patterns.empty();
        for (const Pattern& pattern : patterns) {
            const bool may_be = !pattern.where || may(*pattern.where);
            can = can || may_be;
            if (may_be) continue;
            tell(pattern.place, "no " + subject_.vocabulary.type_name(pattern.type) + " can " +
                                    role + ": its \"where\" can never be true");
        }
        return can;
    }

    void look_at(const ObjectKind& kind) {
        const std::string name = "an object \"" + kind.name + "\"";
        if (!can_any(kind.opened_by, "open " + name)) {
            tell(subject_.source.place_of("objects", kind.name), "nothing can open " + name);
        }
        can_any(kind.updated_by, "tell more about " + name);
        can_any(kind.closed_by, "close " + name);
        for (const ObjectKind::Until& until : kind.until) {
            const bool may_be = !until.where || may(*until.where);
            if (!may_be) tell(until.where->place, "this end of " + name + " can never be reached");
        }
    }

    const LintSubject& subject_;
    LintFindings& findings_;
};

}  // namespace

void find_unreachable(const LintSubject& subject, LintFindings& findings) {
    DefinitionReach(subject, findings).look();
    for (const Check& check : subject.book.checks) CheckReach(subject, check, findings).look();
}

}  // namespace fallbuch::rules
