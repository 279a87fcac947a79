#include "tools/fallbuch/case_head.h"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

#include "projections/case/case_state.h"
#include "projections/case/plan_clock.h"
#include "projections/case/thing_kind.h"
#include "tests/support/casework_case.h"

namespace fallbuch {
namespace {

using Lines = std::vector<std::string>;

const std::vector<CaseEvent> kCase{
    {"2025-01-02", "CaseOpened", R"({"kundennummer":"432D118277"})"},
    {"2025-01-02", "LegalCircleAssigned", R"({"to":"SGB_II"})"},
    {"2025-01-10", "ContactHeld", R"({"contactId":"K-1","channel":"TELEFON"})"},
    {"2025-01-10", "AppointmentScheduled",
     R"({"appointmentId":"T-1","slot":"2025-02-03T09:30:00+01:00","channel":"PERSOENLICH"})"},
    {"2025-01-10", "ActivityAgreed",
     R"({"activityId":"A-1","due":"2025-02-10",)"
     R"("actor":"KUNDE","cycleNo":1,"what":"x"})"},
};

std::string mark(const CaseState& state, ThingKind kind, const std::string& name,
                 const std::string& day) {
    const CaseThing* const thing = state.find(kind, name);
    REQUIRE(thing != nullptr);
    return thing_mark(state, *thing, day_of(day));
}

TEST_CASE("the head of a case tells the last contact and the next appointment",
          "[tools][fallbuch]") {
    CaseDesk desk;
    const CaseState state = desk.state_of(kCase);
    CHECK(head_lines(state, day_of("2025-02-03"), 80) ==
          Lines{"Phase     noch keine Phase", "Person    432D118277",
                "Recht     SGB II, festgelegt am 02.01.2025",
                "Kontakt   zuletzt am 10.01.2025 (telefonisch)",
                "          persönlich beraten noch nicht",
                "Termin    03.02.2025 09:30 (persönlich)"});
    CHECK(head_lines(state, day_of("2025-02-04"), 80).back() == "Termin    keiner vereinbart");
    auto events = kCase;
    events.push_back({"2025-02-03", "ContactHeld", R"({"contactId":"K-2","channel":"VIDEO"})"});
    CHECK(head_lines(desk.state_of(events), day_of("2025-02-03"), 80).back() ==
          "Termin    keiner vereinbart");
    for (const std::string& line : head_lines(state, day_of("2025-02-03"), 24)) {
        CHECK(line.size() <= 28);  // an ellipsis and umlauts have more bytes than cells
    }
}

TEST_CASE("the head tells a call after a talk from the talk, which is what cases asks for",
          "[tools][fallbuch]") {
    CaseDesk desk;
    auto events = kCase;
    events.push_back({"2025-01-08", "ContactHeld",
                      R"({"contactId":"K-0","channel":"PERSOENLICH","counterpartRole":"IFK"})"});
    const Lines lines = head_lines(desk.state_of(events), day_of("2025-02-03"), 80);
    REQUIRE(lines.size() > 4);
    CHECK(lines[3] == "Kontakt   zuletzt am 10.01.2025 (telefonisch)");
    CHECK(lines[4] == "          persönlich beraten zuletzt am 08.01.2025");
}

TEST_CASE("the head of a closed case tells since when and why, not a phase", "[tools][fallbuch]") {
    CaseDesk desk;
    auto events = kCase;
    events.push_back({"2025-03-01", "CaseClosed", R"({"reason":"ARBEITSAUFNAHME"})"});
    CHECK(head_lines(desk.state_of(events), day_of("2025-03-02"), 80).front() ==
          "Ende      geschlossen am 01.03.2025 (Aufnahme einer Beschäftigung)");
    events.push_back({"2025-03-05", "CaseReopened"});
    CHECK(head_lines(desk.state_of(events), day_of("2025-03-06"), 80).front() ==
          "Phase     noch keine Phase");
}

TEST_CASE("the head tells which Durchlauf it is, from the second on", "[tools][fallbuch]") {
    CaseDesk desk;
    auto events = kCase;
    const auto phase = [&] {
        return head_lines(desk.state_of(events), day_of("2026-02-03"), 80).front();
    };
    events.push_back({"2025-02-01", "GoalReviewed", R"({"goalId":"Z-1","cycleNo":1})"});
    CHECK(phase() == "Phase     Nachhaltung");
    events.push_back({"2025-09-01", "GoalReviewed", R"({"goalId":"Z-1","cycleNo":2})"});
    CHECK(phase() == "Phase     Nachhaltung, 2. Durchlauf");
}

TEST_CASE("what is overdue is marked from the day after", "[tools][fallbuch]") {
    CaseDesk desk;
    auto events = kCase;
    const CaseState open = desk.state_of(events);
    CHECK(mark(open, ThingKind::activity, "A-1", "2025-02-10") ==
          "Frist: fällig am 10.02.2025, heute");
    CHECK(mark(open, ThingKind::activity, "A-1", "2025-02-11") ==
          "Frist: fällig am 10.02.2025, überfällig seit 1 Tag");
    events.push_back({"2025-02-12", "ActivityFulfilled", R"({"activityId":"A-1","cycleNo":1})"});
    CHECK(mark(desk.state_of(events), ThingKind::activity, "A-1", "2025-02-13").empty());
}

TEST_CASE("nothing is overdue in a closed case until it is reopened", "[tools][fallbuch]") {
    CaseDesk desk;
    auto events = kCase;
    events.push_back(
        {"2025-01-12", "GoalSet",
         R"({"goalId":"Z-1","cycleNo":1,"option":"SELBSTAENDIGKEIT","targetDate":"2025-02-10"})"});
    events.push_back({"2025-01-12", "CooperationPlanCreated", R"({"planId":"P-1","cycleNo":1})"});
    const auto marks = [&] {
        const CaseState state = desk.state_of(events);
        return Lines{mark(state, ThingKind::activity, "A-1", "2025-09-01"),
                     mark(state, ThingKind::goal, "Z-1", "2025-09-01")};
    };
    const Lines overdue(2, "Frist: fällig am 10.02.2025, überfällig seit 203 Tagen");
    CHECK(marks() == overdue);
    CHECK(plan_clocks(desk.state_of(events)).size() == 1);
    events.push_back({"2025-08-01", "CaseClosed"});
    CHECK(marks() == Lines{"", ""});
    CHECK(plan_clocks(desk.state_of(events)).empty());
    events.push_back({"2025-08-02", "CaseReopened"});
    CHECK(marks() == overdue);
    CHECK(plan_clocks(desk.state_of(events)).size() == 1);
}

TEST_CASE("an appointment that is over says what became of it", "[tools][fallbuch]") {
    CaseDesk desk;
    auto events = kCase;
    const auto after = [&] {
        return mark(desk.state_of(events), ThingKind::appointment, "T-1", "2025-02-04");
    };
    CHECK(mark(desk.state_of(events), ThingKind::appointment, "T-1", "2025-02-03").empty());
    CHECK(after() == "verstrichen, ohne Vermerk");
    SECTION("it was missed") {
        events.push_back(
            {"2025-01-11", "InvitationIssued", R"({"invitationId":"E-1","appointmentId":"T-1"})"});
        CHECK(after() == "verstrichen, ohne Vermerk");
        events.push_back({"2025-02-03", "AppointmentMissed", R"({"invitationId":"E-1"})"});
        CHECK(after() == "versäumt");
    }
    SECTION("a talk was held for it, on another day") {
        events.push_back({"2025-02-01", "ContactHeld",
                          R"({"contactId":"K-2","channel":"TELEFON","appointmentId":"T-1"})"});
        CHECK(after() == "wahrgenommen: Kontakt K-2");
    }
    SECTION("a talk was held on its day") {
        events.push_back({"2025-02-03", "ContactHeld", R"({"contactId":"K-3","channel":"VIDEO"})"});
        CHECK(after() == "wahrgenommen: Kontakt K-3");
    }
    SECTION("the case is closed, which waits for nothing") {
        events.push_back({"2025-02-04", "CaseClosed"});
        CHECK(after().empty());
    }
    SECTION("it was cancelled") {
        events.push_back({"2025-02-01", "AppointmentCancelled", R"({"appointmentId":"T-1"})"});
        CHECK(after().empty());
    }
}

}  // namespace
}  // namespace fallbuch
