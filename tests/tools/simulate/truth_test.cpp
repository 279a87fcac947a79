// The truth says what the rules say: which event activates, and which day is the last. Each line is
// held against its history by a naive reader.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cstddef>
#include <initializer_list>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/simulated_caseload.h"
#include "tests/tools/simulate/histories.h"
#include "tools/simulate/population.h"

using fallbuch::simulate::cases_for_all_plants;
using fallbuch::testing::Event;
using fallbuch::testing::event_of;
using fallbuch::testing::first;
using fallbuch::testing::History;
using fallbuch::testing::index_after_months;
using fallbuch::testing::index_of_day;
using fallbuch::testing::lines_of;
using fallbuch::testing::naive_office_works;
using fallbuch::testing::simulated_caseload;
using nlohmann::json;

namespace {

struct Claim {
    std::string line;
    std::string rule;
    std::string kind;
    json due;
    Event activation;
    const History* history;
};

struct Office {
    std::map<std::string, History> histories;
    std::vector<Claim> claims;
};

Office read_office() {
    const auto caseload = simulated_caseload(cases_for_all_plants() * 2, 17);
    Office office;
    std::map<std::string, Event> events;
    for (const std::string& line : lines_of(caseload.events)) {
        const json told = json::parse(line);
        const Event event = event_of(told);
        events.emplace(event.id, event);
        office.histories[told.at("subject")].push_back(event);
    }
    for (const std::string& line : lines_of(caseload.truth)) {
        const json truth = json::parse(line);
        office.claims.push_back({line, truth.at("rule"), truth.at("kind"), truth.at("due"),
                                 events.at(truth.at("event")),
                                 &office.histories.at(truth.at("case"))});
    }
    return office;
}

const Office& office() {
    static const Office read = read_office();
    return read;
}

std::vector<Claim> claims_of(std::initializer_list<std::string_view> rules) {
    std::vector<Claim> out;
    for (const Claim& claim : office().claims) {
        if (std::find(rules.begin(), rules.end(), claim.rule) != rules.end()) out.push_back(claim);
    }
    REQUIRE(out.size() >= 2);
    return out;
}

std::size_t due_day(const Claim& claim) {
    REQUIRE_FALSE(claim.due.is_null());
    return index_of_day(claim.due.get<std::string>());
}

std::size_t working_days_from(std::size_t day, int count, bool forwards) {
    while (count > 0) {
        day = forwards ? day + 1 : day - 1;
        count -= naive_office_works(day) ? 1 : 0;
    }
    return day;
}

}  // namespace

TEST_CASE("whoever has no plan is told by each strategy that was chosen", "[tools][simulate]") {
    std::map<const History*, std::size_t> lines;
    for (const Claim& claim : claims_of({"G-04"})) {
        CAPTURE(claim.line);
        CHECK(claim.activation.type == "strategy.selected");
        ++lines[claim.history];
    }
    for (const auto& [history, count] : lines) {
        CHECK(count == static_cast<std::size_t>(std::count_if(
                           history->begin(), history->end(),
                           [](const Event& event) { return event.type == "strategy.selected"; })));
    }
}

TEST_CASE("the first contact of IN is owed from the last of talk, profiling and agreement",
          "[tools][simulate]") {
    for (const Claim& claim : claims_of({"RG-02"})) {
        CAPTURE(claim.line);
        for (const char* type :
             {"contact.held", "profiling.completed", "integrationagreement.concluded"}) {
            CHECK(first(*claim.history, type).time <= claim.activation.time);
        }
        CHECK(claim.activation.id == first(*claim.history, "integrationagreement.concluded").id);
    }
}

TEST_CASE("the contact at the end of a measure is owed from its actual end", "[tools][simulate]") {
    for (const Claim& claim : claims_of({"RG-03"})) {
        CAPTURE(claim.line);
        REQUIRE(claim.activation.type == "measureparticipation.ended");
        const std::size_t end =
            index_of_day(claim.activation.data.at("actualEnd").get<std::string>());
        CHECK(claim.activation.day == end);
        CHECK(due_day(claim) == working_days_from(end, 3, true));
        const bool contacted =
            std::any_of(claim.history->begin(), claim.history->end(), [&](const Event& event) {
                return event.type == "contact.held" &&
                       event.day >= working_days_from(end, 3, false) && event.day <= due_day(claim);
            });
        CHECK(contacted == (claim.kind == "inside"));
    }
}

TEST_CASE("what has no day of its own is due when the case is closed", "[tools][simulate]") {
    const auto claims =
        claims_of({"AM-06", "AM-07", "BS-10", "EV-01", "FG-02", "FG-03", "FG-04", "FG-05", "FG-06",
                   "G-02",  "G-03",  "G-04",  "HB-02", "IP-01", "KD-15", "KD-16", "KP-08", "L-06",
                   "NA-02", "RG-01", "RG-06", "RG-08", "RG-10", "RG-15", "SR-01"});
    std::set<std::string> rules;
    for (const Claim& claim : claims) {
        // What has begun has four weeks.
        if (claim.activation.type == "arbitration.started") continue;
        CAPTURE(claim.line);
        CHECK(due_day(claim) == first(*claim.history, "case.closed").day);
        rules.insert(claim.rule);
    }
    CHECK(rules.size() == 25);
}

