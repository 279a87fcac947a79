// What a report counts, of which cases, and what it says of each indicator.
#include <catch2/catch.hpp>

#include <string>
#include <string_view>
#include <vector>

#include "core/calendar/berlin.h"
#include "projections/engine/case_walk.h"
#include "projections/indicators/indicator.h"
#include "tests/projections/indicators/register.h"
#include "tests/support/casework_case.h"

namespace fallbuch::indicators {
namespace {

CaseEvent decision(const std::string& day, const std::string& instrument,
                   const std::string& decided = "BEWILLIGT") {
    return {day, "ProductDecisionMade",
            R"({"productDecisionId":"PE-)" + day + instrument + R"(","instrument":")" + instrument +
                R"(","decision":")" + decided + R"("})"};
}

CaseEvent assigned(const std::string& day, const std::string& caseworker,
                   const std::string& more = "") {
    return {day, "ResponsibilityAssigned",
            R"({"caseworker":")" + caseworker + R"(","unit":"JC")" + more + "}"};
}

TEST_CASE("every indicator of the seed is told, and those without events say why not",
          "[projections][indicators]") {
    Register cases;
    cases.open("F-1", "2025-01-02");
    const IndicatorReport report = cases.ask(year_2025());
    std::string computed;
    std::string not_computed;
    std::string principles;
    for (const Indicator& one : report.indicators) {
        const std::string id(one.text->id);
        (one.text->why_not.empty() ? computed : not_computed) += id.substr(3) + ' ';
        if (one.text->is_principle) principles += id.substr(3) + ' ';
        CHECK(one.tables.empty() == !one.text->why_not.empty());
        CHECK_FALSE(one.text->wording.empty());
        CHECK(one.text->definition.empty() == !one.text->why_not.empty());
    }
    CHECK(computed == "01 02 03 05 07 08 09 ");
    CHECK(not_computed == "04 06 10 ");
    CHECK(principles == "07 08 09 10 ");
}

TEST_CASE("a definition names the numbers that were asked for", "[projections][indicators]") {
    IndicatorQuestion question = year_2025();
    question.talk_days = 41;
    question.reporting_days = 42;
    question.reversal_days = 43;
    question.suspicious_min = 44;
    std::string all;
    for (const IndicatorText& text : indicator_texts()) all += definition_of(text, question);
    CHECK(all.find('{') == std::string::npos);
    for (const char* number : {"41", "42", "43", "44"}) {
        CHECK(all.find(number) != std::string::npos);
    }
}

TEST_CASE("the period has its first and its last day", "[projections][indicators]") {
    Register cases;
    cases.open("F-1", "2024-12-01");
    for (const char* day : {"2024-12-31", "2025-01-01", "2025-12-31", "2026-01-01"}) {
        cases.add("F-1", decision(day, "AGH"));
    }
    CHECK(told(cases.ask(year_2025()), "PK-01/by_instrument/all/AGH") == "2 in 1");
}

TEST_CASE("what happens in a case counts only if it was open in the period",
          "[projections][indicators]") {
    Register cases;
    cases.open("F-1", "2024-12-01");
    cases.open("F-2", "2024-12-01");
    cases.add("F-1", {"2024-12-31", "CaseClosed"});
    cases.add("F-2", {"2025-01-01", "CaseClosed"});
    cases.add("F-1", decision("2025-02-01", "AGH"));
    cases.add("F-2", decision("2025-02-01", "AGH"));
    const IndicatorReport report = cases.ask(year_2025());
    CHECK(told(report, "PK-01/by_instrument/all/AGH") == "1 in 1");
    CHECK(told(report, "PK-01/by_team/AGH/JC\x1fT1") == "1 in 1");
}

