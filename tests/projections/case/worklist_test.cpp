#include "projections/case/worklist.h"

#include <catch2/catch.hpp>

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/calendar/timestamp.h"
#include "projections/case/case_card.h"
#include "tests/support/casework_case.h"

namespace fallbuch {
namespace {

using Events = std::vector<CaseEvent>;

// An open case for which somebody is responsible.
Events begun() {
    return {{"2025-01-02", "CaseOpened", R"({"kundennummer":"1"})"},
            {"2025-01-02", "ResponsibilityAssigned", R"({"caseworker":"U-1","unit":"JC"})"}};
}

class Lists {
public:
    explicit Lists(std::string_view name) : list_(find_worklist(name)) {
        REQUIRE(list_ != nullptr);
    }

    // "2025-03-01", "none" for an entry without a day, "" if the case is not on the list.
    std::string ask(const Events& more, const std::string& day, std::optional<int> days = {}) {
        Events events = begun();
        events.insert(events.end(), more.begin(), more.end());
        const auto entry = entry_of(*list_, card_of(desk_.state_of(events)), day_of(day),
                                    days.value_or(list_->days_default));
        if (!entry) return "";
        return entry->day ? day_text(*entry->day) : "none";
    }

private:
    CaseDesk desk_;
    const Worklist* list_;
};

CaseEvent appointment(const std::string& day, const std::string& id, const std::string& slot) {
    return {day, "AppointmentScheduled",
            R"({"appointmentId":")" + id + R"(","slot":")" + slot + R"("})"};
}
CaseEvent invitation(const std::string& day, const std::string& id, const std::string& to) {
    return {day, "InvitationIssued",
            R"({"invitationId":")" + id + R"(","appointmentId":")" + to + R"("})"};
}
CaseEvent contact(const std::string& day, bool qualified = false) {
    return {day, "ContactHeld",
            R"({"contactId":"K-)" + day + R"(","kind":"FOLGEGESPRAECH","channel":"PERSOENLICH",)" +
                R"("qualified":)" + (qualified ? "true" : "false") + "}"};
}

TEST_CASE("a case without an appointment ahead waits for one", "[projections][case][worklist]") {
    Lists lists("no-appointment");
    CHECK(lists.ask({}, "2025-03-01") == "none");
    // 23:30 in Berlin is still that day, though not in UTC before.
    const Events one{appointment("2025-02-01", "T-1", "2025-03-10T23:30:00+01:00")};
    CHECK(lists.ask(one, "2025-03-10").empty());
    CHECK(lists.ask(one, "2025-03-11") == "2025-03-10");
    Events cancelled = one;
    cancelled.push_back({"2025-02-03", "AppointmentCancelled", R"({"appointmentId":"T-1"})"});
    CHECK(lists.ask(cancelled, "2025-03-01") == "none");
    Events moved = one;
    moved.push_back({"2025-02-03", "AppointmentRescheduled",
                     R"({"appointmentId":"T-1","slot":"2025-04-01T09:00:00+02:00"})"});
    CHECK(lists.ask(moved, "2025-04-01").empty());
    moved.push_back({"2025-02-04", "CaseClosed", R"({"reason":"ARBEITSAUFNAHME"})"});
    CHECK(lists.ask(moved, "2025-05-01").empty());
}

TEST_CASE("what was missed waits until something follows", "[projections][case][worklist]") {
    Lists lists("missed");
    const CaseEvent missed{"2025-03-10", "AppointmentMissed", R"({"invitationId":"E-1"})"};
    const CaseEvent sent = invitation("2025-03-01", "E-1", "T-1");
    CHECK(lists.ask({sent, missed}, "2025-03-10").empty());
    CHECK(lists.ask({sent, missed}, "2025-03-11") == "2025-03-10");
    CHECK(lists.ask({sent, missed}, "2025-03-17", 7).empty());
    CHECK(lists.ask({sent, missed}, "2025-03-18", 7) == "2025-03-10");
    CHECK(lists.ask({sent, missed, contact("2025-03-11")}, "2025-03-20").empty());
    CHECK(lists.ask({sent, missed, contact("2025-03-09")}, "2025-03-20") == "2025-03-10");
    CHECK(lists.ask({sent, missed, invitation("2025-03-12", "E-2", "T-2")}, "2025-03-20").empty());
    // Agreed by word of mouth, an appointment has no invitation.
    const CaseEvent agreed{"2025-03-10", "AppointmentMissed", R"({"appointmentId":"T-9"})"};
    CHECK(lists.ask({agreed}, "2025-03-11") == "2025-03-10");
    CHECK(lists.ask({agreed, contact("2025-03-11")}, "2025-03-20").empty());
    CHECK(lists
              .ask({sent,
                    {"2025-03-10", "AppointmentMissed",
                     R"({"invitationId":"E-1","purposeReachedSameDay":true})"}},
                   "2025-03-20")
              .empty());
}

TEST_CASE("what was missed waits on, whatever the good cause for it was found to be",
          "[projections][case][worklist]") {
    Lists lists("missed");
    const CaseEvent missed{"2025-03-10", "AppointmentMissed", R"({"invitationId":"E-1"})"};
    const CaseEvent sent = invitation("2025-03-01", "E-1", "T-1");
    for (const std::string result : {"WICHTIGER_GRUND", "KEIN_WICHTIGER_GRUND"}) {
        CAPTURE(result);
        const CaseEvent assessed{"2025-03-12", "GoodCauseAssessed",
                                 R"({"invitationId":"E-1","result":")" + result + R"("})"};
        CHECK(lists.ask({sent, missed, assessed}, "2025-03-20") == "2025-03-10");
        CHECK(lists.ask({sent, missed, assessed, contact("2025-03-13")}, "2025-03-20").empty());
        CHECK(lists.ask({sent, missed, assessed, contact("2025-03-11")}, "2025-03-20").empty());
        const CaseEvent again = invitation("2025-03-14", "E-2", "T-2");
        CHECK(lists.ask({sent, missed, assessed, again}, "2025-03-20").empty());
    }
}

TEST_CASE("an invitation whose day is over and of which nothing was noted waits",
          "[projections][case][worklist]") {
    Lists lists("unanswered");
    const Events sent{appointment("2025-03-01", "T-1", "2025-03-10T09:00:00+01:00"),
                      invitation("2025-03-01", "E-1", "T-1")};
    const auto with = [&](CaseEvent more) {
        Events all = sent;
        all.push_back(std::move(more));
        return all;
    };
    CHECK(lists.ask(sent, "2025-03-10").empty());
    CHECK(lists.ask(sent, "2025-03-11") == "2025-03-10");
    CHECK(lists.ask(with(contact("2025-03-10")), "2025-03-11").empty());
    CHECK(lists.ask(with(contact("2025-03-09")), "2025-03-11") == "2025-03-10");
    CHECK(lists
              .ask(with({"2025-03-10", "AppointmentMissed", R"({"invitationId":"E-1"})"}),
                   "2025-03-11")
              .empty());
    CHECK(lists
              .ask(with({"2025-03-05", "AppointmentCancelled", R"({"appointmentId":"T-1"})"}),
                   "2025-03-11")
              .empty());
}

TEST_CASE("a plan is on the list four weeks before it is due", "[projections][case][worklist]") {
    Lists lists("plan-due");
    const Events plan{{"2024-08-31", "CooperationPlanCreated", R"({"planId":"P","cycleNo":1})"}};
    CHECK(lists.ask(plan, "2025-01-30").empty());
    CHECK(lists.ask(plan, "2025-01-31") == "2025-02-28");
    CHECK(lists.ask(plan, "2025-02-27", 0).empty());
    CHECK(lists.ask(plan, "2025-02-28", 0) == "2025-02-28");
    CHECK(lists.ask(plan, "2025-06-01", 0) == "2025-02-28");
    CHECK(lists.ask({}, "2025-06-01").empty());
}

TEST_CASE("a need waits for a strategy, and a strategy for a plan",
          "[projections][case][worklist]") {
    const CaseEvent need{"2025-02-03", "NeedIdentified",
                         R"({"needId":"HB-1","code":"BERUFSERFAHRUNG","cycleNo":1})"};
    const auto strategy = [](const std::string& of) {
        return CaseEvent{"2025-02-05", "StrategySelected",
                         R"({"strategyId":"HS-1","code":"BERUFSERFAHRUNG","cycleNo":1,)"
                         R"("needId":")" +
                             of + R"("})"};
    };
    const CaseEvent ended{"2025-02-06", "StrategyEnded", R"({"strategyId":"HS-1","cycleNo":1})"};
    Lists needs("need-open");
    CHECK(needs.ask({need}, "2025-02-03").empty());
    CHECK(needs.ask({need}, "2025-02-04") == "2025-02-03");
    CHECK(needs.ask({need, strategy("HB-1")}, "2025-02-10").empty());
    CHECK(needs.ask({need, strategy("HB-2")}, "2025-02-10") == "2025-02-03");
    CHECK(needs.ask({need, strategy("HB-1"), ended}, "2025-02-10") == "2025-02-03");
    CHECK(needs
              .ask({need, {"2025-02-06", "NeedResolved", R"({"needId":"HB-1","cycleNo":1})"}},
                   "2025-02-10")
              .empty());

