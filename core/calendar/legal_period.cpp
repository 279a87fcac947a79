#include "core/calendar/legal_period.h"

#include <algorithm>
#include <chrono>

namespace fallbuch {
namespace {

using std::chrono::days;
using std::chrono::year_month;
using std::chrono::year_month_day;

constexpr int kMonthsOfYear = 12;

year_month month_of(CivilDay day) {
    const year_month_day date(day);
    return date.year() / date.month();
}

CivilDay first_of(year_month month) { return CivilDay(month / 1); }
CivilDay last_of(year_month month) { return CivilDay(month / std::chrono::last); }

int day_number(CivilDay day) {
    return static_cast<int>(static_cast<unsigned>(year_month_day(day).day()));
}

}  // namespace

CivilDay last_day(CivilDay start, CivilPeriod period, Counting counting) {
    const int months = period.years * kMonthsOfYear + period.months;
    const bool backwards = months < 0 || period.days < 0;
    const int counted_at_start = counting == Counting::from_same_day ? 1 : 0;
    if (months == 0) {
        return start + days(period.days + (backwards ? counted_at_start : -counted_at_start));
    }
    const year_month target = month_of(start) + std::chrono::months(months);
    const int number_max = day_number(last_of(target));
    const int number = backwards ? std::min(day_number(start), number_max) + counted_at_start
                                 : std::min(day_number(start) - counted_at_start, number_max);
    return first_of(target) + days(number - 1 + period.days);
}

bool lasts(CivilDay first, CivilDay last, CivilPeriod period) {
    return last >= last_day(first, period, Counting::from_same_day);
}

std::optional<int> age(CivilDay birth, CivilDay day) {
    if (day < birth) return std::nullopt;
    const auto year_of = [](CivilDay of) { return year_month_day(of).year(); };
    const int birthdays = static_cast<int>((year_of(day) - year_of(birth)).count());
    const CivilPeriod lived{.years = birthdays};
    return last_day(birth, lived, Counting::from_same_day) < day ? birthdays : birthdays - 1;
}

CivilDay extended(CivilDay last_day_before, CivilPeriod by) {
    return last_day(last_day_before + days(1), by, Counting::from_same_day);
}

CivilDay beginning_of_month(CivilDay day) { return first_of(month_of(day)); }
CivilDay middle_of_month(CivilDay day) { return CivilDay(month_of(day) / 15); }
CivilDay end_of_month(CivilDay day) { return last_of(month_of(day)); }

}  // namespace fallbuch
