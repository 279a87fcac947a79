#include "projections/rules/check_shape.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "projections/rules/check.h"
#include "projections/rules/check_parts.h"
#include "projections/rules/condition.h"
#include "projections/rules/definitions.h"
#include "projections/rules/implication.h"
#include "projections/rules/json_text.h"
#include "projections/rules/possibility.h"

namespace fallbuch::rules {
namespace {

std::string place_text(TextPlace place) {
    return "line " + std::to_string(place.line) + ", column " + std::to_string(place.column);
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
    const bool has_where = !wide.where || (narrow.where && implies(*narrow.where, *wide.where));
    return narrow.type == wide.type && has_match && has_where;
}

bool asks_at_least(const Exception& narrow, const Exception& wide) {
    if (narrow.event && wide.event) return asks_at_least(*narrow.event, *wide.event);
    return narrow.holds && wide.holds && implies(*narrow.holds, *wide.holds);
}

// Two of which each that is the one is the other, too: what would count then?
void check_exceptions(const Check& check, RulebookFaults& faults) {
    const auto place_of = [](const Exception& one) {
        return one.event ? one.event->place : one.place;
    };
    for (std::size_t i = 0; i < check.unless.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            const Exception& first = check.unless[j];
            const Exception& second = check.unless[i];
            const bool is_narrower = asks_at_least(second, first);
            const bool is_wider = asks_at_least(first, second);
            if (!is_narrower && !is_wider) continue;
            const std::string other = "that of " + place_text(place_of(first));
            faults.add(place_of(second),
                       is_narrower && is_wider
                           ? "two exceptions at once: this one is the same as " + other
                           : "two exceptions at once: of this one and " + other +
                                 " one holds whenever the other does");
        }
    }
    const auto& cases = check.within.cases;
    for (std::size_t i = 0; i < cases.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            // Of several that hold the last counts.
            if (!implies(cases[j].where, cases[i].where)) continue;
            const bool is_same_case = implies(cases[i].where, cases[j].where);
            faults.add(cases[i].where.place,
                       "two lengths at once: this case " +
                           std::string(is_same_case ? "is the same as" : "holds whenever") +
                           " that of " + place_text(cases[j].where.place) +
                           (is_same_case ? "" : " does, which so never counts"));
        }
    }
}

// What is due later is excused until then.
void check_excuses(const Check& check, RulebookFaults& faults) {
    if (decides_at_once(check)) return;
    for (const Excuse& one : check.excuse) {
        if (!one.within && !one.earlier) continue;
        faults.add(one.within ? one.within->place : one.earlier->place,
                   "only what is judged at once is excused by a time of its own; what is due "
                   "later, by what comes until it is due");
    }
}

// One target that is recorded in time is enough, in whatever order they happen.
void check_recording(const Check& check, RulebookFaults& faults) {
    if (!check.basis_recorded) return;
    const bool waits = check.kind == Template::response || check.kind == Template::existence ||
                       check.kind == Template::responded_existence;
    const bool asks_for_one = check.require.size() == 1 && !check.count.min.value;
    if (waits && asks_for_one && !check.is_maintenance) return;
    faults.add(check.place,
               "what has to be recorded in time is one target of a response, a responded_existence "
               "or an existence");
}

}  // namespace

void check_shape(const Check& check, RulebookFaults& faults) {
    check_exceptions(check, faults);
    const auto need = [&](bool is_there, std::string_view what) {
        if (!is_there) faults.add(check.place, "this template needs " + std::string(what));
    };
    check_excuses(check, faults);
    check_recording(check, faults);
    const bool has_trigger = check.trigger != Trigger::case_begins;
    const bool has_target = !check.require.empty() && !check.require.front().empty();
    switch (check.kind) {
        case Template::invariant:
        case Template::since:
            need(has_trigger, "\"on\"");
            need(check.that.has_value(), "\"that\"");
            break;
        case Template::attestation:
        case Template::forall_exists:
            need(has_trigger, "\"on\"");
            need(check.that.has_value() || has_target, "\"that\" or \"require\"");
            break;
        case Template::existence:
        case Template::absence:
        case Template::exactly:
        case Template::init:
        case Template::end:
            need(!has_trigger, "no \"on\": it is about the case as a whole");
            need(has_target, "\"require\"");
            break;
        case Template::count:
            need(has_target, "\"require\"");
            need(check.count.window.has_value(), "a \"window\"");
            need(check.count.window != CountWindow::sliding || check.count.length,
                 "the \"length\" of its window");
            // Of a table that nobody knows the parser has told.
            need(check.count.min.value || check.count.min.key || check.count.max.value ||
                     check.count.max.key,
                 "\"min\" or \"max\"");
            need(!check.anchor && !check.scope_until,
                 "no \"anchor\" and no end of a scope: its "
                 "window begins with what activates it");
            break;
        default:
            need(has_trigger, "\"on\"");
            need(has_target || check.is_maintenance, "\"require\"");
            break;
    }
}

}  // namespace fallbuch::rules
