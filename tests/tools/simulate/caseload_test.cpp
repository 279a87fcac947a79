// The caseload as a whole: the same bytes, the right order, events that are accepted, and a truth
// that names what is there.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "core/calendar/timestamp.h"
#include "core/events/admission.h"
#include "core/events/checked_event.h"
#include "tests/core/calendar/naive_calendar.h"
#include "tests/support/casework_types.h"
#include "tools/simulate/plant.h"
#include "tools/simulate/population.h"
#include "tools/simulate/simulate.h"

using namespace fallbuch;
using namespace fallbuch::simulate;
using nlohmann::json;

namespace {

struct Written {
    std::string events;
    std::string truth;
    CaseloadCounts counts;
};

Written written(std::uint64_t cases, std::uint64_t seed) {
    Written out;
    const auto counts = simulate_caseload(
        {cases, seed},
        [&](std::string_view lines) {
            out.events += lines;
            return Status{};
        },
        [&](std::string_view lines) {
            out.truth += lines;
            return Status{};
        },
        [](const CaseloadCounts&) {});
    REQUIRE(counts);
    out.counts = *counts;
    return out;
}

std::vector<std::string> lines_of(const std::string& text) {
    std::istringstream stream(text);
    std::vector<std::string> out;
    for (std::string line; std::getline(stream, line);) out.push_back(line);
    return out;
}

// The place of a day in naive_days().
std::size_t index_of_day(const std::string& text) {
    return fallbuch::testing::naive_index(
        std::stoi(text.substr(0, 4)), std::stoi(text.substr(5, 2)), std::stoi(text.substr(8, 2)));
}

// § 188 Abs. 2 and 3 BGB by hand: the same number in the sixth month, or the month's last day.
std::size_t half_a_year_after(const std::string& text) {
    int year = std::stoi(text.substr(0, 4));
    int month = std::stoi(text.substr(5, 2)) + 6;
    if (month > 12) {
        month -= 12;
        ++year;
    }
    const int number =
        std::min(std::stoi(text.substr(8, 2)), fallbuch::testing::naive_month_length(year, month));
    return fallbuch::testing::naive_index(year, month, number);
}

}  // namespace

TEST_CASE("the same seed gives the same caseload, another seed another", "[tools][simulate]") {
    const Written first = written(60, 11);
    const Written again = written(60, 11);
    CHECK(first.events == again.events);
    CHECK(first.truth == again.truth);
    CHECK(first.events != written(60, 12).events);
}

TEST_CASE("every simulated event is accepted, in the order of recorded", "[tools][simulate]") {
    const Admission admission = casework_admission();
    AdmissionParser parser(admission);
    CheckedEvent checked;
    const auto now = parse_timestamp("2026-10-01T00:00:00Z");
    REQUIRE(now);
    const Written out = written(cases_for_all_plants(), 3);
    std::string before;
    std::set<std::string> ids;
    for (const std::string& line : lines_of(out.events)) {
        CAPTURE(line);
        REQUIRE(parser.check(line, {*now, Entrance::history}, checked).empty());
        const json event = json::parse(line);
        REQUIRE(before <= event.at("recorded").get<std::string>());
        before = event.at("recorded");
        REQUIRE(ids.insert(event.at("id")).second);
    }
    CHECK(ids.size() == out.counts.events);
    for (const std::string& line : lines_of(out.truth)) {
        CAPTURE(line);
        CHECK(ids.contains(json::parse(line).at("event").get<std::string>()));
    }
}

TEST_CASE("every rule with a plant is broken once and kept once by a hair", "[tools][simulate]") {
    std::map<std::string, std::set<bool>> sides;
    for (const std::string& line : lines_of(written(cases_for_all_plants(), 4).truth)) {
        const json truth = json::parse(line);
        sides[truth.at("rule")].insert(truth.at("kind") == "inside");
    }
    for (const PlantRule& plant : plant_rules()) {
        CAPTURE(plant.rule);
        CHECK(sides[std::string(plant.rule)].size() == 2);
    }
}

TEST_CASE("planted deadlines are those of a naive calendar", "[tools][simulate]") {
    const Written out = written(cases_for_all_plants(), 5);
    std::map<std::string, std::string> days;
    std::map<std::string, std::vector<std::size_t>> updates;  // of plans, by case
    for (const std::string& line : lines_of(out.events)) {
        const json event = json::parse(line);
        const std::string day = event.at("time").get<std::string>().substr(0, 10);
        days[event.at("id")] = day;
        const std::string type = event.at("type");
        if (type == "de.fallbuch.cooperationplan.updated.v1" ||
            type == "de.fallbuch.integrationagreement.reviewed.v1") {
            updates[event.at("subject")].push_back(index_of_day(day));
        }
    }
    const std::map<std::string, std::size_t> kDays{
        {"L-01", 7},   {"L-02", 7},   {"KP-01", 7},  {"MB-02", 7}, {"PZ-12", 7}, {"PZ-09", 14},
        {"RG-02", 28}, {"KD-14", 28}, {"RG-07", 70}, {"L-11", 28}, {"L-08", 28}};
    int checked = 0;
    for (const std::string& line : lines_of(out.truth)) {
        CAPTURE(line);
        const json truth = json::parse(line);
        const std::string rule = truth.at("rule");
        const std::string started = days.at(truth.at("event"));
        if (const auto length = kDays.find(rule); length != kDays.end()) {
            CHECK(index_of_day(truth.at("due")) == index_of_day(started) + length->second);
            ++checked;
        }
        if (rule != "EV-05" && rule != "KP-07") continue;
        const std::size_t due = half_a_year_after(started);
        CHECK(index_of_day(truth.at("due")) == due);
        REQUIRE_FALSE(updates[truth.at("case")].empty());
        const std::size_t acted = updates[truth.at("case")].front();
        CHECK(acted == (truth.at("kind") == "inside" ? due : due + 1));
        ++checked;
    }
    CHECK(checked >= 26);
}

TEST_CASE("Betreuungsstufen are as frequent as in Regensburg", "[tools][simulate]") {
    std::map<std::string, int> levels;
    int assessed = 0;
    for (const std::string& line : lines_of(written(12000, 6).events)) {
        if (line.find("carelevel.assessed") == std::string::npos) continue;
        ++levels[json::parse(line).at("data").at("overall")];
        ++assessed;
    }
    REQUIRE(assessed > 1000);
    // Percent of those who have a level: the structure without its last pair.
    const std::map<std::string, double> kExpected{
        {"IN", 6.8}, {"IK", 33.0}, {"IG", 41.9}, {"IF", 18.3}};
    for (const auto& [level, percent] : kExpected) {
        CAPTURE(level);
        CHECK(100.0 * levels[level] / assessed == Approx(percent).margin(4.0));
    }
}
