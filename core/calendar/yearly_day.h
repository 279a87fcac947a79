// On which day of a year does a holiday fall?
//
//   yearly day = MM "-" DD                     every year (never 02-29)
//              | "easter" [("+" | "-") days]   counted from Easter Sunday, at most 99 days
//              | "wednesday before " MM "-" DD the last Wednesday before that day
#pragma once

#include <chrono>
#include <string_view>
#include <variant>

#include "core/base/result.h"
#include "core/calendar/civil_day.h"

namespace fallbuch {

struct FixedDay {
    std::chrono::month_day date;
};
struct EasterDay {
    std::chrono::days after;
};
struct WednesdayBefore {
    std::chrono::month_day date;
};
using YearlyDay = std::variant<FixedDay, EasterDay, WednesdayBefore>;

// invalid, naming the text, if it breaks the grammar above.
Result<YearlyDay> parse_yearly_day(std::string_view text);

CivilDay day_in(std::chrono::year year, const YearlyDay& day);

}  // namespace fallbuch
