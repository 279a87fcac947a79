// The days on which the simulated office works, and how they are written. Answers of core/calendar,
// asked once and kept: a history asks thousands of times.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/calendar/civil_day.h"

namespace fallbuch::simulate {

constexpr CivilDay day(int year, unsigned month, unsigned number) {
    return CivilDay{std::chrono::local_days(std::chrono::year(year) / static_cast<int>(month) /
                                            static_cast<int>(number))};
}

// The office's first intake and the last day on which anything is recorded.
inline constexpr CivilDay kOfficeOpens = day(2005, 1, 3);
inline constexpr CivilDay kLastDay = day(2026, 9, 30);

// The first Kooperationsplan is due where an agreement lapsed with 2023 (§ 65 Abs. 4 SGB II a.F.).
inline constexpr CivilDay kPlanAfterLapse = day(2024, 1, 8);

// The place whose holidays the office keeps.
inline constexpr std::string_view kOfficePlace = "DE-BY";

// Immutable; callable from any thread. Knows the days from 1940 to 2030, working days from 2004.
class OfficeDays {
public:
    // unavailable without a time zone database.
    static Result<OfficeDays> load();

    bool works(CivilDay day) const { return info(day).works; }
    // `day`, or the next working day after it.
    CivilDay on_or_after(CivilDay day) const;
    CivilDay on_or_before(CivilDay day) const;
    // The office is closed on 24.12. and 31.12., too, which the law counts as working days.
    bool opens(CivilDay day) const;
    CivilDay open_on_or_after(CivilDay day) const;
    CivilDay open_on_or_before(CivilDay day) const;
    CivilDay next_working_day(CivilDay day) const {
        return on_or_after(day + std::chrono::days(1));
    }

    // The first second of the day, since 1970 UTC.
    std::int64_t start_second(CivilDay day) const { return info(day).start_second; }
    // "2025-03-31"; lives as long as the object.
    std::string_view text(CivilDay day) const {
        return {info(day).text.data(), info(day).text.size()};
    }

private:
    struct DayInfo {
        std::int64_t start_second;
        std::array<char, 10> text;
        bool works;
    };
    OfficeDays() = default;
    const DayInfo& info(CivilDay day) const;

    std::vector<DayInfo> days_;
};

}  // namespace fallbuch::simulate