TEST_CASE("cases count that were open on a day of the period", "[projections][indicators]") {
    Register cases;
    cases.open("before", "2024-01-02");
    cases.add("before", {"2024-12-31", "CaseClosed"});
    cases.open("into", "2024-01-02");
    cases.add("into", {"2025-01-01", "CaseClosed"});
    cases.open("last", "2025-12-31");
    cases.open("behind", "2026-01-01");
    cases.add("no-case", {"2025-05-05", "DataAccessed", R"({"accessId":"Z-1","object":"Fall"})"});
    CHECK(cases.ask(year_2025()).case_count == 2);
    // Nobody has it yet: it is whoever's who gets it first.
    cases.add("new", {"2025-12-31", "CaseOpened", R"({"kundennummer":"9"})"});
    cases.add("new", assigned("2026-01-02", "U-2", R"(,"from":"2026-01-05")"));
    CHECK(cases.ask(year_2025()).case_count == 3);
    // One that was closed before is in it again when it is opened again.
    cases.add("before", {"2025-06-01", "CaseReopened"});
    CHECK(cases.ask(year_2025()).case_count == 4);
}

TEST_CASE("instruments count when they are granted, by the team of the day",
          "[projections][indicators]") {
    Register cases;
    cases.open("F-1", "2025-01-02", "U-1", "T1");
    cases.add("F-1", decision("2025-02-01", "AGH"));
    cases.add("F-1", decision("2025-02-02", "AGH", "ABGELEHNT"));
    cases.add("F-1", assigned("2025-03-01", "U-2", R"(,"team":"T2","from":"2025-03-10")"));
    cases.add("F-1", decision("2025-03-09", "AGH"));
    cases.add("F-1", decision("2025-03-10", "AGH"));
    cases.open("F-2", "2025-01-02", "U-2", "T2");
    cases.add("F-2", decision("2025-02-01", "FBW"));
    const IndicatorReport report = cases.ask(year_2025());
    CHECK(told(report, "PK-01/by_instrument/all/AGH") == "3 in 1");
    CHECK(told(report, "PK-01/by_instrument/all/FBW") == "1 in 1");
    CHECK(told(report, "PK-01/by_team/AGH/JC\x1fT1") == "2 in 1");
    CHECK(told(report, "PK-01/by_team/AGH/JC\x1fT2") == "1 in 1");
}

// A case of each of so many caseworkers of the team, with a decision.
void add_team(Register& cases, const std::string& team, int caseworkers) {
    for (int i = 0; i < caseworkers; ++i) {
        const std::string name = team + "-" + std::to_string(i);
        cases.open(name, "2025-01-02", "U-" + name, team);
        cases.add(name, decision("2025-02-01", "AGH"));
    }
}

TEST_CASE("teams of too few caseworkers are told together, or not at all",
          "[projections][indicators]") {
    Register cases;
    IndicatorQuestion question = year_2025();
    question.group_min = 5;
    add_team(cases, "T1", 4);
    CHECK(cases.ask(question).withheld == IndicatorReport::WithheldWhole::few_cases);
    cases.open("more", "2025-01-02", "U-T1-0", "T1");
    CHECK(cases.ask(question).withheld == IndicatorReport::WithheldWhole::few_caseworkers);
    add_team(cases, "T2", 1);
    IndicatorReport report = cases.ask(question);
    CHECK(report.withheld == IndicatorReport::WithheldWhole::no);
    CHECK(told(report, "PK-01/by_team/AGH/small") == "5 in 5");
    // A large team stands alone beside them, and joins them if they are too few.
    add_team(cases, "T3", 5);
    report = cases.ask(question);
    CHECK(told(report, "PK-01/by_team/AGH/small") == "5 in 5");
    CHECK(told(report, "PK-01/by_team/AGH/JC\x1fT3") == "5 in 5");
    Register others;
    add_team(others, "T3", 5);
    add_team(others, "T4", 6);
    add_team(others, "T5", 1);
    report = others.ask(question);
    CHECK(told(report, "PK-01/by_team/AGH/small") == "6 in 6");
    CHECK(told(report, "PK-01/by_team/AGH/JC\x1fT4") == "6 in 6");
    CHECK(find_table(report, "PK-01", "by_team")->lines.front().cells.size() == 2);
    Register last;
    add_team(last, "T1", 4);
    add_team(last, "T2", 5);
    CHECK(told(last.ask(question), "PK-01/by_team/AGH/small") == "9 in 9");
}

