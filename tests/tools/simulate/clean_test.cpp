// What is not planted is clean: the duties with a day, judged by a naive reader of the histories
// who knows each rule as a sentence and nothing of the simulator. A duty whose last day lies
// beyond the office's last day is pending.
#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <cstddef>
#include <initializer_list>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <string_view>

#include "tests/core/calendar/naive_calendar.h"
#include "tests/support/simulated_caseload.h"
#include "tests/tools/simulate/histories.h"

using fallbuch::testing::Event;
using fallbuch::testing::event_of;
using fallbuch::testing::History;
using fallbuch::testing::index_after_months;
using fallbuch::testing::index_of_day;
using fallbuch::testing::lines_of;
using fallbuch::testing::naive_days;
using fallbuch::testing::naive_office_works;
using fallbuch::testing::simulated_caseload;
using nlohmann::json;

namespace {

// What was corrected has the content of its correction, and a talk its day.
void put(History& history, const json& line) {
    const Event told = event_of(line);
    if (!line.contains("corrects")) return history.push_back(told);
    for (Event& event : history) {
        if (event.id != line.at("corrects").get<std::string>()) continue;
        event.data = told.data;
        if (event.type != "contact.held") continue;
        event.time = told.time;
        event.day = told.day;
    }
}

std::map<std::string, History> read_clean_histories() {
    const auto caseload = simulated_caseload(3000, 21);
    std::set<std::string> broken;
    for (const std::string& line : lines_of(caseload.truth)) {
        const json truth = json::parse(line);
        if (truth.at("kind") != "inside") broken.insert(truth.at("case"));
    }
    std::map<std::string, History> out;
    for (const std::string& line : lines_of(caseload.events)) {
        const json event = json::parse(line);
        if (!broken.contains(event.at("subject"))) put(out[event.at("subject")], event);
    }
    for (auto& [subject, history] : out) {
        std::stable_sort(history.begin(), history.end(), [](const Event& left, const Event& right) {
            return left.time < right.time;
        });
    }
    return out;
}

// By the moment of occurrence: all histories of an office but those in which a rule is broken on
// purpose. Read once.
const std::map<std::string, History>& clean_histories() {
    static const std::map<std::string, History> histories = read_clean_histories();
    return histories;
}

struct Duty {
    std::string_view rule;
    std::string_view from;
    std::string_view by;
    int months;
    int days;
    std::string_view first_day;  // of the rule
    std::string_view last_day;
    std::string_view ends = {};        // what else ends the duty, beside the exit
    std::string_view circle = {};      // of the activation; empty: both
    std::string_view care_level = {};  // likewise
};
constexpr std::string_view kConcept = "2023-07-01";
constexpr std::string_view kEnd = "2026-09-30";
constexpr std::array kDuties{
    Duty{"L-01", "case.opened", "potentialanalysis.completed", 0, 7, kConcept, kEnd,
         "potentialanalysis.waived"},
    Duty{"L-01 again", "case.reopened", "potentialanalysis.completed", 0, 7, kConcept, kEnd},
    Duty{"KP-01",
         "potentialanalysis.completed",
         "cooperationplan.created",
         0,
         7,
         kConcept,
         kEnd,
         {},
         "SGB_II"},
    Duty{"KP-07", "cooperationplan.created", "cooperationplan.updated", 6, 0, kConcept, kEnd},
    Duty{"KP-07", "cooperationplan.updated", "cooperationplan.updated", 6, 0, kConcept, kEnd},
    Duty{"EV-05", "integrationagreement.concluded", "integrationagreement.reviewed", 6, 0, kConcept,
         kEnd, "integrationagreement.replaced", "SGB_III"},
    Duty{"EV-05", "integrationagreement.reviewed", "integrationagreement.reviewed", 6, 0, kConcept,
         kEnd, "integrationagreement.ended", "SGB_III"},
    Duty{"PZ-09", "targetoccupation.deferred", "appointment.scheduled", 0, 14, kConcept, kEnd},
    Duty{"PZ-12", "intermediategoal.achieved", "targetoccupation.set", 0, 7, kConcept, kEnd},
    Duty{"PZ-12", "intermediategoal.missed", "targetoccupation.set", 0, 7, kConcept, kEnd},
    Duty{"MB-02", "measurerisk.flagged", "contact.held", 0, 7, kConcept, kEnd},
    Duty{"L-08", "arbitration.started", "arbitration.ended", 0, 28, kConcept, kEnd},
    Duty{"G-11", "accessrequest.received", "access.granted", 1, 0, kConcept, kEnd},
    Duty{"RG-12", "case.opened", "carelevel.assessed", 0, 7, "2005-01-01", "2009-12-31"},
    Duty{"RG-02", "contact.held", "contact.held", 0, 28, "2005-01-01", "2009-12-31", {}, {}, "IN"},
    Duty{"RG-07", "contact.held", "contact.held", 0, 70, "2005-01-01", "2009-12-31", {}, {}, "IK"},
    Duty{"RG-09", "contact.held", "contact.held", 3, 0, "2005-01-01", "2009-12-31", {}, {}, "IG"},
    Duty{"RG-11", "contact.held", "contact.held", 6, 0, "2005-01-01", "2009-12-31", {}, {}, "IF"},
    Duty{"RG-05", "carelevel.reviewed", "carelevel.reviewed", 6, 0, "2005-01-01", "2009-12-31"}};

// What held when the event happened: the last value told before.
std::string latest(const History& history, const Event& at, std::string_view type,
                   const char* field) {
    std::string value;
    for (const Event& event : history) {
        if (event.type == type && event.time <= at.time) value = event.data.at(field);
    }
    return value;
}

bool activates(const Duty& duty, const History& history, const Event& event) {
    if (event.type != duty.from || event.day < index_of_day(duty.first_day) ||
        event.day > index_of_day(duty.last_day)) {
        return false;
    }
    if (!duty.circle.empty() &&
        latest(history, event, "legalcircle.assigned", "to") != duty.circle) {
        return false;
    }
    return duty.care_level.empty() ||
           latest(history, history.back(), "carelevel.assessed", "overall") == duty.care_level;
}

std::size_t due_of(const Duty& duty, const Event& event) {
    return index_after_months(event.day, duty.months) + static_cast<std::size_t>(duty.days);
}

bool is_met(const Duty& duty, const History& history, const Event& activation) {
    const std::size_t due = due_of(duty, activation);
    return due >= index_of_day(kEnd) ||
           std::any_of(history.begin(), history.end(), [&](const Event& event) {
               const bool counts =
                   event.type == duty.by || event.type == duty.ends || event.type == "case.closed";
               return counts && event.time >= activation.time && event.id != activation.id &&
                      event.day <= due;
           });
}

bool is_talk(const Event& event) {
    return event.type == "contact.held" && event.data.at("kind") != "KURZKONTAKT";
}

std::size_t next_working_day(std::size_t day) {
    do {
        ++day;
    } while (!naive_office_works(day));
    return day;
}

// How many events of a type are about this contact.
std::size_t about(const History& history, const Event& contact, std::string_view type) {
    return static_cast<std::size_t>(
        std::count_if(history.begin(), history.end(), [&](const Event& event) {
            return event.type == type && event.data.value("contactId", "") ==
                                             contact.data.at("contactId").get<std::string>();
        }));
}

// Returns how often it was activated.
int check_duty(const Duty& duty, const History& history) {
    int activations = 0;
    for (const Event& event : history) {
        if (!activates(duty, history, event)) continue;
        CAPTURE(event.id);
        CHECK(is_met(duty, history, event));
        ++activations;
    }
    return activations;
}

// A note of the last day may be recorded when the office has closed.
void check_note(const History& history, const Event& talk) {
    const auto note = std::find_if(history.begin(), history.end(), [&](const Event& event) {
        return event.type == "counsellingnote.recorded" &&
               event.data.at("contactId") == talk.data.at("contactId");
    });
    if (note == history.end()) {
        CHECK(talk.day == index_of_day(kEnd));
    } else {
        CHECK(note->recorded_day <= next_working_day(talk.day));
    }
}

const std::map<std::string, std::ptrdiff_t> kTalksMin{
    {"MARKT", 4},          {"AKTIVIERUNG", 5},    {"FOERDER", 3}, {"ENTWICKLUNG", 4},
    {"STABILISIERUNG", 2}, {"UNTERSTUETZUNG", 2}, {"I", 2},       {"Z", 1}};

bool opens_half_year(const Event& event) {
    return event.type == "integrationagreement.concluded" &&
           event.day >= index_of_day("2010-12-01") && event.day <= index_of_day("2023-06-13");
}

// Contacts only where they are personal.
std::ptrdiff_t count_in_half_year(const History& history, const Event& agreed,
                                  std::string_view type) {
    const std::size_t end = index_after_months(agreed.day, 6);
    return std::count_if(history.begin(), history.end(), [&](const Event& event) {
        return event.type == type && event.day >= agreed.day && event.day < end &&
               event.data.value("channel", "PERSOENLICH") == "PERSOENLICH";
    });
}

const Event& started(const History& history, const Event& ended) {
    const auto found = std::find_if(history.begin(), history.end(), [&](const Event& event) {
        return event.type == "measure.started" &&
               event.data.at("measureId") == ended.data.at("measureId");
    });
    REQUIRE(found != history.end());
    return *found;
}

// Four weeks before to four weeks after the end, or only after it where the measure was short.
bool is_talked_about(const History& history, const Event& ended, bool is_long) {
    return std::any_of(history.begin(), history.end(), [&](const Event& event) {
        return is_talk(event) && event.day <= ended.day + 28 &&
               (is_long ? event.day + 28 >= ended.day : event.day > ended.day);
    });
}

bool is_taken_over(const History& history, const Event& start) {
    return std::any_of(history.begin(), history.end(), [&](const Event& event) {
        return event.type == "employment.started" && event.data.at("insurable") &&
               event.data.at("employerRef") == start.data.value("employerRef", "");
    });
}

}  // namespace

