#include "projections/indicators/level_changes.h"

#include <catch2/catch.hpp>

#include <set>
#include <string>

#include "core/calendar/timestamp.h"
#include "tests/projections/indicators/register.h"
#include "tests/support/casework_case.h"

namespace fallbuch::indicators {
namespace {

// Cases in 2008, whose care levels and (from 2010 on) profile tiers are told.
class Levels {
public:
    void level(const std::string& name, const std::string& day, const std::string& level) {
        begin(name);
        cases_.add(name, {day, "CareLevelAssessed", R"({"overall":")" + level + R"("})"});
    }
    void review(const std::string& name, const std::string& day, const std::string& data) {
        cases_.add(name, {day, "CareLevelReviewed", data});
    }
    void tier(const std::string& name, const std::string& day, const std::string& tier) {
        begin(name);
        cases_.add(name, {day, "ProfileTierSet", R"({"tier":")" + tier + R"("})"});
    }
    IndicatorReport ask(std::uint64_t group_min = 1) {
        IndicatorQuestion question;
        question.from = day_of("2008-01-01");
        question.to = day_of("2010-12-31");
        question.group_min = group_min;
        return cases_.ask(question);
    }

private:
    void begin(const std::string& name) {
        if (!begun_.insert(name).second) return;
        cases_.open(name, "2007-01-02", "U-" + std::to_string(begun_.size()));
    }

    Register cases_;
    std::set<std::string> begun_;
};

std::string hint(const IndicatorReport& report, const std::string& day) {
    const IndicatorTable* const hints = find_table(report, "PK-09", "care_levels_suspicious");
    REQUIRE(hints != nullptr);
    if (hints->lines.empty()) return "no hint";
    return told(report, "PK-09/care_levels_suspicious/all/JC\x1f" + day);
}

// So many cases that go up on one day and down again on another.
void up_and_down(Levels& levels, int count, const std::string& up, const std::string& down) {
    for (int i = 0; i < count; ++i) {
        const std::string name = up + down + std::to_string(i);
        levels.level(name, "2007-02-01", "IG");
        levels.level(name, up, "IK");
        levels.level(name, down, "IG");
    }
}

TEST_CASE("a change of level is one that says another than before", "[projections][indicators]") {
    Levels levels;
    levels.level("F-1", "2007-02-01", "IG");
    levels.level("F-1", "2008-02-01", "IG");
    levels.review("F-1", "2008-03-01", R"({"overall":"IN"})");
    levels.review("F-1", "2008-03-02", R"({"occasion":"Ablauf"})");
    levels.level("F-1", "2008-04-01", "IF");
    levels.level("F-1", "2008-05-01", "I");
    levels.level("F-1", "2011-05-01", "IG");
    const IndicatorReport report = levels.ask();
    CHECK(told(report, "PK-09/care_levels/all/up") == "1 in 1");
    CHECK(told(report, "PK-09/care_levels/all/down") == "1 in 1");
    // Integrated stands outside of the order.
    CHECK(told(report, "PK-09/care_levels/all/none") == "1 in 1");
    CHECK(told(report, "PK-09/care_levels_pairs/up/IG\x1fIN") == "1 in 1");
    CHECK(told(report, "PK-09/care_levels_pairs/down/IN\x1fIF") == "1 in 1");
    CHECK(told(report, "PK-09/care_levels_pairs/none/IF\x1fI") == "1 in 1");
}

TEST_CASE("tiers go up towards the market", "[projections][indicators]") {
    Levels levels;
    const std::string order[] = {"UNTERSTUETZUNG", "STABILISIERUNG", "ENTWICKLUNG",
                                 "FOERDER",        "AKTIVIERUNG",    "MARKT"};
    int month = 0;
    for (const std::string& tier : order) {
        levels.tier("F-1", "2010-0" + std::to_string(++month) + "-10", tier);
    }
    levels.tier("F-1", "2010-08-10", "FOERDER");
    levels.tier("F-1", "2010-09-10", "Z");
    const IndicatorReport report = levels.ask();
    CHECK(told(report, "PK-09/profile_tiers/all/up") == "5 in 1");
    CHECK(told(report, "PK-09/profile_tiers/all/down") == "1 in 1");
    CHECK(told(report, "PK-09/profile_tiers/all/none") == "1 in 1");
    CHECK(told(report, "PK-09/care_levels/all/total") == "0 in 0");
}

TEST_CASE("a month's last days are those up to its end", "[projections][indicators]") {
    const auto date = [](const std::string& day, int days) {
        const auto found = reporting_date(day_of(day), days);
        return found ? day_text(*found) : "";
    };
    CHECK(date("2008-02-25", 5) == "2008-02-29");
    CHECK(date("2008-02-24", 5).empty());
    CHECK(date("2008-02-29", 1) == "2008-02-29");
    CHECK(date("2008-02-28", 1).empty());
    CHECK(date("2008-12-27", 5) == "2008-12-31");
    CHECK(date("2008-12-26", 5).empty());
}

TEST_CASE("several upward changes before a month's end that are soon taken back are conspicuous",
          "[projections][indicators]") {
    Levels levels;
    SECTION("three") {
        up_and_down(levels, 2, "2008-03-27", "2008-04-26");
        CHECK(hint(levels.ask(), "2008-03-31") == "no hint");
        up_and_down(levels, 1, "2008-03-31", "2008-04-01");
        CHECK(hint(levels.ask(), "2008-03-31") == "3 in 3");
        const Cell cell = cell_of(levels.ask(),
                                  "PK-09/care_levels_suspicious/all/JC\x1f"
                                  "2008-03-31");
        CHECK(cell.title == "JC, 31.03.2008 (Quartalsende)");
    }
    SECTION("not a day earlier") {
        up_and_down(levels, 3, "2008-03-26", "2008-04-10");
        CHECK(hint(levels.ask(), "2008-03-31") == "no hint");
    }
    SECTION("not taken back a day later") {
        up_and_down(levels, 3, "2008-03-27", "2008-04-27");
        CHECK(hint(levels.ask(), "2008-03-31") == "no hint");
        CHECK(told(levels.ask(), "PK-09/care_levels_upward/all/before_reporting_date") == "3 in 3");
    }
    SECTION("not taken back half way only") {
        for (const std::string name : {"F-1", "F-2", "F-3"}) {
            levels.level(name, "2007-02-01", "IG");
            levels.level(name, "2008-03-27", "IN");
            levels.level(name, "2008-04-02", "IK");
        }
        CHECK(hint(levels.ask(), "2008-03-31") == "no hint");
    }
    SECTION("of one month, not of several") {
        up_and_down(levels, 2, "2008-03-31", "2008-04-10");
        up_and_down(levels, 1, "2008-04-30", "2008-05-10");
        CHECK(hint(levels.ask(), "2008-03-31") == "no hint");
    }
}

TEST_CASE("a hint is given though its number is withheld", "[projections][indicators]") {
    Levels levels;
    up_and_down(levels, 3, "2008-03-31", "2008-04-10");
    up_and_down(levels, 9, "2008-06-10", "2008-08-10");
    const IndicatorReport report = levels.ask(5);
    CHECK(told(report, "PK-09/care_levels/all/up") == "12 in 12");
    CHECK(told(report, "PK-09/care_levels_upward/all/before_reporting_date") == "few");
    CHECK(hint(report, "2008-03-31") == "protects");
    CHECK(told(report, "PK-09/care_levels_suspicious/all/total") == "protects");
}

}  // namespace
}  // namespace fallbuch::indicators
