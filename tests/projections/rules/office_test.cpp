#include "projections/rules/office.h"

#include <catch2/catch.hpp>
#include <string>

#include "core/calendar/civil_day.h"
#include "projections/rules/rulebook.h"

namespace fallbuch::rules {
namespace {

constexpr CivilDay kDay{std::chrono::days(20000)};

Office office_with(const std::string& version) {
    Office office;
    office.applications = {{"kontakte", version, {"JC-1"}, {kDay, kDay}}};
    return office;
}

Rulebook draft() {
    Rulebook book;
    book.id = "kontakte";
    book.version = "2";
    book.supersedes = {"1"};
    return book;
}

}  // namespace

TEST_CASE("a draft is adopted in the units and on the days of what it supersedes",
          "[projections][rules]") {
    Office office = office_with("1");
    REQUIRE_FALSE(office.applies("kontakte", "2", "JC-1", kDay));
    office.adopt(draft());
    CHECK(office.applies("kontakte", "2", "JC-1", kDay));
    CHECK(office.applies("kontakte", "1", "JC-1", kDay));
    CHECK_FALSE(office.applies("kontakte", "2", "JC-2", kDay));
    CHECK_FALSE(office.applies("kontakte", "2", "JC-1", kDay + std::chrono::days(1)));
}

TEST_CASE("a draft is not adopted where another version or rulebook is in force",
          "[projections][rules]") {
    Office other_version = office_with("0");
    other_version.adopt(draft());
    CHECK_FALSE(other_version.applies("kontakte", "2", "JC-1", kDay));

    Office other_book = office_with("1");
    Rulebook book = draft();
    book.id = "vermerke";
    other_book.adopt(book);
    CHECK_FALSE(other_book.applies("vermerke", "2", "JC-1", kDay));
}

}  // namespace fallbuch::rules
