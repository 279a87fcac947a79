// Is the office like the offices that the seeds describe? Each share is that of a sample, so it may
// differ from the seed's by four of its standard deviations.
#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "tests/core/calendar/naive_calendar.h"
#include "tests/support/simulated_caseload.h"

using fallbuch::testing::index_of_day;
using fallbuch::testing::lines_of;
using fallbuch::testing::naive_days;
using fallbuch::testing::simulated_caseload;
using nlohmann::json;

namespace {

// One office for all of these tests: they only read it.
const std::vector<std::string>& office() {
    static const std::vector<std::string> lines = lines_of(simulated_caseload(8000, 6).events);
    return lines;
}

bool is(const std::string& line, std::string_view type) {
    return line.find("\"type\":\"de.fallbuch." + std::string(type) + ".v1\"") != std::string::npos;
}

std::vector<json> events_of(std::string_view type) {
    std::vector<json> out;
    for (const std::string& line : office()) {
        if (is(line, type)) out.push_back(json::parse(line));
    }
    return out;
}

void check_share(double percent, std::size_t count, std::size_t total) {
    const double share = percent / 100;
    const double deviation = std::sqrt(share * (1 - share) / static_cast<double>(total)) * 100;
    CHECK(100.0 * static_cast<double>(count) / static_cast<double>(total) ==
          Approx(percent).margin(4 * deviation));
}

}  // namespace

TEST_CASE("clients are those of Regensburg, by level and status", "[tools][simulate]") {
    std::map<std::string, std::string> status;
    std::map<std::string, std::string> level;
    std::set<std::string> opened;
    for (const json& event : events_of("case.opened")) {
        if (event.at("time").get<std::string>() < "2010") opened.insert(event.at("subject"));
    }
    for (const json& event : events_of("labourstatus.changed")) {
        status.try_emplace(event.at("subject"), event.at("data").at("status"));
    }
    for (const json& event : events_of("carelevel.assessed")) {
        level.try_emplace(event.at("subject"), event.at("data").at("overall"));
    }
    const std::map<std::string, std::array<double, 2>> kRegensburg{{"IN", {3.39, 2.11}},
                                                                   {"IK", {18.22, 8.48}},
                                                                   {"IG", {23.31, 10.59}},
                                                                   {"IF", {10.59, 4.24}},
                                                                   {"", {7.21, 11.86}}};
    std::map<std::string, std::array<std::size_t, 2>> counts;
    std::size_t total = 0;
    // Plants stand at the levels that their rules need.
    std::set<std::string> planted;
    for (const std::string& line : lines_of(simulated_caseload(8000, 6).truth)) {
        planted.insert(json::parse(line).at("case"));
    }
    for (const std::string& subject : opened) {
        if (planted.contains(subject)) continue;
        ++counts[level[subject]][status.at(subject) == "ARBEITSLOS" ? 0 : 1];
        ++total;
    }
    REQUIRE(total > 500);
    for (const auto& [name, shares] : kRegensburg) {
        CAPTURE(name);
        check_share(shares[0], counts[name][0], total);
        check_share(shares[1], counts[name][1], total);
    }
}

TEST_CASE("measures last as long as the concept speaks of them", "[tools][simulate]") {
    std::map<std::string, std::array<std::size_t, 2>> lengths{};  // shortest and longest, in days
    for (const json& event : events_of("measure.started")) {
        if (event.at("time").get<std::string>() < "2023-07") continue;
        const json& data = event.at("data");
        const std::size_t length = index_of_day(data.at("plannedTo").get<std::string>()) -
                                   index_of_day(data.at("plannedFrom").get<std::string>());
        auto [found, is_new] = lengths.try_emplace(data.at("type"), std::array{length, length});
        found->second[0] = std::min(found->second[0], length);
        found->second[1] = std::max(found->second[1], length);
    }
    // A trial at an employer up to six weeks (§ 45 Abs. 2 SGB III), activation weeks or months,
    // training and employment months.
    CHECK(lengths.at("MAG")[1] <= 42);
    CHECK(lengths.at("MABE")[0] < 56);
    CHECK(lengths.at("MABE")[1] > 75);
    CHECK(lengths.at("FBW")[0] >= 90);
    CHECK(lengths.at("AGH")[0] >= 120);
    CHECK(lengths.at("SPRACHKURS")[0] >= 150);
}

