#include "core/calendar/holiday_law.h"

#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <cstddef>
#include <utility>

#include "core/calendar/timestamp.h"
#include "tests/core/calendar/naive_calendar.h"

using namespace fallbuch;

namespace {

constexpr std::array kLaender{"DE-BB", "DE-BE", "DE-BW", "DE-BY", "DE-HB", "DE-HE",
                              "DE-HH", "DE-MV", "DE-NI", "DE-NW", "DE-RP", "DE-SH",
                              "DE-SL", "DE-SN", "DE-ST", "DE-TH"};
constexpr std::array kLocal{"DE-BY-AUGSBURG", "DE-BY-KATHOLISCH", "DE-SN-FRONLEICHNAM",
                            "DE-TH-FRONLEICHNAM"};

HolidayLaw built_in() {
    auto law = HolidayLaw::built_in();
    REQUIRE(law);
    return *std::move(law);
}

CivilDay day(const char* text) { return parse_day(text).value(); }

bool is_holiday(const char* place, const char* text) {
    return built_in().calendar(place).value().is_holiday(day(text)).value();
}

std::vector<std::string> where(const char* text) {
    std::vector<std::string> places;
    for (const char* land : kLaender) {
        if (is_holiday(land, text)) places.emplace_back(land);
    }
    return places;
}

std::string titles(std::string_view place, int year) {
    std::string all;
    const auto holidays = built_in().holidays(place, std::chrono::year(year));
    for (const Holiday& holiday : holidays.value()) {
        all += day_text(holiday.day).substr(5) + " " + holiday.title + "\n";
    }
    return all;
}

}  // namespace

TEST_CASE("every day since 1990 is a holiday where a naive reading of the laws says so",
          "[core][calendar]") {
    std::vector<std::string> places(kLaender.begin(), kLaender.end());
    places.insert(places.end(), kLocal.begin(), kLocal.end());
    const HolidayLaw law = built_in();
    for (const std::string& place : places) {
        const WorkCalendar calendar = law.calendar(place).value();
        const std::size_t end = testing::naive_index(2051, 1, 1);
        for (std::size_t i = testing::naive_index(1990, 1, 1); i < end; ++i) {
            const CivilDay today = testing::civil(testing::naive_days().at(i));
            if (calendar.is_holiday(today).value() == testing::naive_is_holiday(place, i)) continue;
            FAIL(place << " on " << day_text(today));
        }
    }
}

TEST_CASE("the list of a year is what the calendar of the year knows", "[core][calendar]") {
    const HolidayLaw law = built_in();
    for (const auto& [id, place] : law.places()) {
        const WorkCalendar calendar = law.calendar(id).value();
        std::vector<CivilDay> listed;
        for (int year = 1990; year <= 2099; ++year) {
            const auto holidays = law.holidays(id, std::chrono::year(year));
            for (const Holiday& holiday : holidays.value()) {
                listed.push_back(holiday.day);
                CHECK_FALSE(holiday.source.empty());
            }
        }
        REQUIRE(std::ranges::is_sorted(listed));
        const auto twice = std::ranges::unique(listed);
        listed.erase(twice.begin(), twice.end());
        std::vector<CivilDay> known;
        for (CivilDay today = kHolidaysFrom; today <= kHolidaysTo; today += std::chrono::days(1)) {
            if (calendar.is_holiday(today).value()) known.push_back(today);
        }
        REQUIRE(known == listed);
    }
}

TEST_CASE("the Länder and their local exceptions are known with their laws", "[core][calendar]") {
    const HolidayLaw law = built_in();
    CHECK(law.places().size() == 1 + kLaender.size() + kLocal.size());
    for (const auto& [id, place] : law.places()) {
        CHECK_FALSE(place.title.empty());
        CHECK_FALSE(place.law.empty());
    }
    CHECK(law.places().find("DE-BY-AUGSBURG")->second.within == "DE-BY-KATHOLISCH");
}

