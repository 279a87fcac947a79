#include "projections/case/plan_clock.h"

#include <catch2/catch.hpp>

#include <chrono>
#include <string>
#include <vector>

#include "core/calendar/civil_day.h"
#include "core/calendar/timestamp.h"
#include "tests/support/casework_case.h"

namespace fallbuch {
namespace {

using std::chrono::days;

const std::string kPlan = R"({"planId":"P","cycleNo":1})";

CaseEvent circle(const std::string& day, const std::string& to) {
    return {day, "LegalCircleAssigned", R"({"to":")" + to + R"("})"};
}
CaseEvent labour(const std::string& day, const std::string& status = "ARBEITSLOS") {
    return {day, "LabourStatusChanged",
            R"({"status":")" + status + R"(","start":")" + day + R"("})"};
}
CaseEvent concluded(const std::string& day) {
    return {day, "IntegrationAgreementConcluded", R"({"agreementId":"E","cycleNo":1})"};
}
CaseEvent reviewed(const std::string& day, bool jointly = true) {
    return {day, "IntegrationAgreementReviewed",
            R"({"agreementId":"E","cycleNo":1,"jointly":)" +
                std::string(jointly ? "true" : "false") + "}"};
}
CaseEvent planned(const std::string& day) { return {day, "CooperationPlanCreated", kPlan}; }
CaseEvent continued(const std::string& day) { return {day, "CooperationPlanUpdated", kPlan}; }
CaseEvent born(const std::string& birth) {
    return {"2020-01-02", "PersonDataChanged",
            R"({"field":"GEBURTSDATUM","birthDate":")" + birth + R"("})"};
}

// "KP-07 2025-02-28", one for each clock.
std::vector<std::string> clocks(CaseDesk& desk, const std::vector<CaseEvent>& events) {
    std::vector<std::string> out;
    for (const PlanClock& clock : plan_clocks(desk.state_of(events))) {
        out.push_back(std::string(clock.duty->rule) + " " + day_text(clock.due));
    }
    return out;
}

using Clocks = std::vector<std::string>;

// The day of the same number so many months later; walks back from it until there is such a day.
std::string months_later(CivilDay day, unsigned count) {
    const std::chrono::year_month_day start(day);
    const auto month = start.year() / start.month() + std::chrono::months(count);
    auto wanted = static_cast<unsigned>(start.day());
    while (!(month / std::chrono::day(wanted)).ok()) --wanted;
    return day_text(CivilDay(month / std::chrono::day(wanted)));
}

TEST_CASE("a plan is due on the day of the same number half a year later, or the month's last",
          "[projections][case][clock]") {
    CaseDesk desk;
    for (CivilDay day = day_of("2023-07-25"); day < day_of("2024-09-03"); day += days(1)) {
        const std::string made = day_text(day);
        CAPTURE(made);
        REQUIRE(clocks(desk, {planned(made)}) == Clocks{"KP-07 " + months_later(day, 6)});
        REQUIRE(clocks(desk, {concluded(made)}) == Clocks{"EV-05 " + months_later(day, 6)});
    }
}

TEST_CASE("the ends of February are those of the published scenarios",
          "[projections][case][clock]") {
    CaseDesk desk;
    CHECK(clocks(desk, {concluded("2024-08-31")}) == Clocks{"EV-05 2025-02-28"});
    CHECK(clocks(desk, {concluded("2023-08-31")}) == Clocks{"EV-05 2024-02-29"});
    CHECK(clocks(desk, {planned("2023-08-30")}) == Clocks{"KP-07 2024-02-29"});
    // A Saturday: no day of such a duty moves.
    CHECK(clocks(desk, {planned("2024-11-30"), continued("2025-01-31")}) ==
          Clocks{"KP-07 2025-07-31"});
    CHECK(clocks(desk, {planned("2025-02-28")}) == Clocks{"KP-07 2025-08-28"});
}

TEST_CASE("only what was looked at together begins the half year anew",
          "[projections][case][clock]") {
    CaseDesk desk;
    CHECK(clocks(desk, {concluded("2025-01-10"), reviewed("2025-05-05")}) ==
          Clocks{"EV-05 2025-11-05"});
    CHECK(clocks(desk, {concluded("2025-01-10"), reviewed("2025-05-05", false)}) ==
          Clocks{"EV-05 2025-07-10"});
    // In whichever order they are recorded.
    CHECK(clocks(desk, {reviewed("2025-05-05"), concluded("2025-01-10")}) ==
          Clocks{"EV-05 2025-11-05"});
    // What is amended was not reviewed.
    CHECK(clocks(desk, {concluded("2025-01-10"),
                        {"2025-05-05", "IntegrationAgreementAmended",
                         R"({"agreementId":"E","cycleNo":1})"}}) == Clocks{"EV-05 2025-07-10"});
}

TEST_CASE("who is unemployed has his agreement reviewed after six months, who is young after three",
          "[projections][case][clock]") {
    CaseDesk desk;
    const auto of = [&](std::vector<CaseEvent> more) {
        more.push_back(labour("2025-01-31"));
        return clocks(desk, more);
    };
    CHECK(of({concluded("2025-03-10")}) == Clocks{"L-04 2025-07-31", "EV-05 2025-09-10"});
    // A birthday on the day after the three months, and on their last day.
    CHECK(of({concluded("2025-03-10"), born("2000-05-01")}) ==
          Clocks{"L-04 2025-04-30", "EV-05 2025-09-10"});
    CHECK(of({concluded("2025-03-10"), born("2000-04-30")}) ==
          Clocks{"L-04 2025-07-31", "EV-05 2025-09-10"});
    // That time was over when it was concluded; on its last day it was not.
    CHECK(of({concluded("2025-08-01")}) == Clocks{"EV-05 2026-02-01"});
    CHECK(of({concluded("2025-07-31")}) == Clocks{"L-04 2025-07-31", "EV-05 2026-01-31"});
    // It was done, and nobody did it before he was unemployed.
    CHECK(of({concluded("2025-03-10"), reviewed("2025-04-01")}) == Clocks{"EV-05 2025-10-01"});
    CHECK(of({concluded("2025-01-02"), reviewed("2025-01-20")}) ==
          Clocks{"EV-05 2025-07-20", "L-04 2025-07-31"});
    CHECK(of({concluded("2025-01-02"), reviewed("2025-01-31")}) == Clocks{"EV-05 2025-07-31"});
    CHECK(clocks(desk, {concluded("2025-03-10"), labour("2025-01-31", "ARBEITSUCHEND")}) ==
          Clocks{"EV-05 2025-09-10"});
    CHECK(clocks(desk, {concluded("2025-03-10"), labour("2025-01-31", "AUSBILDUNGSUCHEND"),
                        born("2008-01-01")}) == Clocks{"L-04 2025-04-30", "EV-05 2025-09-10"});
}

TEST_CASE("an agreement that was put off is due with the third month of unemployment",
          "[projections][case][clock]") {
    CaseDesk desk;
    const CaseEvent put_off{"2025-01-15", "IntegrationAgreementDeferred", R"({"cycleNo":1})"};
    // Counted from the day itself: 30.11. + 3 months are over with 28.02., not 27.02.
    CHECK(clocks(desk, {labour("2024-12-01"), put_off}) == Clocks{"EV-02 2025-02-28"});
    CHECK(clocks(desk, {labour("2024-11-30"), put_off}) == Clocks{"EV-02 2025-02-28"});
    CHECK(clocks(desk, {labour("2024-10-16"), put_off}) == Clocks{"EV-02 2025-01-15"});
    CHECK(clocks(desk, {labour("2024-10-15"), put_off}).empty());
    CHECK(clocks(desk, {labour("2024-12-01", "ARBEITSUCHEND"), put_off}).empty());
    CHECK(clocks(desk, {labour("2024-12-01"), put_off, concluded("2025-01-16")}) ==
          Clocks{"L-04 2025-06-01", "EV-05 2025-07-16"});
}

TEST_CASE("an old agreement of the SGB II runs six months and never into 2024",
          "[projections][case][clock]") {
    CaseDesk desk;
    const CaseEvent ii = circle("2020-01-02", "SGB_II");
    const auto valid = [](const std::string& day, const std::string& validity) {
        return CaseEvent{day, "IntegrationAgreementConcluded",
                         R"({"agreementId":"E","cycleNo":1,"validity":)" + validity + "}"};
    };
    CHECK(clocks(desk, {ii, concluded("2022-09-01")}) == Clocks{"KD-01 2023-02-28"});
    // From the day itself: the day is taken off first, then the month is too short.
    CHECK(clocks(desk, {ii, concluded("2022-08-31")}) == Clocks{"KD-01 2023-02-28"});
    CHECK(clocks(desk, {ii, valid("2022-08-20", R"({"from":"2022-09-15"})")}) ==
          Clocks{"KD-01 2023-03-14"});
    CHECK(clocks(desk, {ii, valid("2022-09-15", R"({"from":"2022-09-15","to":"2022-12-31"})")}) ==
          Clocks{"KD-01 2022-12-31"});
    // An end that was over when it was concluded is none.
    CHECK(clocks(desk, {ii, valid("2022-09-15", R"({"from":"2022-03-15","to":"2022-09-15"})")}) ==
          Clocks{"KD-01 2023-03-14"});
    CHECK(clocks(desk, {ii, concluded("2023-07-01")}) == Clocks{"KD-01 2023-12-31"});
    CHECK(clocks(desk, {ii, concluded("2023-07-02")}) == Clocks{"L-14 2023-12-31"});
    CHECK(clocks(desk, {ii, concluded("2023-06-01"), planned("2023-08-01")}) ==
          Clocks{"KP-07 2024-02-01"});
    // Who also gets Arbeitslosengeld has one of the SGB III.
    const CaseEvent tops_up{"2023-01-02", "BenefitStatusChanged",
                            R"({"benefits":["ALG","BUERGERGELD"],"topUp":true})"};
    CHECK(clocks(desk, {ii, tops_up, concluded("2023-07-02")}) == Clocks{"EV-05 2024-01-02"});
}

TEST_CASE("a clock stops with the case, the plan and the Rechtskreis",
          "[projections][case][clock]") {
    CaseDesk desk;
    const CaseEvent closed{"2025-03-01", "CaseClosed", R"({"reason":"ARBEITSAUFNAHME"})"};
    CHECK(clocks(desk, {planned("2025-01-10"), closed}).empty());
    CHECK(clocks(desk, {concluded("2025-01-10"), circle("2025-04-01", "SGB_II")}).empty());
    CHECK(clocks(desk, {circle("2025-01-10", "SGB_II"), concluded("2025-01-10")}) ==
          Clocks{"EV-05 2025-07-10"});
    CHECK(clocks(desk, {planned("2025-01-10"), circle("2025-04-01", "SGB_III")}).empty());
    // A plan that was made under the SGB III all the same has its half year.
    CHECK(clocks(desk, {circle("2025-01-09", "SGB_III"), planned("2025-01-10")}) ==
          Clocks{"KP-07 2025-07-10"});
    const std::string replaced = R"({"agreementId":"E","cycleNo":1,"replacedBy":"TEILHABEPLAN"})";
    CHECK(clocks(desk, {concluded("2025-01-10"),
                        {"2025-05-20", "IntegrationAgreementReplaced", replaced}})
              .empty());
    // Whoever makes another one has done with the one before.
    CHECK(clocks(desk, {planned("2024-01-10"),
                        {"2025-01-10", "CooperationPlanCreated",
                         R"({"planId":"Q","cycleNo":2})"}}) == Clocks{"KP-07 2025-07-10"});
}

TEST_CASE("a Teilhabeplan is due on the day that it names", "[projections][case][clock]") {
    CaseDesk desk;
    const CaseEvent linked{"2025-05-20", "ParticipationPlanLinked",
                           R"({"planId":"T","reviewDue":"2025-11-20"})"};
    const auto updated = [](const std::string& day, const std::string& data) {
        return CaseEvent{day, "ParticipationPlanUpdated", data};
    };
    CHECK(clocks(desk, {linked}) == Clocks{"EV-07 2025-11-20"});
    CHECK(clocks(desk, {linked, updated("2025-11-19", R"({"planId":"T"})")}) ==
          Clocks{"EV-07 2025-11-20"});
    CHECK(clocks(desk, {linked, updated("2025-11-20", R"({"planId":"T"})")}).empty());
    CHECK(clocks(desk,
                 {linked, updated("2025-11-20", R"({"planId":"T","reviewDue":"2026-05-20"})")}) ==
          Clocks{"EV-07 2026-05-20"});
    CHECK(clocks(desk, {{"2025-05-20", "ParticipationPlanLinked", R"({"planId":"T"})"}}).empty());
}

TEST_CASE("days left are counted to the last day in time", "[projections][case][clock]") {
    CHECK(days_left(day_of("2026-01-29"), day_of("2026-01-17")) == 12);
    CHECK(days_left(day_of("2026-01-29"), day_of("2026-01-29")) == 0);
    CHECK(days_left(day_of("2024-02-29"), day_of("2024-03-01")) == -1);
}

}  // namespace
}  // namespace fallbuch
