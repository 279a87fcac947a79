#include "core/calendar/holiday_law.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "core/calendar/built_in_holidays.h"
#include "core/calendar/timestamp.h"
#include "core/calendar/yearly_day.h"

namespace fallbuch {
namespace {

using std::chrono::year;
using std::chrono::year_month_day;

// The rule's holiday in a year, if it is law on that day.
std::optional<CivilDay> day_under(const HolidayRule& rule, year year) {
    const CivilDay day = day_in(year, rule.day);
    const bool in_force = rule.valid_from <= day && (!rule.valid_to || day <= *rule.valid_to);
    return in_force ? std::optional(day) : std::nullopt;
}

bool overlap(const HolidayRule& a, const HolidayRule& b) {
    return (!a.valid_to || b.valid_from <= *a.valid_to) &&
           (!b.valid_to || a.valid_from <= *b.valid_to);
}

Error no_such_place(std::string_view place) {
    return {ErrorCode::not_found, "place: not in any list (" + std::string(place) + ")"};
}

}  // namespace

Result<HolidayLaw> HolidayLaw::built_in() {
    HolidayLaw law;
    RETURN_IF_ERROR(law.add("holidays.txt", built_in_holidays()));
    return law;
}

Status HolidayLaw::add(std::string_view name, std::string_view text) {
    const auto list = parse_holiday_list(text);
    if (!list) return list.error().in(name);
    HolidayLaw joined = *this;
    if (const Status status = joined.join(*list); !status) return status.error().in(name);
    *this = std::move(joined);
    return {};
}

Status HolidayLaw::join(const HolidayList& list) {
    for (const Place& place : list.places) {
        // A place is named after the one around it, so no place lies in itself.
        if (!place.within.empty() && !places_.contains(place.within)) {
            return Error{ErrorCode::invalid, place.id + ": unknown place (" + place.within + ")"};
        }
        if (!places_.emplace(place.id, place).second) {
            return Error{ErrorCode::conflict, "place: exists already (" + place.id + ")"};
        }
    }
    for (const HolidayRule& rule : list.rules) {
        RETURN_IF_ERROR(check_new(rule));
        rules_.push_back(rule);
    }
    return {};
}

Status HolidayLaw::check_new(const HolidayRule& rule) const {
    if (!places_.contains(rule.place)) {
        return Error{ErrorCode::invalid, rule.title + ": unknown place (" + rule.place + ")"};
    }
    const bool twice = std::ranges::any_of(rules_, [&](const HolidayRule& other) {
        return other.title == rule.title && other.place == rule.place && overlap(other, rule);
    });
    if (!twice) return {};
    return Error{ErrorCode::invalid, rule.title + ": twice at the same time (" + rule.place + ")"};
}

bool HolidayLaw::lies_in(std::string_view place, std::string_view around) const {
    while (place != around) {
        place = places_.find(place)->second.within;
        if (place.empty()) return false;
    }
    return true;
}

Result<std::vector<Holiday>> HolidayLaw::holidays(std::string_view place, year year) const {
    if (!places_.contains(place)) return no_such_place(place);
    if (year < year_month_day(kHolidaysFrom).year() || year > year_month_day(kHolidaysTo).year()) {
        return Error{ErrorCode::invalid, "holidays: known from " + day_text(kHolidaysFrom) +
                                             " to " + day_text(kHolidaysTo) + " (" +
                                             std::to_string(static_cast<int>(year)) + ")"};
    }
    std::vector<Holiday> found;
    for (const HolidayRule& rule : rules_) {
        const auto day = day_under(rule, year);
        if (!day || !lies_in(place, rule.place)) continue;
        found.push_back({*day, rule.title, rule.place, rule.source, rule.remark});
    }
    std::ranges::stable_sort(found, {}, &Holiday::day);
    return found;
}

Result<WorkCalendar> HolidayLaw::calendar(std::string_view place) const {
    if (!places_.contains(place)) return no_such_place(place);
    std::vector<CivilDay> days;
    const year last = year_month_day(kHolidaysTo).year();
    for (year year = year_month_day(kHolidaysFrom).year(); year <= last; ++year) {
        for (const HolidayRule& rule : rules_) {
            const auto day = day_under(rule, year);
            if (day && lies_in(place, rule.place)) days.push_back(*day);
        }
    }
    return WorkCalendar(std::string(place), days);
}

}  // namespace fallbuch
