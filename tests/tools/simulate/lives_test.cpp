// How cases live through the years: cycles are numbered, somebody stands in, partners have cases of
// their own, and nothing of an earlier cycle is left open.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cstddef>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/support/simulated_caseload.h"
#include "tests/tools/simulate/histories.h"

using fallbuch::testing::Event;
using fallbuch::testing::first;
using fallbuch::testing::histories_of;
using fallbuch::testing::History;
using fallbuch::testing::index_of_day;
using fallbuch::testing::simulated_caseload;
using nlohmann::json;

namespace {

const std::map<std::string, History>& office() {
    static const auto histories = [] {
        auto all = histories_of(simulated_caseload(3000, 13).events);
        std::erase_if(all, [](const auto& one) { return one.first.starts_with("office/"); });
        return all;
    }();
    return histories;
}

int cycle_of(const Event& event) { return event.data.value("cycleNo", 0); }

// What begins a cycle where it is about to begin.
bool begins(const Event& event) {
    return event.type == "potentialanalysis.completed" ||
           event.type == "integrationagreement.concluded";
}

bool is_new_start(const Event& event) {
    return event.type == "case.reopened" ||
           (event.type == "legalcircle.assigned" && event.data.contains("from"));
}

bool is_open_at_the_end(const History& history) {
    bool open = false;
    for (const Event& event : history) {
        if (event.type == "case.opened" || event.type == "case.reopened") open = true;
        if (event.type == "case.closed") open = false;
    }
    return open;
}

bool left_without_level(const History& history) {
    return first(history, "case.opened").time < "2010" &&
           std::none_of(
               history.begin(), history.end(),
               [](const Event& event) { return event.type == "carelevel.assessed"; });
}

}  // namespace

TEST_CASE("the first cycle is number 1, and each new one is one more", "[tools][simulate]") {
    std::map<std::size_t, int> cases;  // by the number of their analyses
    for (const auto& [subject, history] : office()) {
        CAPTURE(subject);
        int highest = 0;
        int analysed = 0;
        std::size_t analyses = 0;
        for (const Event& event : history) {
            const int cycle = cycle_of(event);
            if (cycle == 0) continue;
            CAPTURE(event.id);
            CHECK(cycle <= highest + 1);
            highest = std::max(highest, cycle);
            if (event.type != "potentialanalysis.completed") continue;
            CHECK(cycle > analysed);
            analysed = cycle;
            ++analyses;
        }
        ++cases[analyses];
    }
    CHECK(cases[1] > 500);
    CHECK(cases[2] > 100);
    CHECK(cases[3] > 10);
}

TEST_CASE("who is back, and who changes the Rechtskreis, begins a new cycle", "[tools][simulate]") {
    std::map<std::string, int> starts;
    for (const auto& [subject, history] : office()) {
        int highest = 0;
        int before = 0;
        const Event* start = nullptr;
        for (const Event& event : history) {
            if (is_new_start(event)) {
                start = &event;
                before = highest;
            }
            if (start != nullptr && begins(event)) {
                CAPTURE(event.id);
                CHECK(cycle_of(event) == before + 1);
                ++starts[start->type];
                start = nullptr;
            }
            highest = std::max(highest, cycle_of(event));
        }
    }
    CHECK(starts["case.reopened"] > 100);
    CHECK(starts["legalcircle.assigned"] > 10);
}

TEST_CASE("who stands in is of the same team, acts on these days, and nobody else does",
          "[tools][simulate]") {
    int terms = 0;
    int acts = 0;
    for (const auto& [subject, history] : office()) {
        const Event* responsible = nullptr;
        std::map<std::string, const Event*> newest;  // of those who stand in, by the first day
        for (const Event& event : history) {
            if (event.type != "responsibility.assigned") continue;
            CAPTURE(event.id);
            if (!event.data.value("deputy", false)) {
                responsible = &event;
                continue;
            }
            REQUIRE(responsible != nullptr);
            CHECK(event.data.at("caseworker") != responsible->data.at("caseworker"));
            CHECK(event.data.at("team") == responsible->data.at("team"));
            CHECK(event.data.at("orgType") == responsible->data.at("orgType"));
            CHECK(event.data.at("from") <= event.data.at("to"));
            newest[event.data.at("from")] = &event;
        }
        for (const auto& [from, term] : newest) {
            ++terms;
            const std::size_t last = index_of_day(term->data.at("to").get<std::string>());
            for (const Event& event : history) {
                if (event.day < index_of_day(from) || event.day > last) continue;
                CAPTURE(event.id);
                CHECK(event.actor == term->data.at("caseworker").get<std::string>());
                acts += event.type == "contact.held" ? 1 : 0;
            }
        }
    }
    CHECK(terms > 300);
    CHECK(acts > 50);
}