    // It may end by being adjusted, too.
    const auto adjusted = [](const std::string& status) {
        return CaseEvent{"2025-02-06", "StrategyAdjusted",
                         R"({"strategyId":"HS-1","cycleNo":1,"status":")" + status + R"("})"};
    };
    CHECK(needs.ask({need, strategy("HB-1"), adjusted("BEENDET")}, "2025-02-10") == "2025-02-03");
    CHECK(needs.ask({need, strategy("HB-1"), adjusted("AKTIV")}, "2025-02-10").empty());

    Lists plans("plan-missing");
    CHECK(plans.ask({strategy("HB-1"), adjusted("BEENDET")}, "2025-02-13").empty());
    // The first of several strategies counts, in whichever order they come.
    const CaseEvent second{"2025-02-07", "StrategySelected",
                           R"({"strategyId":"HS-2","code":"VERMITTLUNG","cycleNo":1})"};
    CHECK(plans.ask({second, strategy("HB-1")}, "2025-02-20") == "2025-02-05");
    CHECK(plans.ask({strategy("HB-1"), second}, "2025-02-20") == "2025-02-05");
    CHECK(plans.ask({strategy("HB-1"), second, ended}, "2025-02-20") == "2025-02-07");
    CHECK(plans.ask({strategy("HB-1")}, "2025-02-12").empty());
    CHECK(plans.ask({strategy("HB-1")}, "2025-02-13") == "2025-02-05");
    CHECK(plans.ask({strategy("HB-1"), ended}, "2025-02-13").empty());
    const std::string plan = R"({"planId":"P","cycleNo":1})";
    CHECK(
        plans.ask({strategy("HB-1"), {"2025-02-06", "CooperationPlanCreated", plan}}, "2025-02-13")
            .empty());
    CHECK(plans.ask({strategy("HB-1"), {"2025-02-06", "CooperationPlanFailed", plan}},
                    "2025-02-13") == "2025-02-05");
}