TEST_CASE("a fifth of the cases is open at the end, and some have seen several concepts",
          "[tools][simulate]") {
    std::map<std::string, bool> open;
    std::map<std::string, std::set<int>> concepts;
    for (const std::string& line : office()) {
        if (is(line, "case.opened") || is(line, "case.reopened")) {
            open[json::parse(line).at("subject")] = true;
        } else if (is(line, "case.closed")) {
            open[json::parse(line).at("subject")] = false;
        } else if (is(line, "contact.held")) {
            const json event = json::parse(line);
            const std::string time = event.at("time");
            const int concept_of_time = time < "2010" ? 2005 : time < "2023-06-14" ? 2010 : 2023;
            concepts[event.at("subject")].insert(concept_of_time);
        }
    }
    const auto share = [&](auto&& counts) {
        return 100.0 * static_cast<double>(counts) / static_cast<double>(open.size());
    };
    const auto opened =
        std::count_if(open.begin(), open.end(), [](auto& one) { return one.second; });
    CHECK(share(opened) > 15);
    CHECK(share(opened) < 28);
    std::map<std::set<int>, int> lives;
    for (const auto& [subject, seen] : concepts) ++lives[seen];
    CHECK(lives[{2005, 2010}] > 50);
    CHECK(lives[{2010, 2023}] > 50);
    CHECK(lives[{2005, 2010, 2023}] > 0);
}

TEST_CASE("most is recorded at once, some after weeks, little after months", "[tools][simulate]") {
    std::size_t later = 0;
    std::size_t weeks = 0;
    std::size_t months = 0;
    for (const std::string& line : office()) {
        const auto day_after = [&](std::string_view key) {
            return index_of_day(std::string_view(line).substr(line.find(key) + key.size()));
        };
        const std::size_t days = day_after("\"recorded\":\"") - day_after("\"time\":\"");
        later += days > 0 ? 1 : 0;
        weeks += days > 14 ? 1 : 0;
        months += days > 60 ? 1 : 0;
    }
    CHECK(later > office().size() / 100);
    CHECK(later < office().size() / 20);
    CHECK(weeks * 5 < later);
    CHECK(weeks > months);
    CHECK(months > 20);
}

TEST_CASE("measures end for many reasons", "[tools][simulate]") {
    std::map<std::string, std::map<std::string, std::size_t>> causes;
    std::map<std::string, std::size_t> totals;
    for (const json& event : events_of("measureparticipation.ended")) {
        const json& data = event.at("data");
        ++causes[data.at("kind")][data.at("cause")];
        ++totals[data.at("kind")];
    }
    CHECK(causes["REGULAER"].size() == 3);
    CHECK(causes["ABBRUCH"].size() == 5);
    CHECK_FALSE(causes["ABBRUCH"].contains("ABSCHLUSS"));
    for (const auto& [cause, count] : causes["ABBRUCH"]) {
        CAPTURE(cause);
        CHECK(count * 20 > totals["ABBRUCH"]);
        CHECK(count * 2 < totals["ABBRUCH"]);
    }
    CHECK(causes["REGULAER"]["ABSCHLUSS"] * 2 > totals["REGULAER"]);
}

TEST_CASE("the days of the week are much alike, and nobody works on Christmas Eve",
          "[tools][simulate]") {
    std::map<int, std::size_t> weekdays;
    std::size_t holy = 0;
    for (const std::string& line : office()) {
        const std::string day = line.substr(line.find("\"time\":\"") + 8, 10);
        ++weekdays[naive_days().at(index_of_day(day)).weekday];
        holy += day.ends_with("-12-24") || day.ends_with("-12-31") ? 1 : 0;
    }
    for (int weekday = 1; weekday <= 5; ++weekday) {
        CAPTURE(weekday);
        CHECK(weekdays[weekday] * 100 > office().size() * 15);
        CHECK(weekdays[weekday] * 100 < office().size() * 25);
    }
    CHECK(holy * 1000 < office().size());
}

TEST_CASE("hardly two notes are the same", "[tools][simulate]") {
    std::map<std::string, std::size_t> texts;
    std::size_t notes = 0;
    for (const json& event : events_of("counsellingnote.recorded")) {
        ++texts[event.at("data").at("text")];
        ++notes;
    }
    CHECK(notes > 10000);
    CHECK(texts.size() > 10000);
    for (const auto& [text, count] : texts) {
        CAPTURE(text);
        CHECK(count * 50 < notes);
    }
}

TEST_CASE("every type of casework happens in the office", "[tools][simulate]") {
    std::set<std::string> used;
    for (const std::string& line : office()) {
        const std::size_t begin = line.find("\"type\":\"") + 8;
        used.insert(line.substr(begin, line.find(".v1\"", begin) - begin));
    }
    std::size_t types = 0;
    for (const char* folder :
         {"analysis", "case", "contact", "goal", "measure", "placement", "plan"}) {
        const auto path =
            std::filesystem::path(FALLBUCH_SOURCE_DIR) / "core/events/catalogue/casework" / folder;
        for (const auto& file : std::filesystem::directory_iterator(path)) {
            CAPTURE(file.path());
            std::ifstream stream(file.path());
            const json schema = json::parse(stream);
            CHECK(used.contains(schema.at("x-fallbuch").at("type")));
            ++types;
        }
    }
    CHECK(types > 80);
}