TEST_CASE("partners with cases of their own name each other, and apply on the same day",
          "[tools][simulate]") {
    std::map<std::string, std::vector<const History*>> households;
    std::map<std::string, std::string> persons;  // by Kundennummer
    for (const auto& [subject, history] : office()) {
        const Event& opened = first(history, "case.opened");
        const std::string number = opened.data.at("kundennummer");
        CAPTURE(subject);
        CHECK(persons.emplace(number, subject).second);
        if (opened.data.contains("bgNummer")) {
            households[opened.data.at("bgNummer")].push_back(&history);
        }
    }
    int couples = 0;
    for (const auto& [number, cases] : households) {
        CAPTURE(number);
        REQUIRE(cases.size() <= 2);
        if (cases.size() == 1) continue;
        ++couples;
        for (std::size_t i = 0; i < 2; ++i) {
            const Event& mine = first(*cases[i], "case.opened");
            CHECK(mine.day == first(*cases[1 - i], "case.opened").day);
            const auto told = [&](const Event& event) {
                return event.type == "bgmembership.changed" && event.data.at("role") == "PARTNER" &&
                       event.data.at("memberRef") == mine.data.at("kundennummer");
            };
            const bool tells = std::any_of(cases[1 - i]->begin(), cases[1 - i]->end(), told);
            // Who came under Betreuungsstufen and left without one told nothing of the household.
            CHECK((tells || left_without_level(*cases[1 - i])));
        }
    }
    CHECK(couples > 100);
}

namespace {

struct Ends {
    std::string_view thing;
    const char* id;
    std::string_view begin;
    std::vector<std::string_view> ends;
    const char* due;  // a field; empty: it has none
};
const std::vector<Ends> kThings{
    {"need", "needId", "need.identified", {"need.resolved", "need.dropped"}, ""},
    {"goal", "goalId", "goal.set", {"goal.achieved", "goal.abandoned"}, "targetDate"},
    {"partial goal",
     "intermediateGoalId",
     "intermediategoal.set",
     {"intermediategoal.achieved", "intermediategoal.missed"},
     "targetDate"},
    {"activity",
     "activityId",
     "activity.agreed",
     {"activity.fulfilled", "activity.missed"},
     "due"}};

// Those that have not ended, with what was told of them last.
std::vector<json> open_things(const Ends& thing, const History& history) {
    std::map<std::string, json> open;
    for (const Event& event : history) {
        if (!event.data.contains(thing.id)) continue;
        const std::string id = event.data.at(thing.id);
        if (event.type == thing.begin || (event.type == "goal.changed" && open.contains(id))) {
            open[id] = event.data;
        }
        const auto& ends = thing.ends;
        if (std::find(ends.begin(), ends.end(), event.type) != ends.end()) open.erase(id);
    }
    std::vector<json> out;
    for (auto& [id, data] : open) out.push_back(std::move(data));
    return out;
}

}  // namespace

TEST_CASE("what still waits in an open case is of its last cycle, and not for long",
          "[tools][simulate]") {
    constexpr std::size_t kLongest = 120;  // from one talk to the next
    const std::size_t end = index_of_day("2026-09-30");
    std::map<std::string_view, int> waiting;
    for (const auto& [subject, history] : office()) {
        if (!is_open_at_the_end(history)) continue;
        int cycle = 0;
        for (const Event& event : history) cycle = std::max(cycle, cycle_of(event));
        for (const Ends& thing : kThings) {
            for (const json& open : open_things(thing, history)) {
                CAPTURE(subject, thing.thing, open.dump());
                CHECK(open.at("cycleNo") == cycle);
                ++waiting[thing.thing];
                if (std::string_view(thing.due).empty() || !open.contains(thing.due)) continue;
                CHECK(index_of_day(open.at(thing.due).get<std::string>()) + kLongest >= end);
            }
        }
    }
    CHECK(waiting["need"] > 100);
    CHECK(waiting["goal"] > 100);
    CHECK(waiting["activity"] > 100);
}
