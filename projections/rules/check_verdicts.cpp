#include "projections/rules/check_verdicts.h"

#include <algorithm>
#include <optional>

#include "projections/rules/check_parts.h"
#include "projections/rules/condition.h"
#include "projections/rules/definitions.h"
#include "projections/rules/lengths.h"
#include "projections/rules/rulebook.h"
#include "projections/rules/uses.h"
#include "projections/rules/vocabulary.h"

namespace fallbuch::rules {
namespace {

bool has(const CountBound& bound) { return bound.value || bound.table; }

bool asks_memory(const Condition& condition) {
    Uses uses;
    uses.add(condition);
    return !uses.facts.empty() || !uses.objects.empty();
}

bool is_elapsed(const Length& length, const Rulebook& book) {
    if (!length.param) return length.elapsed_seconds.has_value();
    const auto& values = book.params[*length.param].values;
    return std::any_of(values.begin(), values.end(), [](const Parameter::Value& one) {
        return length_of(one.value.text).elapsed_seconds.has_value();
    });
}

}  // namespace

bool CheckVerdicts::counts() const {
    return check_.kind == Template::count || check_.kind == Template::exactly ||
           check_.kind == Template::absence || has(check_.count.min) || has(check_.count.max);
}

bool CheckVerdicts::slides() const {
    return check_.kind == Template::count && check_.count.window == CountWindow::sliding;
}

// The target may come after due, and then says how late it is.
bool CheckVerdicts::may_be_late() const {
    if (check_.require.empty() || decides_at_once(check_) || is_negative(check_)) return false;
    switch (check_.kind) {
        case Template::exactly:
        case Template::init:
        case Template::end:
        case Template::chain_precedence: return false;
        case Template::count: return slides() && has(check_.count.min);
        default: break;
    }
    return check_.is_perdurant && has_due(check_, subject_.book);
}

bool CheckVerdicts::may_wait_for_end_of_day() const {
    const bool is_by_event = check_.trigger == Trigger::events ||
                             check_.trigger == Trigger::all_events ||
                             check_.trigger == Trigger::repair;
    return is_by_event && subject_.vocabulary.events() == EventsOf::casework;
}

// Behind each window in which there were enough lies another one.
bool CheckVerdicts::may_be_satisfied() const { return !slides() || !has(check_.count.min); }

bool CheckVerdicts::may_be_violated() const {
    if (decides_at_once(check_) || is_negative(check_) || is_precedence(check_)) return true;
    switch (check_.kind) {
        // Attested as false it does not fit, and nobody attests that nothing was attested.
        case Template::attestation: return may_be_late();
        case Template::init:
        case Template::exactly:
        case Template::chain_response:
        case Template::alternate_response: return true;
        default: break;
    }
    return check_.is_maintenance || has_due(check_, subject_.book);
}

bool CheckVerdicts::may_be_pending() const {
    if (decides_at_once(check_)) {
        return !check_.excuse.empty() || (may_wait_for_end_of_day() && asks_memory(*check_.that));
    }
    switch (check_.kind) {
        case Template::init:
        case Template::chain_precedence: return false;
        case Template::precedence:
        case Template::alternate_precedence: return may_wait_for_end_of_day();
        default: return true;
    }
}

bool CheckVerdicts::knows_lateness(std::string_view verdict) const {
    const bool is_breach =
        verdict == "violated" || verdict == "waived" || verdict == "undetermined";
    return is_breach && may_be_late();
}

bool CheckVerdicts::knows_target(std::string_view verdict) const {
    if (check_.require.empty() || decides_at_once(check_)) return false;
    const bool is_partly_done = check_.require.size() > 1 || counts();
    const bool has_window = check_.within.before || !check_.within.cases.empty();
    if (verdict == "satisfied") return !is_negative(check_) || is_partly_done || has_window;
    if (verdict == "pending") {
        return is_partly_done || check_.basis_recorded || check_.kind == Template::end;
    }
    if (verdict == "not_applicable") {
        return is_partly_done || !check_.superseded_by.empty() || check_.scope_until.has_value();
    }
    const bool is_late = may_be_late() || (!check_.is_perdurant && has_due(check_, subject_.book));
    return is_partly_done || is_negative(check_) || is_late;
}

// One of several targets, or one that is forbidden, has not done it.
bool CheckVerdicts::knows_done(std::string_view verdict) const {
    return verdict == "violated" ? may_be_late() : knows_target(verdict);
}

std::string CheckVerdicts::after_due() const {
    const Window& within = check_.within;
    if (within.before && is_elapsed(*within.before, subject_.book)) return "once due has passed";
    if (check_.count.length && is_elapsed(*check_.count.length, subject_.book)) {
        return "once due has passed";
    }
    const bool has_end = within.before || !within.cases.empty() || !within.until.empty() ||
                         (check_.kind == Template::count && (!slides() || has(check_.count.min)));
    if (has_end) return "on the day after due";
    return subject_.book.closing.empty() ? "never, as nothing ends it"
                                         : "on the day after the case was closed";
}

std::string CheckVerdicts::counted_when() const {
    const bool is_settled_early =
        has(check_.count.min) && !has(check_.count.max) && !check_.count.is_prorata;
    if (!may_be_satisfied()) return "never, as another window follows";
    return is_settled_early ? "with the last target that is asked for" : after_due();
}

std::string CheckVerdicts::satisfied_when() const {
    const std::string at_once = may_be_pending() && check_.excuse.empty()
                                    ? "at once, or in the course of a bare day"
                                    : "at once";
    if (decides_at_once(check_)) return at_once;
    if (is_negative(check_) || check_.is_maintenance) return after_due();
    switch (check_.kind) {
        case Template::exactly:
        case Template::end: return after_due();
        case Template::init: return "with the first event";
        case Template::chain_response: return "with the next event";
        case Template::chain_precedence: return "at once";
        case Template::precedence:
        case Template::alternate_precedence: return at_once;
        case Template::count: return counted_when();
        default: break;
    }
    const bool needs_several = check_.require.size() > 1 || has(check_.count.min);
    return needs_several ? "with the last target that is asked for" : "with the target";
}

std::string CheckVerdicts::violated_when() const {
    if (!may_be_violated()) return "never";
    const std::string at_once = may_be_pending() ? "at once, or after a bare day" : "at once";
    if (decides_at_once(check_)) {
        return check_.excuse.empty() ? at_once : "when the time for an excuse has passed";
    }
    if (is_negative(check_)) {
        return has(check_.count.max) ? "with the target that is one too many" : "with the target";
    }
    if (check_.is_maintenance) return "with the event after which it does not hold";
    switch (check_.kind) {
        case Template::precedence:
        case Template::alternate_precedence: return at_once;
        case Template::chain_precedence: return "at once";
        case Template::init: return "with the first event";
        case Template::chain_response: return "with the next event";
        case Template::alternate_response:
            return after_due() + ", or when it is activated again before";
        case Template::exactly: return "with the target that is one too many, else " + after_due();
        default: break;
    }
    const bool has_max = check_.kind == Template::count && has(check_.count.max);
    if (!has_max && check_.basis_recorded && may_be_late()) {
        return after_due() + ", or with a target that was recorded too late";
    }
    if (!has_max) return after_due();
    return has(check_.count.min) ? "with the target that is one too many, else " + after_due()
                                 : "with the target that is one too many";
}

}  // namespace fallbuch::rules