TEST_CASE("a year reads as on the office's wall", "[core][calendar]") {
    CHECK(titles("DE-BE", 2025) ==
          "01-01 Neujahr\n03-08 Frauentag\n04-18 Karfreitag\n04-21 Ostermontag\n"
          "05-01 Erster Mai\n05-08 Tag der Befreiung\n05-29 Christi Himmelfahrt\n"
          "06-09 Pfingstmontag\n10-03 Tag der Deutschen Einheit\n12-25 Erster Weihnachtstag\n"
          "12-26 Zweiter Weihnachtstag\n");
    CHECK(titles("DE-BY-AUGSBURG", 2026) ==
          "01-01 Neujahr\n01-06 Heilige Drei Könige\n04-03 Karfreitag\n04-06 Ostermontag\n"
          "05-01 Erster Mai\n05-14 Christi Himmelfahrt\n05-25 Pfingstmontag\n06-04 Fronleichnam\n"
          "08-08 Augsburger Hohes Friedensfest\n08-15 Mariä Himmelfahrt\n"
          "10-03 Tag der Deutschen Einheit\n11-01 Allerheiligen\n12-25 Erster Weihnachtstag\n"
          "12-26 Zweiter Weihnachtstag\n");
}

TEST_CASE("two holidays may fall on one day", "[core][calendar]") {
    CHECK_THAT(titles("DE-HE", 2008),
               Catch::Contains("05-01 Erster Mai\n05-01 Christi Himmelfahrt\n"));
}

TEST_CASE("the history of holidays that came and went", "[core][calendar]") {
    using List = std::vector<std::string>;
    const List all(kLaender.begin(), kLaender.end());
    CHECK(where("2016-10-31") == List{"DE-BB", "DE-MV", "DE-SN", "DE-ST", "DE-TH"});
    CHECK(where("2017-10-31") == all);
    CHECK(where("2018-10-31") ==
          List{"DE-BB", "DE-HB", "DE-HH", "DE-MV", "DE-NI", "DE-SH", "DE-SN", "DE-ST", "DE-TH"});
    CHECK(where("1994-11-16") == all);
    CHECK(where("1995-11-22") == List{"DE-SN"});
    CHECK(where("2026-11-18") == List{"DE-SN"});
    CHECK(where("2018-03-08").empty());
    CHECK(where("2019-03-08") == List{"DE-BE"});
    CHECK(where("2023-03-08") == List{"DE-BE", "DE-MV"});
    CHECK(where("2018-09-20").empty());
    CHECK(where("2019-09-20") == List{"DE-TH"});
    CHECK(where("2020-05-08") == List{"DE-BE"});
    CHECK(where("2021-05-08").empty());
    CHECK(where("2025-05-08") == List{"DE-BE"});
    CHECK(where("2028-06-17") == List{"DE-BE"});
    CHECK(where("1990-10-03") == all);
    CHECK(where("1991-06-17").empty());
    CHECK(where("1990-06-17").size() == 11);
    CHECK(where("2026-04-05") == List{"DE-BB"});  // Easter Sunday; a Sunday everywhere else
}

TEST_CASE("local holidays hold where they are local", "[core][calendar]") {
    CHECK(is_holiday("DE-SL", "2025-08-15"));
    CHECK_FALSE(is_holiday("DE-BY", "2025-08-15"));
    CHECK(is_holiday("DE-BY-KATHOLISCH", "2025-08-15"));
    CHECK_FALSE(is_holiday("DE-BY-KATHOLISCH", "2025-08-08"));
    CHECK(is_holiday("DE-BY-AUGSBURG", "2025-08-08"));
    CHECK_FALSE(is_holiday("DE-SN", "2025-06-19"));
    CHECK(is_holiday("DE-SN-FRONLEICHNAM", "2025-06-19"));
    CHECK_FALSE(is_holiday("DE-TH", "2025-06-19"));
    CHECK(is_holiday("DE-TH-FRONLEICHNAM", "2025-06-19"));
}

TEST_CASE("what is unsure about 1990 says so", "[core][calendar]") {
    const HolidayLaw law = built_in();
    const auto holidays = law.holidays("DE-TH", std::chrono::year(1990)).value();
    const auto found = std::ranges::find(holidays, day("1990-10-31"), &Holiday::day);
    REQUIRE(found != holidays.end());
    CHECK_THAT(found->remark, Catch::StartsWith("unsicher"));
}