TEST_CASE("no caseworker is named anywhere in a report", "[projections][indicators]") {
    Register cases;
    add_team(cases, "T1", 2);
    const auto cells = all_cells(cases.ask(year_2025()));
    CHECK(cells.size() > 20);
    for (const auto& [path, cell] : cells) {
        CHECK((path + cell.key + cell.title).find("U-T1") == std::string::npos);
    }
}

TEST_CASE("a cooperation counts once, as what was said last of it", "[projections][indicators]") {
    Register cases;
    cases.open("F-1", "2025-01-02");
    const auto record = [&](const std::string& day, const std::string& id,
                            const std::string& more) {
        cases.add("F-1", {day, "CoordinationRecorded",
                          R"({"coordinationId":")" + id + R"(","partner":"P")" + more + "}"});
    };
    record("2025-02-01", "A-1", R"(,"kind":"INFORMELL","partnerKind":"TRAEGER")");
    record("2025-03-01", "A-1", R"(,"kind":"FORMELL")");
    record("2025-03-01", "A-2", R"(,"kind":"INFORMELL")");
    record("2025-03-01", "A-3", "");
    record("2024-03-01", "A-4", R"(,"kind":"INFORMELL")");
    const IndicatorReport report = cases.ask(year_2025());
    CHECK(told(report, "PK-02/by_kind/all/FORMELL") == "1 in 1");
    CHECK(told(report, "PK-02/by_kind/all/INFORMELL") == "1 in 1");
    CHECK(told(report, "PK-02/by_kind/all/untold") == "1 in 1");
    CHECK(told(report, "PK-02/by_partner/all/TRAEGER") == "1 in 1");
    CHECK(told(report, "PK-02/by_partner/all/untold") == "2 in 1");
}

TEST_CASE("referrals are told by their last result, with reasons", "[projections][indicators]") {
    Register cases;
    const auto refer = [&](const std::string& name, const std::string& outcome,
                           const std::string& reason) {
        cases.open(name, "2025-01-02");
        cases.add(name, {"2025-12-01", "ReferralMade", R"({"referralId":"V","partner":"P"})"});
        if (outcome.empty()) return;
        // Told behind the period: it is the result all the same.
        cases.add(name, {"2026-02-01", "ReferralResult",
                         R"({"referralId":"V","outcome":")" + outcome + R"(","reason":")" + reason +
                             R"("})"});
    };
    refer("F-1", "ANGENOMMEN", "x");
    refer("F-2", "KEIN_PLATZ", "Warteliste");
    refer("F-3", "KEIN_PLATZ", "Warteliste");
    refer("F-4", "NICHT_ERSCHIENEN", "krank");
    refer("F-5", "", "");
    // What was open is abgeschlossen by a later result.
    cases.add("F-2", {"2026-03-01", "ReferralResult",
                      R"({"referralId":"other","outcome":"ABGESCHLOSSEN"})"});
    IndicatorReport report = cases.ask(year_2025());
    CHECK(told(report, "PK-03/referrals/all/successful") == "1 in 1");
    CHECK(told(report, "PK-03/referrals/all/unsuccessful") == "3 in 3");
    CHECK(told(report, "PK-03/referrals/all/open") == "1 in 1");
    CHECK(told(report, "PK-03/referrals_unsuccessful/all/KEIN_PLATZ") == "2 in 2");
    CHECK(told(report, "PK-03/referrals_reasons/all/text Warteliste") == "2 in 2");
    // A reason that too few cases have is not shown by its words.
    IndicatorQuestion question = year_2025();
    question.group_min = 2;
    cases.add("F-5", assigned("2025-01-03", "U-2"));
    report = cases.ask(question);
    CHECK(told(report, "PK-03/referrals_reasons/all/text krank") == "0 in 0");
    CHECK(told(report, "PK-03/referrals_reasons/all/others") == "few");
    cases.add("F-2",
              {"2026-03-01", "ReferralResult", R"({"referralId":"V","outcome":"ABGESCHLOSSEN"})"});
    CHECK(told(cases.ask(year_2025()), "PK-03/referrals/all/successful") == "2 in 2");
}

