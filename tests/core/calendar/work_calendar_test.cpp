#include "core/calendar/work_calendar.h"

#include <catch2/catch.hpp>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "core/calendar/holiday_law.h"
#include "core/calendar/timestamp.h"
#include "tests/core/calendar/naive_calendar.h"

using namespace fallbuch;
using testing::NaiveDay;

namespace {

CivilDay day(const char* text) { return parse_day(text).value(); }

WorkCalendar calendar_of(const char* place) {
    return HolidayLaw::built_in().value().calendar(place).value();
}

// Where there are all kinds of holidays: Sundays too, in the week, at the turn of the year.
constexpr const char* kPlaces[] = {"DE-BB", "DE-BE", "DE-BY-AUGSBURG", "DE-NW", "DE-SN"};

// Every working day of 1990 to 2050 in a list, by the naive calendar: the n-th working day after a
// day is n places further on in it.
struct NaiveWork {
    NaiveWork(const std::string& place, int days_of_week) {
        const std::size_t end = testing::naive_index(2051, 1, 1);
        for (std::size_t i = testing::naive_index(1990, 1, 1); i < end; ++i) {
            first_not_before.push_back(worked.size());
            const NaiveDay& today = testing::naive_days().at(i);
            days.push_back(testing::civil(today));
            const bool works =
                today.weekday <= days_of_week && !testing::naive_is_holiday(place, i);
            if (works) worked.push_back(days.back());
        }
        first_not_before.push_back(worked.size());
    }
    std::vector<CivilDay> days;
    std::vector<CivilDay> worked;
    std::vector<std::size_t> first_not_before;  // for each day its place in the list
};

// Are the twelve working days after and before the day those of the list?
bool same_neighbours(const WorkCalendar& calendar, const NaiveWork& naive, std::size_t i,
                     WorkWeek week) {
    const CivilDay today = naive.days[i];
    const std::size_t here = naive.first_not_before[i];
    const std::size_t next = naive.first_not_before[i + 1];
    bool same = calendar.is_working_day(today, week).value() == (next != here) &&
                calendar.add_working_days(today, 0, week).value() == today;
    for (std::size_t n = 1; n <= 12; ++n) {
        const int count = static_cast<int>(n);
        same =
            same &&
            calendar.add_working_days(today, count, week).value() == naive.worked[next + n - 1] &&
            calendar.add_working_days(today, -count, week).value() == naive.worked[here - n];
    }
    return same;
}

}  // namespace

TEST_CASE("the n-th working day is n places on in the list of all working days",
          "[core][calendar]") {
    const auto [week, days_of_week] =
        GENERATE(table<WorkWeek, int>({{WorkWeek::five_days, 5}, {WorkWeek::six_days, 6}}));
    for (const char* place : kPlaces) {
        const WorkCalendar calendar = calendar_of(place);
        const NaiveWork naive(place, days_of_week);
        for (std::size_t i = 40; i + 40 < naive.days.size(); ++i) {
            if (!same_neighbours(calendar, naive, i, week)) {
                FAIL(place << ": working days around " << day_text(naive.days[i]));
            }
        }
    }
}

TEST_CASE("the day to which a deadline moves is the first in the list of working days",
          "[core][calendar]") {
    for (const char* place : kPlaces) {
        const WorkCalendar calendar = calendar_of(place);
        const NaiveWork naive(place, 5);
        for (std::size_t i = 0; i + 10 < naive.days.size(); ++i) {
            REQUIRE(calendar.on_or_after(naive.days[i]).value() ==
                    naive.worked[naive.first_not_before[i]]);
        }
    }
}

TEST_CASE("working days between two days are counted as the list counts them", "[core][calendar]") {
    const std::uint64_t seed = std::random_device{}();
    INFO("seed " << seed);
    std::mt19937_64 random(seed);
    const auto [week, days_of_week] =
        GENERATE(table<WorkWeek, int>({{WorkWeek::five_days, 5}, {WorkWeek::six_days, 6}}));
    const WorkCalendar calendar = calendar_of("DE-BY-AUGSBURG");
    const NaiveWork naive("DE-BY-AUGSBURG", days_of_week);
    for (int round = 0; round < 3000; ++round) {
        const std::size_t first = random() % (naive.days.size() - 800);
        const std::size_t last = first + random() % 800;
        const auto expected = naive.first_not_before[last + 1] - naive.first_not_before[first];
        REQUIRE(calendar.count_working_days(naive.days[first], naive.days[last], week).value() ==
                static_cast<int>(expected));
    }
    CHECK(calendar.count_working_days(day("2026-03-02"), day("2026-03-01")).value() == 0);
}

TEST_CASE("working days at Easter and at the turn of the year", "[core][calendar]") {
    const WorkCalendar berlin = calendar_of("DE-BE");
    const auto add = [&](const char* from, int count) {
        return day_text(berlin.add_working_days(day(from), count).value());
    };
    CHECK(add("2026-04-02", 1) == "2026-04-07");  // Maundy Thursday to Tuesday
    CHECK(add("2026-04-05", 1) == "2026-04-07");
    CHECK(add("2026-04-07", -1) == "2026-04-02");
    CHECK(add("2025-12-23", 2) == "2025-12-29");
    CHECK(add("2025-12-31", 1) == "2026-01-02");
    CHECK(add("2025-05-12", 1) == "2025-05-13");
    CHECK(add("2025-05-07", 1) == "2025-05-09");  // 8 May 2025
    const auto saturday = berlin.add_working_days(day("2026-04-02"), 1, WorkWeek::six_days).value();
    CHECK(day_text(saturday) == "2026-04-04");
}

TEST_CASE("nobody guesses the holidays of days that are not known", "[core][calendar]") {
    const WorkCalendar calendar = calendar_of("DE-NW");
    const CivilDay before = kHolidaysFrom - std::chrono::days(1);
    const CivilDay after = kHolidaysTo + std::chrono::days(1);
    CHECK(calendar.is_holiday(before).error().message ==
          "calendar DE-NW: holidays are known from 1990-01-01 to 2099-12-31 (1989-12-31)");
    CHECK(calendar.is_holiday(after).error().code == ErrorCode::invalid);
    CHECK(calendar.is_working_day(before).error().code == ErrorCode::invalid);
    CHECK(calendar.on_or_after(after).error().code == ErrorCode::invalid);
    CHECK(calendar.add_working_days(before, 0).error().code == ErrorCode::invalid);
    CHECK(calendar.add_working_days(kHolidaysFrom, -1).error().code == ErrorCode::invalid);
    CHECK(calendar.add_working_days(kHolidaysTo, 1).error().code == ErrorCode::invalid);
    CHECK(calendar.count_working_days(before, kHolidaysTo).error().code == ErrorCode::invalid);
    CHECK(calendar.count_working_days(kHolidaysFrom, after).error().code == ErrorCode::invalid);
    CHECK(calendar.on_or_after(day("2099-12-31")).value() == kHolidaysTo);  // a Thursday
    CHECK(calendar.count_working_days(kHolidaysFrom, kHolidaysTo));
}
