// The caseload as a whole: the same bytes, the right order, events that are accepted, and a truth
// that names what is there.
#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <cstddef>
#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "core/base/bytes.h"
#include "core/calendar/timestamp.h"
#include "core/codec/digest.h"
#include "core/codec/hex.h"
#include "core/events/admission.h"
#include "core/events/checked_event.h"
#include "tests/support/casework_types.h"
#include "tests/support/simulated_caseload.h"
#include "tests/tools/simulate/histories.h"
#include "tools/simulate/plant.h"
#include "tools/simulate/population.h"

using namespace fallbuch;
using namespace fallbuch::simulate;
using fallbuch::testing::Event;
using fallbuch::testing::histories_of;
using fallbuch::testing::History;
using fallbuch::testing::index_after_months;
using fallbuch::testing::index_of_day;
using fallbuch::testing::lines_of;
using fallbuch::testing::naive_office_works;
using fallbuch::testing::simulated_caseload;
using fallbuch::testing::SimulatedCaseload;
using nlohmann::json;

TEST_CASE("the same seed gives the same caseload, another seed another", "[tools][simulate]") {
    const SimulatedCaseload first = simulated_caseload(60, 11);
    const SimulatedCaseload again = simulated_caseload(60, 11);
    CHECK(first.events == again.events);
    CHECK(first.truth == again.truth);
    CHECK(first.events != simulated_caseload(60, 12).events);
}

// Taken on one machine, the same on all. Who changes the simulator on purpose takes over the new
// digest that the test prints, and looks at README.md ("A day with a case") and the figures in
// tools/simulate/README.md; if nothing was to change, something depends on more than the seed.
TEST_CASE("an office is the same to the byte on every machine", "[tools][simulate]") {
    const SimulatedCaseload out = simulated_caseload(60, 11);
    CHECK(to_hex(sha256(as_bytes(out.events)).view()) ==
          "61a2c593a8344a76af2797cdccb5c7a0a0b5231557c4c8c10bbe7e2a216e66c3");
    CHECK(to_hex(sha256(as_bytes(out.truth)).view()) ==
          "b926cb864d7b84e398877f045599debdba32a1fea70b07bd146c6e4dfbbeb05f");
}