TEST_CASE("an operator adds places and holidays without compiling", "[core][calendar]") {
    HolidayLaw law = built_in();
    const Status added = law.add("local.txt",
                                 "# Dienststelle in Musterstadt\n"
                                 "place | DE-NW-MUSTER | DE-NW | Musterstadt | Ortsgesetz\r\n"
                                 "\n"
                                 "holiday | 02-03 | Stadtfest\n"
                                 "  in | DE-NW-MUSTER  DE-HE | 2024-01-01 .. 2025-12-31 | § 1 |\n"
                                 "holiday | easter+61 | Tag nach Fronleichnam\n"
                                 "in|DE-NW-MUSTER|2024-01-01..|| nur hier");
    REQUIRE(added);
    const WorkCalendar calendar = law.calendar("DE-NW-MUSTER").value();
    CHECK_FALSE(calendar.is_holiday(day("2023-02-03")).value());
    CHECK(calendar.is_holiday(day("2024-02-03")).value());
    CHECK(calendar.is_holiday(day("2025-02-03")).value());
    CHECK_FALSE(calendar.is_holiday(day("2026-02-03")).value());
    CHECK(calendar.is_holiday(day("2026-06-05")).value());
    CHECK(calendar.is_holiday(day("2026-11-01")).value());
    CHECK(law.calendar("DE-HE").value().is_holiday(day("2024-02-03")).value());
    CHECK_FALSE(law.calendar("DE-NW").value().is_holiday(day("2024-02-03")).value());
}

TEST_CASE("a list that contradicts what is known changes nothing", "[core][calendar]") {
    const auto [text, code, message] = GENERATE(table<const char*, ErrorCode, const char*>({
        {"place | DE-X | DE | X |\nplace | DE-BY | DE | Bayern |", ErrorCode::conflict,
         "local.txt: place: exists already (DE-BY)"},
        {"place | DE-X | DE-Y | X |", ErrorCode::invalid, "local.txt: DE-X: unknown place (DE-Y)"},
        {"place | DE-X | DE-X | X |", ErrorCode::invalid, "local.txt: DE-X: unknown place (DE-X)"},
        {"holiday | 01-02 | T\nin | DE-X | 2020-01-01.. | |", ErrorCode::invalid,
         "local.txt: T: unknown place (DE-X)"},
        {"holiday | 01-02 | T\nin | DE-BY | 2020-01-01.. | |\nin | DE-BY | 2021-01-01.. | |",
         ErrorCode::invalid, "local.txt: T: twice at the same time (DE-BY)"},
        {"holiday | 10-31 | Reformationstag\nin | DE-BY | 2017-01-01..2017-12-31 | |",
         ErrorCode::invalid, "local.txt: Reformationstag: twice at the same time (DE-BY)"},
        {"nonsense", ErrorCode::invalid,
         "local.txt: line 1: not place with 5 fields, holiday with 3 or in with 5 (nonsense)"},
    }));
    HolidayLaw law = built_in();
    const Status added = law.add("local.txt", text);
    REQUIRE_FALSE(added);
    CHECK(added.error().code == code);
    CHECK(added.error().message == message);
    CHECK(law.places().size() == built_in().places().size());
    CHECK_FALSE(law.calendar("DE-BY").value().is_holiday(day("2020-01-02")).value());
}

TEST_CASE("an unknown place is not found, an unknown year is refused", "[core][calendar]") {
    const HolidayLaw law = built_in();
    CHECK(law.calendar("DE-XX").error().code == ErrorCode::not_found);
    CHECK(law.holidays("DE-XX", std::chrono::year(2020)).error().code == ErrorCode::not_found);
    CHECK(law.holidays("DE-BY", std::chrono::year(1989)).error().code == ErrorCode::invalid);
    CHECK(law.holidays("DE-BY", std::chrono::year(2100)).error().code == ErrorCode::invalid);
    CHECK(law.holidays("DE-BY", std::chrono::year(2099)));
}
