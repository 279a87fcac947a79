// What the office says of itself: its rulebooks, and whose holidays they follow.
#include <catch2/catch.hpp>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <utility>

#include "tests/support/simulated_caseload.h"

using fallbuch::testing::lines_of;
using fallbuch::testing::simulated_caseload;
using nlohmann::json;

namespace {

// Of an office and one of its rulebooks, from which day on.
using Days = std::map<std::pair<std::string, std::string>, std::string>;

void note_day(Days& days, const json& event) {
    const json& data = event.at("data");
    CHECK(event.at("subject").get<std::string>().starts_with("office/"));
    REQUIRE(data.at("scope").at("units").size() == 1);
    const std::string unit = data.at("scope").at("units").front();
    CHECK(event.at("actorunit") == unit);
    const std::string from = data.at("validity").at("from");
    CHECK(event.at("time").get<std::string>().starts_with(from));
    CHECK(days.try_emplace({unit, data.at("ruleSetId")}, from).second);
}

}  // namespace

TEST_CASE("each office says for each of its rulebooks in which Land it lies", "[tools][simulate]") {
    Days activated;
    Days placed;
    std::set<std::string> answerable;  // for a case of the 4-Phasen-Modell
    for (const std::string& line : lines_of(simulated_caseload(400, 8).events)) {
        const json event = json::parse(line);
        const std::string type = event.at("type");
        CAPTURE(line);
        if (type == "de.fallbuch.ruleset.activated.v1") note_day(activated, event);
        if (type == "de.fallbuch.parameter.changed.v1") {
            CHECK(event.at("data").at("parameter") == "place");
            CHECK(event.at("data").at("value") == "DE-BY");
            CHECK_FALSE(event.at("data").at("validity").contains("to"));
            note_day(placed, event);
        }
        if (type == "de.fallbuch.responsibility.assigned.v1" &&
            event.at("time").get<std::string>() >= "2023-07") {
            answerable.insert(event.at("data").at("unit"));
        }
    }
    CHECK(activated.size() == 4);
    CHECK(answerable.size() == 2);
    Days wanted = activated;
    for (const std::string& unit : answerable) {
        wanted[{unit, "4pm-2023"}] = "2023-06-14";
        wanted[{unit, "4pm-2026"}] = "2026-07-01";
    }
    CHECK(placed == wanted);
}