TEST_CASE("every simulated event is accepted, in the order of recorded", "[tools][simulate]") {
    const Admission admission = casework_admission();
    AdmissionParser parser(admission);
    CheckedEvent checked;
    const auto now = parse_timestamp("2026-10-01T00:00:00Z");
    REQUIRE(now);
    const SimulatedCaseload out = simulated_caseload(cases_for_all_plants(), 3);
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

TEST_CASE("an office of 500 breaks every rule with a plant and keeps it by a hair",
          "[tools][simulate]") {
    REQUIRE(cases_for_all_plants() <= 500);
    const std::uint64_t seed = GENERATE(1, 4);
    std::map<std::string, std::set<bool>> sides;
    for (const std::string& line : lines_of(simulated_caseload(500, seed).truth)) {
        const json truth = json::parse(line);
        sides[truth.at("rule")].insert(truth.at("kind") == "inside");
    }
    for (const PlantRule& plant : plant_rules()) {
        CAPTURE(plant.rule);
        CHECK(sides[std::string(plant.rule)].size() == 2);
    }
}

namespace {

// How long after which event which other one is due.
struct Deadline {
    std::string_view rule;
    std::string_view from;
    int months;
    int days;
    std::string_view by;
};
constexpr std::array kDeadlines{
    Deadline{"L-01", "legalcircle.assigned", 0, 7, "potentialanalysis.completed"},
    Deadline{"L-02", "labourstatus.changed", 0, 7, "potentialanalysis.completed"},
    Deadline{"KP-01", "potentialanalysis.completed", 0, 7, "cooperationplan.created"},
    Deadline{"MB-02", "measurerisk.flagged", 0, 7, "contact.held"},
    Deadline{"PZ-12", "intermediategoal.achieved", 0, 7, "targetoccupation.set"},
    Deadline{"PZ-09", "targetoccupation.deferred", 0, 14, "appointment.scheduled"},
    Deadline{"L-11", "reduction.determined", 0, 28, "cooperationplan.updated"},
    Deadline{"L-08", "arbitration.started", 0, 28, "arbitration.ended"},
    Deadline{"AM-02", "measureparticipation.ended", 0, 28, "contact.held"},
    Deadline{"AM-05", "measureparticipation.ended", 0, 28, "contact.held"},
    Deadline{"G-11", "accessrequest.received", 1, 0, "access.granted"},
    Deadline{"EV-05", "integrationagreement.concluded", 6, 0, "integrationagreement.reviewed"},
    Deadline{"EV-07", "participationplan.linked", 6, 0, "participationplan.updated"},
    Deadline{"KP-07", "cooperationplan.created", 6, 0, "cooperationplan.updated"},
    Deadline{"KD-14", "contact.held", 0, 28, "contact.held"},
    Deadline{"RG-02", "integrationagreement.concluded", 0, 28, "contact.held"},
    Deadline{"RG-07", "carelevel.assessed", 0, 70, "contact.held"},
    Deadline{"RG-09", "carelevel.assessed", 3, 0, "contact.held"},
    Deadline{"RG-11", "carelevel.assessed", 6, 0, "contact.held"}};

const Deadline* deadline_of(std::string_view rule, const Event& activation) {
    for (const Deadline& deadline : kDeadlines) {
        if (deadline.rule == rule && deadline.from == activation.type) return &deadline;
    }
    return nullptr;
}

}  // namespace

TEST_CASE("what is inside is done on the last day, what is late a day after", "[tools][simulate]") {
    const SimulatedCaseload out = simulated_caseload(cases_for_all_plants(), 5);
    const auto histories = histories_of(out.events);
    std::map<std::string_view, int> sides;
    // Where an analysis or a plan is missing altogether, the other side has it, on any day.
    std::set<std::string> without_boundary;
    for (const std::string& line : lines_of(out.truth)) {
        const json truth = json::parse(line);
        if (truth.at("rule") == "PA-01" || truth.at("rule") == "G-04") {
            without_boundary.insert(truth.at("case"));
        }
    }
    for (const std::string& line : lines_of(out.truth)) {
        CAPTURE(line);
        const json truth = json::parse(line);
        const History& history = histories.at(truth.at("case"));
        const auto activation = std::find_if(history.begin(), history.end(), [&](const auto& one) {
            return one.id == truth.at("event").get<std::string>();
        });
        REQUIRE(activation != history.end());
        const Deadline* deadline = deadline_of(truth.at("rule").get<std::string>(), *activation);
        if (deadline == nullptr || truth.at("kind") == "missing") continue;
        if (without_boundary.contains(truth.at("case"))) continue;
        const std::size_t started = index_of_day(activation->time);
        const std::size_t due = index_after_months(started, deadline->months) +
                                static_cast<std::size_t>(deadline->days);
        CHECK(index_of_day(truth.at("due").get<std::string>()) == due);
        const auto done = std::find_if(history.begin(), history.end(), [&](const auto& one) {
            return one.type == deadline->by && one.time > activation->time;
        });
        REQUIRE(done != history.end());
        CHECK(index_of_day(done->time) == (truth.at("kind") == "inside" ? due : due + 1));
        ++sides[deadline->rule];
    }
    for (const Deadline& deadline : kDeadlines) {
        CAPTURE(deadline.rule);
        CHECK(sides[deadline.rule] >= 2);
    }
}

TEST_CASE("what is planted falls due on a working day, whatever the seed", "[tools][simulate]") {
    int due_days = 0;
    for (std::uint64_t seed = 1; seed <= 12; ++seed) {
        for (const std::string& line : lines_of(simulated_caseload(1500, seed).truth)) {
            const json truth = json::parse(line);
            if (truth.at("due").is_null()) continue;
            CAPTURE(seed, line);
            CHECK(naive_office_works(index_of_day(truth.at("due").get<std::string>())));
            ++due_days;
        }
    }
    CHECK(due_days > 1000);
}

TEST_CASE("a care level is assessed before it is reviewed, on both clocks", "[tools][simulate]") {
    std::map<std::string, json> assessed;
    std::map<std::string, json> reviewed;
    for (const std::string& line : lines_of(simulated_caseload(500, 1).events)) {
        const json event = json::parse(line);
        const std::string type = event.at("type");
        if (type == "de.fallbuch.carelevel.assessed.v1") {
            assessed.try_emplace(event.at("subject"), event);
        } else if (type == "de.fallbuch.carelevel.reviewed.v1") {
            reviewed.try_emplace(event.at("subject"), event);
        }
    }
    REQUIRE_FALSE(reviewed.empty());
    for (const auto& [subject, review] : reviewed) {
        CAPTURE(subject);
        REQUIRE(assessed.contains(subject));
        const json& assessment = assessed.at(subject);
        // Moments are written alike, in UTC; a bare day has no place within it.
        CHECK(review.at("time").get<std::string>() > assessment.at("time").get<std::string>());
        CHECK(review.at("recorded").get<std::string>() >
              assessment.at("recorded").get<std::string>());
    }
}

TEST_CASE("every correction of a talk changes it, and some its day", "[tools][simulate]") {
    std::map<std::string, json> talks;
    int corrections = 0;
    int moved = 0;
    for (const std::string& line : lines_of(simulated_caseload(3000, 7).events)) {
        if (line.find("de.fallbuch.contact.held.v1") == std::string::npos) continue;
        const json event = json::parse(line);
        if (!event.contains("corrects")) {
            talks.emplace(event.at("id"), event);
            continue;
        }
        const json& talk = talks.at(event.at("corrects"));
        CAPTURE(line);
        CHECK((event.at("data") != talk.at("data") || event.at("time") != talk.at("time")));
        const std::string day = event.at("time").get<std::string>().substr(0, 10);
        moved += talk.at("time").get<std::string>().substr(0, 10) != day ? 1 : 0;
        ++corrections;
    }
    CHECK(moved > corrections / 10);
    CHECK(moved < corrections / 2);
}

TEST_CASE("a corrected note is about the same talk and says something else", "[tools][simulate]") {
    std::map<std::string, json> notes;
    int corrections = 0;
    for (const std::string& line : lines_of(simulated_caseload(3000, 7).events)) {
        const json event = json::parse(line);
        const std::string type = event.at("type");
        if (type == "de.fallbuch.counsellingnote.recorded.v1") {
            notes.emplace(event.at("id"), event);
        } else if (type == "de.fallbuch.counsellingnote.corrected.v1") {
            const json& note = notes.at(event.at("corrects"));
            CHECK(event.at("data").at("noteId") == note.at("data").at("noteId"));
            CHECK(event.at("data").at("contactId") == note.at("data").at("contactId"));
            CHECK(event.at("data").at("text") != note.at("data").at("text"));
            ++corrections;
        }
    }
    CHECK(corrections > 100);
}

TEST_CASE("an invitation to an appointment names the one that was just made", "[tools][simulate]") {
    std::map<std::string, json> scheduled;  // the last of each case
    std::map<std::string, bool> first_names_it;
    int later = 0;
    for (const std::string& line : lines_of(simulated_caseload(500, 1).events)) {
        const json event = json::parse(line);
        const std::string type = event.at("type");
        const std::string subject = event.at("subject");
        if (type == "de.fallbuch.appointment.scheduled.v1") scheduled[subject] = event;
        if (type != "de.fallbuch.invitation.issued.v1") continue;
        CAPTURE(line);
        const bool names_it = event.at("data").contains("appointmentId");
        later += first_names_it.try_emplace(subject, names_it).second || !names_it ? 0 : 1;
        if (!names_it) continue;
        const json& appointment = scheduled.at(subject);
        CHECK(event.at("data").at("appointmentId") == appointment.at("data").at("appointmentId"));
        const auto day = [](const json& of) {
            return of.at("time").get<std::string>().substr(0, 10);
        };
        CHECK(day(event) == day(appointment));
    }
    CHECK(first_names_it.size() > 400);
    for (const auto& [subject, names_it] : first_names_it) {
        CAPTURE(subject);
        CHECK(names_it);
    }
    CHECK(later > 0);
}

TEST_CASE("a measure is started at the provider that it was assigned to", "[tools][simulate]") {
    std::map<std::string, json> assigned;
    int started = 0;
    for (const std::string& line : lines_of(simulated_caseload(3000, 7).events)) {
        const json event = json::parse(line);
        const std::string type = event.at("type");
        if (!type.starts_with("de.fallbuch.measure.")) continue;
        const std::string measure = event.at("subject").get<std::string>() + ' ' +
                                    event.at("data").at("measureId").get<std::string>();
        if (type == "de.fallbuch.measure.assigned.v1") {
            assigned.emplace(measure, event.at("data"));
        } else if (assigned.contains(measure)) {
            CHECK(event.at("data") == assigned.at(measure));
            ++started;
        }
    }
    CHECK(started > 100);
}

TEST_CASE("only SGB II knows a Bedarfsgemeinschaft and the end of need", "[tools][simulate]") {
    std::set<std::pair<std::string, bool>> numbers;  // circle, with a number of the BG
    for (const std::string& line : lines_of(simulated_caseload(300, 9).events)) {
        const json event = json::parse(line);
        const std::string circle = event.value("rechtskreis", "");
        const json& data = event.at("data");
        CAPTURE(line);
        if (event.at("type") == "de.fallbuch.case.opened.v1") {
            numbers.insert({circle, data.contains("bgNummer")});
        }
        if (event.at("type") == "de.fallbuch.case.closed.v1" && circle == "SGB_III") {
            CHECK(data.at("reason") != "ENDE_HILFEBEDUERFTIGKEIT");
        }
    }
    CHECK(numbers == std::set<std::pair<std::string, bool>>{{"SGB_II", true}, {"SGB_III", false}});
}
