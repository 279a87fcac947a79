#include "tests/core/calendar/naive_calendar.h"

#include <array>
#include <chrono>
#include <initializer_list>
#include <map>

namespace fallbuch::testing {
namespace {

constexpr int kFirstYear = 1989;
constexpr int kLastYear = 2069;

std::vector<NaiveDay> count_days() {
    std::vector<NaiveDay> days;
    int weekday = 7;
    for (int year = kFirstYear; year <= kLastYear; ++year) {
        for (int month = 1; month <= 12; ++month) {
            for (int day = 1; day <= naive_month_length(year, month); ++day) {
                days.push_back({year, month, day, weekday});
                weekday = weekday == 7 ? 1 : weekday + 1;
            }
        }
    }
    return days;
}

// Which days Easter moves, and what they are called here.
enum class Feast { none, good_friday, easter, monday, ascension, whitsun, whit_monday, corpus };

Feast feast_on(std::size_t index) {
    static const std::map<std::size_t, Feast> feasts = [] {
        std::map<std::size_t, Feast> found;
        for (int year = kFirstYear; year <= kLastYear; ++year) {
            const NaiveDay sunday = naive_easter(year);
            const std::size_t easter = naive_index(year, sunday.month, sunday.day);
            found[easter - 2] = Feast::good_friday;
            found[easter] = Feast::easter;
            found[easter + 1] = Feast::monday;
            found[easter + 39] = Feast::ascension;  // the 40th day of Easter
            found[easter + 49] = Feast::whitsun;    // the 50th
            found[easter + 50] = Feast::whit_monday;
            found[easter + 60] = Feast::corpus;
        }
        return found;
    }();
    const auto found = feasts.find(index);
    return found == feasts.end() ? Feast::none : found->second;
}

bool is_one_of(const std::string& place, std::initializer_list<const char*> places) {
    for (const char* const one : places) {
        if (place.starts_with(one)) return true;
    }
    return false;
}

bool is_date(const NaiveDay& day, int month, int number) {
    return day.month == month && day.day == number;
}

bool is_everywhere(const NaiveDay& day, Feast feast) {
    switch (feast) {
        case Feast::good_friday:
        case Feast::monday:
        case Feast::ascension:
        case Feast::whit_monday: return true;
        default:
            return is_date(day, 1, 1) || is_date(day, 5, 1) || is_date(day, 10, 3) ||
                   is_date(day, 12, 25) || is_date(day, 12, 26);
    }
}

bool is_catholic_holiday(const std::string& place, const NaiveDay& day, Feast feast) {
    if (feast == Feast::corpus) {
        return is_one_of(place, {"DE-BW", "DE-BY", "DE-HE", "DE-NW", "DE-RP", "DE-SL",
                                 "DE-SN-FRONLEICHNAM", "DE-TH-FRONLEICHNAM"});
    }
    if (is_date(day, 1, 6)) {
        return is_one_of(place, {"DE-BW", "DE-BY"}) || (place == "DE-ST" && day.year >= 1993);
    }
    if (is_date(day, 8, 15)) {
        return is_one_of(place, {"DE-SL", "DE-BY-KATHOLISCH", "DE-BY-AUGSBURG"});
    }
    if (is_date(day, 11, 1)) {
        return is_one_of(place, {"DE-BW", "DE-BY", "DE-NW", "DE-RP", "DE-SL"});
    }
    return false;
}

bool is_protestant_holiday(const std::string& place, const NaiveDay& day, Feast feast) {
    if (feast == Feast::easter || feast == Feast::whitsun) {
        return place == "DE-BB" && day.year >= 1991;
    }
    if (is_date(day, 10, 31)) {
        return day.year == 2017 ||
               is_one_of(place, {"DE-BB", "DE-MV", "DE-SN", "DE-ST", "DE-TH"}) ||
               (day.year >= 2018 && is_one_of(place, {"DE-HB", "DE-HH", "DE-NI", "DE-SH"}));
    }
    // Eleven days before the first Sunday of Advent: the Wednesday of 16 to 22 November.
    const bool repentance = day.month == 11 && day.weekday == 3 && day.day >= 16 && day.day <= 22;
    return repentance && (day.year <= 1994 || is_one_of(place, {"DE-SN"}));
}

bool is_civic_holiday(const std::string& place, const NaiveDay& day) {
    if (is_date(day, 3, 8)) {
        return (place == "DE-BE" && day.year >= 2019) || (place == "DE-MV" && day.year >= 2023);
    }
    if (is_date(day, 5, 8)) return place == "DE-BE" && (day.year == 2020 || day.year == 2025);
    if (is_date(day, 6, 17) && day.year == 1990) {  // for the last time, and in the West alone
        return is_one_of(place, {"DE-BE", "DE-BW", "DE-BY", "DE-HB", "DE-HE", "DE-HH", "DE-NI",
                                 "DE-NW", "DE-RP", "DE-SH", "DE-SL"});
    }
    if (is_date(day, 6, 17)) return place == "DE-BE" && day.year == 2028;
    if (is_date(day, 8, 8)) return place == "DE-BY-AUGSBURG";
    if (is_date(day, 9, 20)) return is_one_of(place, {"DE-TH"}) && day.year >= 2019;
    return false;
}

}  // namespace

const std::vector<NaiveDay>& naive_days() {
    static const std::vector<NaiveDay> days = count_days();
    return days;
}

std::size_t naive_index(int year, int month, int day) {
    std::size_t index = 0;
    for (int y = kFirstYear; y < year; ++y) index += naive_is_leap(y) ? 366 : 365;
    for (int m = 1; m < month; ++m) {
        index += static_cast<std::size_t>(naive_month_length(year, m));
    }
    return index + static_cast<std::size_t>(day) - 1;
}

bool naive_is_leap(int year) { return year % 400 == 0 || (year % 4 == 0 && year % 100 != 0); }

int naive_month_length(int year, int month) {
    constexpr std::array<int, 12> kLengths{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (month == 2 && naive_is_leap(year)) return 29;
    return kLengths.at(static_cast<std::size_t>(month) - 1);
}

CivilDay civil(const NaiveDay& day) {
    return CivilDay(std::chrono::year(day.year) / day.month / day.day);
}

NaiveDay naive_easter(int year) {
    const int golden = year % 19 + 1;
    const int century = year / 100 + 1;
    const int solar = 3 * century / 4 - 12;
    const int lunar = (8 * century + 5) / 25 - 5;
    int epact = (11 * golden + 20 + lunar - solar) % 30;
    if (epact < 0) epact += 30;
    if (epact == 24 || (epact == 25 && golden > 11)) ++epact;
    // The full moon, counted in days of March; at the earliest the 21st.
    int moon = 44 - epact;
    if (moon < 21) moon += 30;
    NaiveDay day{year, moon > 31 ? 4 : 3, moon > 31 ? moon - 31 : moon, 0};
    std::size_t index = naive_index(year, day.month, day.day) + 1;
    while (naive_days().at(index).weekday != 7) ++index;
    return naive_days().at(index);
}

bool naive_is_holiday(const std::string& place, std::size_t index) {
    const NaiveDay& day = naive_days().at(index);
    const Feast feast = feast_on(index);
    return is_everywhere(day, feast) || is_catholic_holiday(place, day, feast) ||
           is_protestant_holiday(place, day, feast) || is_civic_holiday(place, day);
}

}  // namespace fallbuch::testing
