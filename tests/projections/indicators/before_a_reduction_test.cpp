// PK-05: each step that may be missing before a reduction, on both sides of its boundaries.
#include <catch2/catch.hpp>

#include <string>
#include <utility>

#include "projections/indicators/indicator.h"
#include "tests/projections/indicators/register.h"
#include "tests/support/casework_case.h"

namespace fallbuch::indicators {
namespace {

// A case whose duty was violated on 1 June 2025 and whose reduction was determined on 20 June.
class ReducedCase {
public:
    explicit ReducedCase(const std::string& more = "") {
        cases_.open("F-1", "2025-01-02");
        more_ = more;
    }
    void add(const CaseEvent& event) { cases_.add("F-1", event); }
    // "missing", "present" or "not_applicable" of the step, before the one reduction.
    std::string look(const std::string& step) {
        cases_.add("F-1", {"2025-06-20", "ReductionDetermined",
                           R"({"reductionId":"LM","violationDate":"2025-06-01")" + more_ + "}"});
        const IndicatorReport report = cases_.ask(year_2025());
        for (const char* key : {"missing", "present", "not_applicable"}) {
            const std::string path = "PK-05/steps_before/" + step + '/' + key;
            if (told(report, path) == "1 in 1") return key;
        }
        return "";
    }

private:
    Register cases_;
    std::string more_;
};

TEST_CASE("analysis, goal and plan have to be there by the day of the violation",
          "[projections][indicators]") {
    struct Row {
        std::string step;
        std::string event;
        std::string data;
    };
    const auto row = GENERATE(
        Row{"analysis", "PotentialAnalysisCompleted", R"({"analysisId":"P","cycleNo":1})"},
        Row{"goal", "GoalSet", R"({"goalId":"Z","cycleNo":1,"option":"STABILISIERUNG"})"},
        Row{"plan", "CooperationPlanCreated", R"({"planId":"K","cycleNo":1})"},
        Row{"plan", "IntegrationAgreementConcluded", R"({"agreementId":"E","cycleNo":1})"});
    CAPTURE(row.event);
    CHECK(ReducedCase().look(row.step) == "missing");
    ReducedCase in_time;
    in_time.add({"2025-06-01", row.event, row.data});
    CHECK(in_time.look(row.step) == "present");
    ReducedCase late;
    late.add({"2025-06-02", row.event, row.data});
    CHECK(late.look(row.step) == "missing");
}

TEST_CASE("a demand counts that tells of the consequences by the day of the violation",
          "[projections][indicators]") {
    const auto demand = [](const std::string& day, const std::string& id,
                           const std::string& notice) {
        return CaseEvent{
            day, "CooperationDemandIssued",
            R"({"demandId":")" + id + R"(","legalNoticeVersion":")" + notice + R"("})"};
    };
    CHECK(ReducedCase().look("notice") == "missing");
    ReducedCase in_time;
    in_time.add(demand("2025-06-01", "A-1", "2023"));
    CHECK(in_time.look("notice") == "present");
    ReducedCase late;
    late.add(demand("2025-06-02", "A-1", "2023"));
    CHECK(late.look("notice") == "missing");
    ReducedCase silent;
    silent.add(demand("2025-06-01", "A-1", "KEINE"));
    CHECK(silent.look("notice") == "missing");
    // The reduction names another one.
    ReducedCase other(R"(,"demandRef":"A-2")");
    other.add(demand("2025-06-01", "A-1", "2023"));
    CHECK(other.look("notice") == "missing");
    ReducedCase named(R"(,"demandRef":"E-1")");
    named.add({"2025-05-01", "InvitationIssued",
               R"({"invitationId":"E-1","legalNoticeVersion":"2023"})"});
    CHECK(named.look("notice") == "present");
}

TEST_CASE("a talk counts of the 90 days before the violation", "[projections][indicators]") {
    const auto talk = [](const std::string& day) {
        return CaseEvent{day, "ContactHeld", R"({"contactId":"K"})"};
    };
    ReducedCase first;
    first.add(talk("2025-03-03"));
    CHECK(first.look("talk") == "present");
    ReducedCase before;
    before.add(talk("2025-03-02"));
    CHECK(before.look("talk") == "missing");
    ReducedCase last;
    last.add(talk("2025-05-31"));
    CHECK(last.look("talk") == "present");
    ReducedCase same;
    same.add(talk("2025-06-01"));
    CHECK(same.look("talk") == "missing");
}

TEST_CASE("a good cause is asked for only where an appointment was missed",
          "[projections][indicators]") {
    const CaseEvent missed{"2025-06-01", "AppointmentMissed", R"({"invitationId":"E"})"};
    const auto assessed = [](const std::string& day) {
        return CaseEvent{day, "GoodCauseAssessed",
                         R"({"invitationId":"E","result":"KEIN_WICHTIGER_GRUND"})"};
    };
    CHECK(ReducedCase().look("good_cause") == "not_applicable");
    ReducedCase unasked;
    unasked.add(missed);
    CHECK(unasked.look("good_cause") == "missing");
    ReducedCase asked;
    asked.add(missed);
    asked.add(assessed("2025-06-01"));
    CHECK(asked.look("good_cause") == "present");
    ReducedCase earlier;
    earlier.add(missed);
    earlier.add(assessed("2025-05-31"));
    CHECK(earlier.look("good_cause") == "missing");
    ReducedCase elsewhen;
    elsewhen.add({"2025-05-31", "AppointmentMissed", R"({"invitationId":"E"})"});
    CHECK(elsewhen.look("good_cause") == "not_applicable");
}

TEST_CASE("a hearing lies between violation and reduction", "[projections][indicators]") {
    const auto hearing = [](const std::string& day) {
        return CaseEvent{day, "HearingHeld", R"({"hearingId":"H"})"};
    };
    CHECK(ReducedCase().look("hearing") == "missing");
    for (const auto& [day, found] :
         {std::pair("2025-05-31", "missing"), std::pair("2025-06-01", "present"),
          std::pair("2025-06-19", "present"), std::pair("2025-06-21", "missing")}) {
        CAPTURE(day);
        ReducedCase one;
        one.add(hearing(day));
        CHECK(one.look("hearing") == found);
    }
}

}  // namespace
}  // namespace fallbuch::indicators
