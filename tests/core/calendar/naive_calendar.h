// The calendar as a child would count it: one day after the other, with lists of month lengths.
// Slow, obvious, and made of nothing that core/calendar uses.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/calendar/civil_day.h"

namespace fallbuch::testing {

struct NaiveDay {
    int year;
    int month;
    int day;
    int weekday;  // 1 Monday to 7 Sunday
};

// All days from 1989-01-01, a Sunday, to 2069-12-31, in order.
const std::vector<NaiveDay>& naive_days();

// The place of a day in naive_days(). The day exists.
std::size_t naive_index(int year, int month, int day);

bool naive_is_leap(int year);
int naive_month_length(int year, int month);

// The same day for core/calendar.
CivilDay civil(const NaiveDay& day);

// Easter Sunday by its definition: the Sunday after the full moon on or after 21 March, where the
// full moon is the one of the church's tables (golden number and epact, Inter gravissimas of 1582).
NaiveDay naive_easter(int year);

// Is it a public holiday? Written from the laws of the Länder as they are, for the days from
// 1990-01-01 on. `place` as in holidays.txt. In the new Länder of 1990 what probably held.
bool naive_is_holiday(const std::string& place, std::size_t index);

}  // namespace fallbuch::testing