TEST_CASE("only what is judged at once on the event itself has no last day", "[tools][simulate]") {
    const std::set<std::string> kAtOnce{
        "BS-02", "BS-03", "BS-04", "BS-06", "BS-07", "BS-08", "BS-09", "EV-03", "EV-04", "EV-06",
        "G-05",  "HB-01", "HS-01", "HS-02", "HS-03", "IP-02", "KD-03", "KD-17", "KP-02", "KP-03",
        "KP-04", "KP-05", "KP-06", "KP-09", "L-03",  "L-05",  "L-07",  "L-10",  "L-12",  "L-13",
        "L-15",  "L-18",  "L-19",  "L-21",  "L-22",  "NA-03", "PA-04", "PR-02", "PR-03", "PR-04",
        "PR-05", "RG-13", "SR-02", "SR-07", "UB-01", "UB-02", "X-01",  "ZI-01"};
    // How the first talk, the analysis, the prognosis has to be at once, that it comes by a day.
    const std::set<std::string> kBoth{"L-17", "PA-01", "IP-03"};
    for (const Claim& claim : office().claims) {
        if (kBoth.contains(claim.rule)) continue;
        CAPTURE(claim.line);
        CHECK(claim.due.is_null() == kAtOnce.contains(claim.rule));
        if (claim.kind == "missing") CHECK_FALSE(claim.due.is_null());
    }
}

TEST_CASE("what is owed from an Arbeitsuchendmeldung begins with one", "[tools][simulate]") {
    for (const Claim& claim : claims_of({"L-02", "L-17"})) {
        CAPTURE(claim.line);
        const Event& opened = first(*claim.history, "case.opened");
        CHECK(opened.data.at("reason") == "ARBEITSUCHENDMELDUNG");
        CHECK(first(*claim.history, "labourstatus.changed").data.at("status") == "ARBEITSUCHEND");
        if (claim.due.is_null()) continue;
        CHECK(claim.activation.id == first(*claim.history, "labourstatus.changed").id);
    }
}

TEST_CASE("a reduction is wrong where the person came at another hour of the day",
          "[tools][simulate]") {
    for (const Claim& claim : claims_of({"L-18"})) {
        CAPTURE(claim.line);
        REQUIRE(claim.activation.type == "reduction.determined");
        const Event& missed = first(*claim.history, "appointment.missed");
        CHECK(claim.activation.data.at("demandRef") == missed.data.at("invitationId"));
        CHECK(missed.data.at("purposeReachedSameDay") == (claim.kind != "inside"));
        const bool came =
            std::any_of(claim.history->begin(), claim.history->end(), [&](const Event& event) {
                return event.type == "contact.held" && event.day == missed.day;
            });
        CHECK(came == (claim.kind != "inside"));
    }
}

TEST_CASE("support after the start of work ends with the sixth month, the first day counted",
          "[tools][simulate]") {
    for (const Claim& claim : claims_of({"L-19"})) {
        CAPTURE(claim.line);
        const std::string start = first(*claim.history, "employment.started").data.at("start");
        const std::size_t day = index_of_day(start);
        const bool opens_month = start.ends_with("-01");
        const std::size_t last =
            opens_month ? index_after_months(day, 6) - 1 : index_after_months(day - 1, 6);
        CHECK(claim.activation.data.at("instrument") == "P16G");
        CHECK(claim.activation.day == (claim.kind == "inside" ? last : last + 1));
    }
}

TEST_CASE("a waiver for a child ends after six months, and the analysis follows in a week",
          "[tools][simulate]") {
    for (const Claim& claim : claims_of({"X-03"})) {
        CAPTURE(claim.line);
        REQUIRE(claim.activation.type == "potentialanalysis.waived");
        CHECK(due_day(claim) == index_after_months(claim.activation.day, 6) + 1 + 7);
        const Event& analysed = first(*claim.history, "potentialanalysis.completed");
        CHECK(analysed.day == due_day(claim) + (claim.kind == "inside" ? 0 : 1));
        CHECK(index_of_day(claim.activation.data.at("nextTalkDate").get<std::string>()) ==
              analysed.day);
    }
}

TEST_CASE("a goal without a time is one of which no strategy has both days", "[tools][simulate]") {
    for (const Claim& claim : claims_of({"G-03"})) {
        CAPTURE(claim.line);
        CHECK(claim.activation.type == "goal.set");
        const bool timed =
            std::any_of(claim.history->begin(), claim.history->end(), [](const Event& event) {
                return event.type == "strategy.selected" && event.data.contains("plannedFrom") &&
                       event.data.contains("plannedTo");
            });
        CHECK(timed == (claim.kind == "inside"));
    }
}

TEST_CASE("a target occupation that comes late comes on a later day", "[tools][simulate]") {
    std::set<std::string> kinds;
    for (const Claim& claim : claims_of({"PZ-01"})) {
        CAPTURE(claim.line);
        const Event& occupation = first(*claim.history, "targetoccupation.set");
        CHECK(due_day(claim) == claim.activation.day);
        if (claim.kind == "inside") {
            CHECK(occupation.time < claim.activation.time);
        } else {
            CHECK(occupation.day == working_days_from(claim.activation.day, 1, true));
        }
        kinds.insert(claim.kind);
    }
    CHECK(kinds == std::set<std::string>{"inside", "late"});
}

TEST_CASE("only who has joined a Bedarfsgemeinschaft leaves it", "[tools][simulate]") {
    int left = 0;
    for (const auto& [subject, history] : office().histories) {
        std::map<std::string, std::string> roles;
        for (const Event& event : history) {
            if (event.type != "bgmembership.changed") continue;
            CAPTURE(event.id);
            const std::string member = event.data.at("memberRef");
            if (event.data.contains("from")) roles.emplace(member, event.data.at("role"));
            if (!event.data.contains("to")) continue;
            REQUIRE(roles.contains(member));
            CHECK(event.data.at("role") == roles.at(member));
            roles.erase(member);
            ++left;
        }
    }
    CHECK(left >= 2);
}
