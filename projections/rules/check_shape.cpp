#include "projections/rules/check_shape.h"

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "core/calendar/civil_day.h"
#include "core/calendar/legal_period.h"
#include "core/calendar/period.h"
#include "projections/rules/check_parts.h"
#include "projections/rules/definitions.h"

namespace fallbuch::rules {

void check_possible(const Window& window, TextPlace place, RulebookFaults& faults) {
    const auto& [after, before, cases, until, calendar] = window;
    if (!after || !before) return;
    if (after->elapsed_seconds && before->elapsed_seconds) {
        if (*after->elapsed_seconds > *before->elapsed_seconds) {
            faults.add(place, "no time lies in this window: it ends before it begins");
        }
        return;
    }
    const auto day_of = [](const Length& length) -> std::optional<CivilDay> {
        const auto* civil = length.civil ? std::get_if<CivilPeriod>(&*length.civil) : nullptr;
        constexpr CivilDay kSomeDay{std::chrono::days(19723)};
        if (civil == nullptr) return std::nullopt;
        return last_day(kSomeDay, *civil, Counting::from_next_day);
    };
    const auto first = day_of(*after);
    const auto last = day_of(*before);
    if (first && last && *first > *last) {
        faults.add(place, "no day lies in this window: it ends before it begins");
    }
}

void check_shape(const Check& check, RulebookFaults& faults) {
    const auto need = [&](bool is_there, std::string_view what) {
        if (!is_there) faults.add(check.place, "this template needs " + std::string(what));
    };
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
            need(check.count.min.value || check.count.min.table || check.count.max.value ||
                     check.count.max.table,
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
