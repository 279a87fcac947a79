// Which days are worked in one place, and which day is the n-th of them?
//
// Known from 1990-01-01 to 2099-12-31. Every function that meets a day outside returns invalid: a
// guess would move deadlines in silence.
#pragma once

#include <chrono>
#include <span>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/calendar/civil_day.h"

namespace fallbuch {

inline constexpr CivilDay kHolidaysFrom{std::chrono::local_days(std::chrono::year(1990) / 1 / 1)};
inline constexpr CivilDay kHolidaysTo{std::chrono::local_days(std::chrono::year(2099) / 12 / 31)};

enum class WorkWeek {
    five_days,  // Arbeitstage, the rulebooks' BD: Monday to Friday without holidays
    six_days,   // Werktage: Monday to Saturday without holidays (§ 3 Abs. 2 BUrlG)
};

// Immutable; callable from any thread. 5 KB; an answer costs a step per day that it passes.
class WorkCalendar {
public:
    // `holidays` in any order; those outside the known days do not matter.
    WorkCalendar(std::string place, std::span<const CivilDay> holidays);

    const std::string& place() const { return place_; }
    Result<bool> is_holiday(CivilDay day) const;
    Result<bool> is_working_day(CivilDay day, WorkWeek week = WorkWeek::five_days) const;

    // `day`, or if it is a Saturday, Sunday or holiday the first day after it that is none of them:
    // the "nächstfolgende Werktag" of § 26 Abs. 3 S. 1 SGB X and § 193 BGB, which both name the
    // Saturday beside the holidays and so never mean one.
    Result<CivilDay> on_or_after(CivilDay day) const;

    // The n-th working day after `day`, for a negative count before it; `day` itself, whatever it
    // is, for none. The day is not counted (§ 187 Abs. 1 BGB).
    Result<CivilDay> add_working_days(CivilDay day, int count,
                                      WorkWeek week = WorkWeek::five_days) const;

    // How many of the days from `first` to `last`, both counted, are worked; 0 if last < first.
    Result<int> count_working_days(CivilDay first, CivilDay last,
                                   WorkWeek week = WorkWeek::five_days) const;

private:
    Status check(CivilDay day) const;
    bool works(CivilDay day, WorkWeek week) const;  // the day is known

    std::string place_;
    std::vector<bool> is_holiday_;  // by days since kHolidaysFrom
};

}  // namespace fallbuch
