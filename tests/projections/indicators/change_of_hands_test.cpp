// PK-07: which assignments are a change of hands, and how are few of them told?
#include <catch2/catch.hpp>

#include <string>

#include "projections/indicators/indicator.h"
#include "tests/projections/indicators/register.h"
#include "tests/support/casework_case.h"

namespace fallbuch::indicators {
namespace {

CaseEvent assigned(const std::string& day, const std::string& caseworker, const std::string& from,
                   const std::string& more = "") {
    return {day, "ResponsibilityAssigned",
            R"({"caseworker":")" + caseworker + R"(","unit":"JC","from":")" + from + R"(")" + more +
                "}"};
}

// Changes of the only case in 2025.
std::string changes(Register& cases) {
    return told(cases.ask(year_2025()), "PK-07/in_period_sum/all/changes");
}

TEST_CASE("responsibility changes hands when another caseworker takes over",
          "[projections][indicators]") {
    Register cases;
    cases.open("F-1", "2025-01-02", "U-1");
    CHECK(changes(cases) == "0 in 0");
    SECTION("a deputy does not") {
        cases.add("F-1", assigned("2025-02-01", "U-2", "2025-02-01", R"(,"deputy":true)"));
        CHECK(changes(cases) == "0 in 0");
    }
    SECTION("nor the same one in another team") {
        cases.add("F-1", assigned("2025-02-01", "U-1", "2025-02-01", R"(,"team":"T9")"));
        CHECK(changes(cases) == "0 in 0");
    }
    SECTION("each time") {
        cases.add("F-1", assigned("2025-02-01", "U-2", "2025-02-01"));
        CHECK(changes(cases) == "1 in 1");
        cases.add("F-1", assigned("2025-03-01", "U-1", "2025-03-01"));
        CHECK(changes(cases) == "2 in 1");
    }
    SECTION("on the day from which it holds") {
        cases.add("F-1", assigned("2025-12-20", "U-2", "2026-01-01"));
        CHECK(changes(cases) == "0 in 0");
        cases.add("F-1", assigned("2025-12-21", "U-3", "2025-12-31"));
        CHECK(changes(cases) == "1 in 1");
    }
    SECTION("but not if it was replaced before its day") {
        cases.add("F-1", assigned("2025-02-01", "U-2", "2025-03-01"));
        cases.add("F-1", assigned("2025-02-02", "U-1", "2025-02-15"));
        CHECK(changes(cases) == "0 in 0");
    }
    SECTION("nor when the case begins anew") {
        cases.add("F-1", {"2025-03-01", "CaseClosed"});
        cases.add("F-1", {"2025-06-01", "CaseReopened"});
        cases.add("F-1", assigned("2025-06-01", "U-2", "2025-06-01"));
        CHECK(changes(cases) == "0 in 0");
        cases.add("F-1", assigned("2025-07-01", "U-3", "2025-07-01"));
        CHECK(changes(cases) == "1 in 1");
    }
    SECTION("nor while it is closed") {
        cases.add("F-1", {"2025-03-01", "CaseClosed"});
        cases.add("F-1", assigned("2025-03-02", "U-2", "2025-03-02"));
        CHECK(changes(cases) == "0 in 0");
    }
}

TEST_CASE("since the access all changes count that the case has had, the period's or not",
          "[projections][indicators]") {
    Register cases;
    cases.open("F-1", "2024-01-02", "U-1");
    cases.add("F-1", assigned("2024-02-01", "U-2", "2024-02-01"));
    cases.add("F-1", assigned("2025-02-01", "U-1", "2025-02-01"));
    cases.add("F-1", assigned("2026-02-01", "U-2", "2026-02-01"));
    const IndicatorReport report = cases.ask(year_2025());
    CHECK(told(report, "PK-07/in_period_sum/all/changes") == "1 in 1");
    CHECK(told(report, "PK-07/since_access_sum/all/changes") == "2 in 1");
    CHECK(told(report, "PK-07/since_access/all/2") == "1 in 1");
    // Opened anew, it has had none.
    cases.add("F-1", {"2025-03-01", "CaseClosed"});
    cases.add("F-1", {"2025-06-01", "CaseReopened"});
    CHECK(told(cases.ask(year_2025()), "PK-07/since_access_sum/all/changes") == "0 in 0");
}

// So many cases with so many changes each.
void add_cases(Register& cases, int count, int change_count) {
    for (int i = 0; i < count; ++i) {
        const std::string name = std::to_string(change_count) + "-" + std::to_string(i);
        cases.open(name, "2025-01-02", "U-" + std::to_string(i));
        for (int change = 0; change < change_count; ++change) {
            const std::string day = "2025-02-" + std::to_string(10 + change);
            cases.add(name, assigned(day, "V-" + std::to_string(change), day));
        }
    }
}

TEST_CASE("few cases with many changes are told with those that have fewer",
          "[projections][indicators]") {
    Register cases;
    IndicatorQuestion question = year_2025();
    question.group_min = 3;
    add_cases(cases, 4, 0);
    add_cases(cases, 3, 1);
    add_cases(cases, 3, 2);
    add_cases(cases, 2, 3);
    IndicatorReport report = cases.ask(question);
    CHECK(told(report, "PK-07/in_period/all/0") == "4 in 4");
    CHECK(told(report, "PK-07/in_period/all/1") == "3 in 3");
    CHECK(told(report, "PK-07/in_period/all/2") == "5 in 5");
    CHECK(told(report, "PK-07/in_period/all/3") == "0 in 0");
    CHECK(told(report, "PK-07/in_period_sum/all/changes") == "15 in 8");
    question.group_min = 5;
    report = cases.ask(question);
    CHECK(told(report, "PK-07/in_period/all/0") == "few");
    CHECK(told(report, "PK-07/in_period/all/1") == "protects");
    CHECK(told(report, "PK-07/in_period/all/total") == "12 in 12");
    // The sum would tell of how many cases it is.
    CHECK(told(report, "PK-07/in_period_sum/all/changes") == "protects");
}

}  // namespace
}  // namespace fallbuch::indicators
