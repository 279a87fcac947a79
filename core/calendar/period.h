// How long is a period, as a law or a rulebook writes it?
//
//   period = ["-"] "P" (civil | weeks "W" | count "BD")     numbers of one to four digits
//   civil  = [years "Y"] [months "M"] [days "D"]            at least one of them
//
// The ISO 8601 durations of whole days ("P6M", "P28D", "P4W", "P1M15D"), and working days ("P5BD"),
// which ISO 8601 lacks. "-P4W" counts backwards. Elapsed time ("PT2H") is no matter of a calendar.
#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "core/base/result.h"

namespace fallbuch {

// Years and months first, then days (§ 189 Abs. 2 BGB); a week is seven days. All of one sign.
struct CivilPeriod {
    int years = 0;
    int months = 0;
    int days = 0;
    bool operator==(const CivilPeriod&) const = default;
};

// Monday to Friday without holidays; which days those are depends on the place.
struct WorkingDays {
    int count = 0;
    bool operator==(const WorkingDays&) const = default;
};

using Period = std::variant<CivilPeriod, WorkingDays>;

// § 189 Abs. 1 BGB.
inline constexpr CivilPeriod kHalfYear{.months = 6};
inline constexpr CivilPeriod kQuarter{.months = 3};
inline constexpr CivilPeriod kHalfMonth{.days = 15};

// invalid, naming the text, if it breaks the grammar above.
Result<Period> parse_period(std::string_view text);

// The shortest text of the period: "P4W" for 28 days, "P12M" stays twelve months.
std::string period_text(const Period& period);

// The days of a period that need not run without a break: a month is 30, a year 365 (§ 191 BGB).
int interrupted_days(CivilPeriod period);

}  // namespace fallbuch