TEST_CASE("placements are successful when somebody was hired", "[projections][indicators]") {
    Register cases;
    for (const std::string result :
         {"EINGESTELLT", "STELLE_BESETZT", "KEINE_RUECKMELDUNG", "QUALIFIKATION"}) {
        cases.open(result, "2025-01-02");
        cases.add(result, {"2025-02-01", "PlacementProposalMade", R"({"proposalId":"VV"})"});
        cases.add(result,
                  {"2025-03-01", "EmployerFeedbackReceived",
                   R"({"proposalId":"VV","employerRef":"B","result":")" + result + R"("})"});
    }
    const IndicatorReport report = cases.ask(year_2025());
    CHECK(told(report, "PK-03/placements/all/successful") == "1 in 1");
    CHECK(told(report, "PK-03/placements/all/unsuccessful") == "2 in 2");
    CHECK(told(report, "PK-03/placements/all/open") == "1 in 1");
    CHECK(told(report, "PK-03/placements_unsuccessful/all/STELLE_BESETZT") == "1 in 1");
}

TEST_CASE("steps are joint, not joint, or not told", "[projections][indicators]") {
    Register cases;
    cases.open("F-1", "2025-01-02");
    const auto goal = [&](const std::string& id, const std::string& more) {
        cases.add("F-1", {"2025-02-01", "GoalSet",
                          R"({"goalId":")" + id + R"(","cycleNo":1,"option":"STABILISIERUNG")" +
                              more + "}"});
    };
    goal("Z-1", R"(,"jointly":true)");
    goal("Z-2", R"(,"jointly":true)");
    goal("Z-3", R"(,"jointly":false)");
    goal("Z-4", "");
    const IndicatorReport report = cases.ask(year_2025());
    CHECK(told(report, "PK-08/steps/GoalSet/jointly") == "2 in 1");
    CHECK(told(report, "PK-08/steps/GoalSet/not_jointly") == "1 in 1");
    CHECK(told(report, "PK-08/steps/GoalSet/untold") == "1 in 1");
    CHECK(told(report, "PK-08/steps/GoalSet/total") == "4 in 1");
}

TEST_CASE("a unit has what happened while the case was its own", "[projections][indicators]") {
    Register cases;
    cases.open("F-1", "2025-01-02");
    cases.add("F-1", decision("2025-02-28", "AGH"));
    cases.add("F-1", {"2025-03-01", "ResponsibilityAssigned",
                      R"({"caseworker":"U-9","unit":"AA","from":"2025-03-01"})"});
    cases.add("F-1", decision("2025-03-01", "AGH"));
    cases.add("F-1", decision("2025-03-02", "AGH"));
    IndicatorQuestion question = year_2025();
    question.unit = "JC";
    CHECK(told(cases.ask(question), "PK-01/by_instrument/all/AGH") == "1 in 1");
    question.unit = "AA";
    const IndicatorReport report = cases.ask(question);
    CHECK(told(report, "PK-01/by_instrument/all/AGH") == "2 in 1");
    CHECK(report.case_count == 1);
    CHECK(report.caseworker_count == 1);
    CHECK(report.units == std::vector<std::string>{"AA", "JC"});
    question.to = day_of("2025-02-28");
    CHECK(cases.ask(question).case_count == 0);
}

TEST_CASE("what was not known or had not happened is not counted", "[projections][indicators]") {
    Register cases;
    cases.open("F-1", "2025-01-02");
    cases.add("F-1", decision("2025-02-28", "AGH"));
    CaseWalkOptions options;
    const BerlinTime berlin = *BerlinTime::load();
    options.bounds.occurred = berlin.end_of_day(day_of("2025-02-27"));
    CHECK(told(cases.ask(year_2025(), options), "PK-01/by_instrument/all/AGH") == "0 in 0");
    options.bounds.occurred = berlin.end_of_day(day_of("2025-02-28"));
    CHECK(told(cases.ask(year_2025(), options), "PK-01/by_instrument/all/AGH") == "1 in 1");
}

}  // namespace
}  // namespace fallbuch::indicators
