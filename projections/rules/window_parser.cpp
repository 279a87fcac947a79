#include "projections/rules/window_parser.h"

#include "core/calendar/legal_period.h"
#include "projections/rules/calendars.h"
#include "projections/rules/condition.h"
#include "projections/rules/condition_parser.h"
#include "projections/rules/definitions_parser.h"
#include "projections/rules/members.h"
#include "projections/rules/operand_parser.h"

namespace fallbuch::rules {
namespace {

Operand parse_place(const JsonNode& node, Names& names) {
    Operand place = parse_operand(node, {}, names);
    const bool is_value = place.kind == OperandKind::number || place.kind == OperandKind::boolean ||
                          place.kind == OperandKind::texts || place.kind == OperandKind::day;
    const bool is_unknown = place.kind == OperandKind::text && !has_holidays(place.text);
    if (is_value || is_unknown) {
        names.faults.add(node.place,
                         "no place that has holidays is called so: DE, or a Land as DE-BY");
    }
    return place;
}

}  // namespace

CalendarRules parse_calendar(const JsonNode& node, const CalendarRules& otherwise, Names& names) {
    CalendarRules calendar = otherwise;
    Members members(node, "a calendar", names.faults);
    if (const auto count = members.choice("count", {"from_next_day", "from_same_day"})) {
        calendar.count = *count == 0 ? Counting::from_next_day : Counting::from_same_day;
    }
    if (const auto round = members.choice("month_round", {"down", "up"})) {
        calendar.month_round = *round == 0 ? MonthRound::down : MonthRound::up;
    }
    if (const auto roll = members.choice("roll", {"none", "next_working_day", "report_both"})) {
        calendar.roll = static_cast<Roll>(*roll);
    }
    members.choice("tz", {"Europe/Berlin"});
    if (const JsonNode* place = members.find("place")) {
        calendar.place = parse_place(*place, names);
    }
    members.finish();
    return calendar;
}

Window parse_window(const JsonNode& node, const CalendarRules& calendar, const Roots& roots,
                    Names& names) {
    Window window;
    window.calendar = calendar;
    Members members(node, "\"within\"", names.faults);
    if (const JsonNode* after = members.find("after")) window.after = parse_length(*after, names);
    if (const JsonNode* before = members.find("before")) {
        window.before = parse_length(*before, names);
    }
    if (const JsonNode* cases = members.find("cases", JsonKind::array)) {
        for (const JsonNode& one : cases->items) {
            Members inner(one, "a case of a window", names.faults);
            const JsonNode* where = inner.require("where");
            const JsonNode* before = inner.require("before");
            inner.finish();
            if (where == nullptr || before == nullptr) continue;
            window.cases.push_back(
                {parse_condition(*where, roots, names), parse_length(*before, names)});
        }
    }
    if (const JsonNode* until = members.find("until")) {
        window.until = parse_patterns(*until, 'x', roots, names);
    }
    if (const JsonNode* own = members.find("calendar")) {
        window.calendar = parse_calendar(*own, calendar, names);
    }
    members.finish();
    return window;
}

}  // namespace fallbuch::rules