TEST_CASE("what is not planted meets its duties in time", "[tools][simulate]") {
    for (const Duty& duty : kDuties) {
        CAPTURE(duty.rule, duty.from);
        int activations = 0;
        for (const auto& [subject, history] : clean_histories()) {
            activations += check_duty(duty, history);
        }
        CHECK(activations > 0);
    }
}

TEST_CASE("each talk of the 4-Phasen-Modell has its note in time and its four activities",
          "[tools][simulate]") {
    int talks = 0;
    for (const auto& [subject, history] : clean_histories()) {
        for (const Event& talk : history) {
            if (!is_talk(talk) || talk.day < index_of_day("2023-06-14")) continue;
            CAPTURE(talk.id);
            check_note(history, talk);
            ++talks;
            if (talk.data.at("kind") != "FOLGEGESPRAECH") continue;
            CHECK(about(history, talk, "followupactivity.covered") == 4);
            CHECK(about(history, talk, "integrationprognosis.reviewed") == 1);
        }
    }
    CHECK(talks > 1000);
}

TEST_CASE("each Profillage has its talks in half a year, or a reason", "[tools][simulate]") {
    std::map<std::string, int> halves;
    for (const auto& [subject, history] : clean_histories()) {
        for (const Event& agreed : history) {
            if (!opens_half_year(agreed)) continue;
            CAPTURE(agreed.id);
            const std::string tier = latest(history, agreed, "profiletier.set", "tier");
            if (count_in_half_year(history, agreed, "case.closed") > 0) continue;
            const auto talks = count_in_half_year(history, agreed, "contact.held");
            const auto reasons = count_in_half_year(history, agreed, "deviation.justified");
            CHECK((talks >= kTalksMin.at(tier) || reasons > 0));
            ++halves[reasons > 0 ? "excused" : tier];
        }
    }
    CHECK(halves.size() == kTalksMin.size() + 1);
}

