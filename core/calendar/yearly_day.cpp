#include "core/calendar/yearly_day.h"

#include <optional>
#include <string>

#include "core/calendar/easter.h"
#include "core/calendar/timestamp.h"

namespace fallbuch {
namespace {

using std::chrono::days;
using std::chrono::month_day;
using std::chrono::year;
using std::chrono::year_month_day;

bool take(std::string_view& text, std::string_view front) {
    if (!text.starts_with(front)) return false;
    text.remove_prefix(front.size());
    return true;
}

std::optional<month_day> parse_month_day(std::string_view text) {
    // A year that is no leap year refuses 02-29.
    const auto day = parse_day("2001-" + std::string(text));
    if (!day) return std::nullopt;
    const year_month_day date(*day);
    return date.month() / date.day();
}

std::optional<days> parse_days_after(std::string_view text) {
    if (text.empty()) return days(0);
    const bool before = text[0] == '-';
    if (!before && text[0] != '+') return std::nullopt;
    text.remove_prefix(1);
    if (text.empty() || text.size() > 2) return std::nullopt;
    int count = 0;
    for (const char digit : text) {
        if (digit < '0' || digit > '9') return std::nullopt;
        count = count * 10 + (digit - '0');
    }
    return days(before ? -count : count);
}

}  // namespace

Result<YearlyDay> parse_yearly_day(std::string_view text) {
    std::string_view rest = text;
    if (take(rest, "easter")) {
        if (const auto after = parse_days_after(rest)) return YearlyDay(EasterDay{*after});
    } else if (take(rest, "wednesday before ")) {
        if (const auto date = parse_month_day(rest)) return YearlyDay(WednesdayBefore{*date});
    } else if (const auto date = parse_month_day(rest)) {
        return YearlyDay(FixedDay{*date});
    }
    return Error{ErrorCode::invalid,
                 "day: not MM-DD, easter+N or wednesday before MM-DD (" + std::string(text) + ")"};
}

CivilDay day_in(year year, const YearlyDay& day) {
    if (const auto* fixed = std::get_if<FixedDay>(&day)) return CivilDay(year / fixed->date);
    if (const auto* easter = std::get_if<EasterDay>(&day)) {
        return easter_sunday(year) + easter->after;
    }
    const CivilDay limit(year / std::get<WednesdayBefore>(day).date);
    const CivilDay day_before = limit - days(1);
    return day_before - (std::chrono::weekday(day_before) - std::chrono::Wednesday);
}

}  // namespace fallbuch