TEST_CASE("goals, strategies and activities are due on their day",
          "[projections][case][worklist]") {
    const auto check = [](std::string_view name, const CaseEvent& set, const CaseEvent& done) {
        CAPTURE(name);
        Lists lists(name);
        CHECK(lists.ask({set}, "2025-05-31").empty());
        CHECK(lists.ask({set}, "2025-06-01") == "2025-06-01");
        CHECK(lists.ask({set}, "2025-05-25", 7) == "2025-06-01");
        CHECK(lists.ask({set}, "2025-05-24", 7).empty());
        CHECK(lists.ask({set, done}, "2025-07-01").empty());
    };
    check("goal-due",
          {"2025-02-01", "IntermediateGoalSet",
           R"({"intermediateGoalId":"ZZ","cycleNo":1,"targetDate":"2025-06-01"})"},
          {"2025-03-01", "IntermediateGoalAchieved", R"({"intermediateGoalId":"ZZ","cycleNo":1})"});
    check("strategy-due",
          {"2025-02-01", "StrategySelected",
           R"({"strategyId":"HS","code":"VERMITTLUNG","cycleNo":1,"plannedTo":"2025-06-01"})"},
          {"2025-03-01", "StrategyEnded", R"({"strategyId":"HS","cycleNo":1})"});
    check("activity-due",
          {"2025-02-01", "ActivityAgreed",
           R"({"activityId":"A","cycleNo":1,"actor":"KUNDE","what":"x","due":"2025-06-01"})"},
          {"2025-03-01", "ActivityFulfilled", R"({"activityId":"A","cycleNo":1})"});
}