TEST_CASE("each measure ends with a talk in the weeks that its length asks for",
          "[tools][simulate]") {
    std::map<bool, int> measures;
    for (const auto& [subject, history] : clean_histories()) {
        for (const Event& ended : history) {
            if (ended.type != "measureparticipation.ended" || ended.day < index_of_day(kConcept) ||
                ended.day + 28 >= index_of_day(kEnd)) {
                continue;
            }
            CAPTURE(ended.id);
            const Event& start = started(history, ended);
            const std::size_t planned = index_of_day(start.data.at("plannedTo").get<std::string>());
            const bool is_long = planned + 1 >= index_after_months(start.day, 2);
            const bool talked = is_talked_about(history, ended, is_long);
            CHECK((talked || (!is_long && is_taken_over(history, start))));
            ++measures[is_long];
        }
    }
    CHECK(measures[true] > 50);
    CHECK(measures[false] > 50);
}

TEST_CASE("a Teilhabeplan is reviewed by the day that it names", "[tools][simulate]") {
    int plans = 0;
    for (const auto& [subject, history] : clean_histories()) {
        for (const Event& plan : history) {
            if (!plan.type.starts_with("participationplan.")) continue;
            const std::size_t due = index_of_day(plan.data.at("reviewDue").get<std::string>());
            CAPTURE(plan.id);
            const bool reviewed =
                std::any_of(history.begin(), history.end(), [&](const Event& event) {
                    return (event.type == "participationplan.updated" ||
                            event.type == "rehaprocedure.ended" || event.type == "case.closed") &&
                           event.time > plan.time && event.day <= due;
                });
            CHECK((reviewed || due >= index_of_day(kEnd)));
            ++plans;
        }
    }
    CHECK(plans > 50);
}
