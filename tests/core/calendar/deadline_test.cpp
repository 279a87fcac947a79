#include "core/calendar/deadline.h"

#include <catch2/catch.hpp>
#include <string>

#include "core/calendar/berlin.h"
#include "core/calendar/holiday_law.h"
#include "core/calendar/timestamp.h"

using namespace fallbuch;

namespace {

CivilDay day(const char* text) { return parse_day(text).value(); }

WorkCalendar calendar_of(const char* place) {
    return HolidayLaw::built_in().value().calendar(place).value();
}

std::string due(const char* start, const char* period, const char* place) {
    return day_text(due_day(day(start), parse_period(period).value(), Counting::from_next_day,
                            calendar_of(place))
                        .value());
}

std::string end(const char* last, EndOf what, const char* place) {
    return day_text(effective_end(day(last), what, calendar_of(place)).value());
}

}  // namespace

TEST_CASE("a deadline at Easter moves to Tuesday, whatever else ends there does not",
          "[core][calendar]") {
    CHECK(due("2026-03-05", "P1M", "DE-NW") == "2026-04-05");
    CHECK(end("2026-04-05", EndOf::deadline, "DE-NW") == "2026-04-07");
    CHECK(end("2026-04-05", EndOf::announced_day, "DE-NW") == "2026-04-05");
    CHECK(end("2026-04-05", EndOf::benefit_period, "DE-NW") == "2026-04-05");
    CHECK(end("2026-04-05", EndOf::appointment, "DE-NW") == "2026-04-05");
    CHECK(end("2026-04-05", EndOf::backward_period, "DE-NW") == "2026-04-05");
}

TEST_CASE("a deadline moves by the holidays of its place", "[core][calendar]") {
    CHECK(end("2026-02-28", EndOf::deadline, "DE-NW") == "2026-03-02");  // Saturday to Monday
    CHECK(end("2026-03-02", EndOf::deadline, "DE-NW") == "2026-03-02");
    CHECK(end("2017-10-31", EndOf::deadline, "DE-NW") == "2017-11-02");  // then Allerheiligen
    CHECK(end("2017-10-31", EndOf::deadline, "DE-BE") == "2017-11-01");
    CHECK(end("2018-10-31", EndOf::deadline, "DE-NW") == "2018-10-31");
    CHECK(end("2018-10-31", EndOf::deadline, "DE-HH") == "2018-11-01");
    CHECK(end("2026-11-18", EndOf::deadline, "DE-SN") == "2026-11-19");
    CHECK(end("2026-11-18", EndOf::deadline, "DE-ST") == "2026-11-18");
    CHECK(end("2026-12-25", EndOf::deadline, "DE-BW") == "2026-12-28");
    CHECK(end("2027-01-01", EndOf::deadline, "DE-BW") == "2027-01-04");
    CHECK(end("2026-01-06", EndOf::deadline, "DE-BW") == "2026-01-07");
    CHECK(end("2026-01-06", EndOf::deadline, "DE-HE") == "2026-01-06");
}

TEST_CASE("the days of the shipped scenarios", "[core][calendar]") {
    CHECK(due("2024-08-31", "P6M", "DE-NW") == "2025-02-28");
    CHECK(end("2025-02-28", EndOf::deadline, "DE-NW") == "2025-02-28");
    CHECK(due("2025-08-29", "P6M", "DE-NW") == "2026-02-28");
    CHECK(due("2025-06-27", "-P4W", "DE-NW") == "2025-05-30");
    CHECK(due("2025-06-27", "P4W", "DE-NW") == "2025-07-25");
    CHECK(due("2026-06-20", "P4W", "DE-NW") == "2026-07-18");
    CHECK(end("2026-07-18", EndOf::benefit_period, "DE-NW") == "2026-07-18");
    CHECK(due("2024-03-04", "P4W", "DE-NW") == "2024-04-01");  // Easter Monday
    CHECK(due("2025-05-12", "P1BD", "DE-NW") == "2025-05-13");
    CHECK(due("2024-01-01", "P7D", "DE-NW") == "2024-01-08");
    CHECK(due("2009-03-02", "P70D", "DE-BY") == "2009-05-11");
    CHECK(due("2026-01-31", "P1M", "DE-NW") == "2026-02-28");
}

TEST_CASE("working days start with the next day, or with the same day if it is worked",
          "[core][calendar]") {
    const WorkCalendar calendar = calendar_of("DE-NW");
    const auto last = [&](const char* start, int count, Counting counting) {
        return day_text(due_day(day(start), WorkingDays{count}, counting, calendar).value());
    };
    CHECK(last("2026-03-02", 5, Counting::from_next_day) == "2026-03-09");
    CHECK(last("2026-03-02", 5, Counting::from_same_day) == "2026-03-06");
    CHECK(last("2026-03-01", 5, Counting::from_same_day) == "2026-03-06");
    CHECK(last("2026-03-06", -3, Counting::from_next_day) == "2026-03-03");
    CHECK(last("2026-03-06", -3, Counting::from_same_day) == "2026-03-04");
    CHECK(last("2026-03-06", 0, Counting::from_next_day) == "2026-03-06");
}

TEST_CASE("a deadline in working days never needs to move", "[core][calendar]") {
    const WorkCalendar calendar = calendar_of("DE-SN");
    for (CivilDay start = day("2015-01-01"); start < day("2035-01-01");
         start += std::chrono::days(1)) {
        const auto last = due_day(start, WorkingDays{5}, Counting::from_next_day, calendar);
        REQUIRE(effective_end(*last, EndOf::deadline, calendar).value() == *last);
    }
}

TEST_CASE("a deadline beyond the known holidays is refused, a civil period is not",
          "[core][calendar]") {
    const WorkCalendar calendar = calendar_of("DE-NW");
    const CivilDay late = day("2099-12-31");
    CHECK(due_day(late, CivilPeriod{.months = 1}, Counting::from_next_day, calendar));
    CHECK(due_day(late, WorkingDays{1}, Counting::from_next_day, calendar).error().code ==
          ErrorCode::invalid);
    CHECK(effective_end(day("2100-01-31"), EndOf::deadline, calendar).error().code ==
          ErrorCode::invalid);
    CHECK(effective_end(day("2100-01-31"), EndOf::appointment, calendar));
}

TEST_CASE("a deadline on the day of a clock change ends at Berlin's midnight", "[core][calendar]") {
    const BerlinTime time = BerlinTime::load().value();
    // 28 days over the change to summer time are not 28 times 24 hours.
    CHECK(due("2026-03-01", "P4W", "DE-BE") == "2026-03-29");
    CHECK(time.local_text(time.end_of_day(day("2026-03-29"))) ==
          "2026-03-29T23:59:59.999999999+02:00");
    CHECK(due("2026-09-27", "P4W", "DE-BE") == "2026-10-25");
    CHECK(time.local_text(time.end_of_day(day("2026-10-25"))) ==
          "2026-10-25T23:59:59.999999999+01:00");
    // An event of 23:30 UTC belongs to the next day of Berlin, and starts its period there.
    const CivilDay event = time.day_of(parse_timestamp("2026-01-30T23:30:00Z").value());
    CHECK(last_day(event, {.months = 1}, Counting::from_next_day) == day("2026-02-28"));
    CHECK(event == day("2026-01-31"));
}