TEST_CASE("a measure is on the list before its end, and until the talk after it",
          "[projections][case][worklist]") {
    const CaseEvent started{
        "2025-02-01", "MeasureStarted",
        R"({"measureId":"M","type":"FBW","plannedFrom":"2025-02-01","plannedTo":"2025-06-29"})"};
    const CaseEvent ended{"2025-05-31", "MeasureParticipationEnded",
                          R"({"measureId":"M","actualEnd":"2025-05-31"})"};
    Lists running("measure-end");
    CHECK(running.ask({started}, "2025-05-31").empty());
    CHECK(running.ask({started}, "2025-06-01") == "2025-06-29");
    CHECK(running.ask({started, ended}, "2025-06-01").empty());
    CHECK(running
              .ask({started,
                    {"2025-04-01", "MeasurePlannedEndChanged",
                     R"({"measureId":"M","plannedTo":"2025-07-31"})"}},
                   "2025-06-01")
              .empty());
    Lists graduates("graduate-talk");
    CHECK(graduates.ask({started}, "2025-06-28").empty());
    CHECK(graduates.ask({started, ended}, "2025-06-28") == "2025-05-31");
    CHECK(graduates.ask({started, ended}, "2025-06-29").empty());
    CHECK(graduates.ask({started, ended}, "2025-06-29", 29) == "2025-05-31");
    CHECK(graduates.ask({started, contact("2025-05-03", true), ended}, "2025-06-10").empty());
    CHECK(graduates.ask({started, contact("2025-05-02", true), ended}, "2025-06-10") ==
          "2025-05-31");
    CHECK(graduates.ask({started, contact("2025-05-20"), ended}, "2025-06-10") == "2025-05-31");
}

TEST_CASE("a case stands still when no phase event came for half a year",
          "[projections][case][worklist]") {
    Lists lists("phase-stuck");
    const Events goal{
        {"2025-02-01", "GoalSet", R"({"goalId":"Z","cycleNo":1,"option":"BESCHAEFTIGUNG_LOKAL"})"}};
    CHECK(lists.ask(goal, "2025-07-31").empty());
    CHECK(lists.ask(goal, "2025-08-01") == "2025-02-01");
    CHECK(lists.ask({}, "2025-08-01").empty());
}

TEST_CASE("nobody is responsible once the time of the last one is over",
          "[projections][case][worklist]") {
    Lists lists("no-caseworker");
    const CaseEvent limited{"2025-02-01", "ResponsibilityAssigned",
                            R"({"caseworker":"U-2","unit":"JC","to":"2025-03-31"})"};
    CHECK(lists.ask({}, "2025-03-01").empty());
    CHECK(lists.ask({limited}, "2025-03-31").empty());
    CHECK(lists.ask({limited}, "2025-04-01") == "2025-03-31");
    CHECK(
        lists
            .ask({limited,
                  {"2025-04-01", "ResponsibilityAssigned", R"({"caseworker":"U-3","unit":"JC"})"}},
                 "2025-05-01")
            .empty());
    CaseDesk desk;
    const CaseCard unassigned =
        card_of(desk.state_of({{"2025-01-02", "CaseOpened", R"({"kundennummer":"1"})"}}));
    CHECK(entry_of(*find_worklist("no-caseworker"), unassigned, day_of("2025-01-02"), 0));
}

TEST_CASE("worklists have names of their own, and a wrong one is none",
          "[projections][case][worklist]") {
    std::set<std::string_view> names;
    for (const Worklist& list : worklists()) names.insert(list.name);
    CHECK(names.size() == worklists().size());
    CHECK(find_worklist("plan") == nullptr);
    CHECK(find_worklist("") == nullptr);
}

}  // namespace
}  // namespace fallbuch
