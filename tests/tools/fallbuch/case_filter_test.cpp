#include "tools/fallbuch/case_filter.h"

#include <CLI/CLI.hpp>
#include <catch2/catch.hpp>

#include <chrono>
#include <string>

#include "core/calendar/berlin.h"
#include "core/calendar/civil_day.h"
#include "projections/case/case_card.h"

namespace fallbuch {
namespace {

TEST_CASE("a case is found by each Kundennummer that its person ever had", "[tools][fallbuch]") {
    const BerlinTime berlin = *BerlinTime::load();
    const CivilDay today{std::chrono::year(2025) / 6 / 1};
    CaseCard card;
    card.is_case = card.is_open = true;
    card.customer_numbers = {"432D118277", "432A004511"};
    const auto finds = [&](const std::string& number) {
        CaseFilterOptions options;
        options.customer_number = number;
        return CaseFilter(options, berlin, today).fits(card);
    };
    CHECK(finds("432D118277"));
    CHECK(finds("432a 004511"));
    CHECK_FALSE(finds("432A00451"));
    CHECK(finds(""));
    card.customer_numbers.clear();
    CHECK(finds(""));
    CHECK_FALSE(finds("432D118277"));
}

TEST_CASE("days without a contact are a count, and anything else is named", "[tools][fallbuch]") {
    const auto parsed = [](const std::string& days) {
        CLI::App command;
        CaseFilterOptions options;
        add_case_filters(command, options);
        command.parse("--no-contact-since=" + days);
        return options.no_contact_days;
    };
    CHECK(parsed("0") == 0U);
    CHECK(parsed("99999") == 99999U);
    for (const char* wrong : {"-3", "x", "3.5", "100000"}) {
        CAPTURE(wrong);
        CHECK_THROWS_WITH(
            parsed(wrong),
            "--no-contact-since: a number of days from 0 to 99999, not " + std::string(wrong));
    }
}

}  // namespace
}  // namespace fallbuch
