#include "tools/fallbuch/indicator_text.h"

#include <catch2/catch.hpp>

#include <chrono>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

#include "projections/indicators/indicator.h"
#include "tools/fallbuch/indicator_json.h"
#include "tools/fallbuch/text_cells.h"

namespace fallbuch {
namespace {

using namespace indicators;

IndicatorQuestion march() {
    IndicatorQuestion question;
    question.from = CivilDay(std::chrono::local_days(std::chrono::year(2025) / 3 / 1));
    question.to = CivilDay(std::chrono::local_days(std::chrono::year(2025) / 3 / 31));
    return question;
}

// Every indicator; the first has a table with a figure, one too small, and one that protects it.
IndicatorReport some_report() {
    IndicatorReport report;
    report.case_count = 40;
    report.caseworker_count = 7;
    for (const IndicatorText& text : indicator_texts()) report.indicators.push_back({&text, {}});
    Line line{"all", "", {}, {"total", "insgesamt", 1040, 31, Withheld::no}};
    line.cells = {{"AGH", "Arbeitsgelegenheit", 1020, 21, Withheld::no},
                  {"MAG", "Maßnahme", 0, 0, Withheld::few_cases},
                  {"FBW", "Weiterbildung", 0, 0, Withheld::protects_another}};
    report.indicators.front().tables = {
        {"by_instrument", "Instrumente", "Entscheidungen", {line}, true}};
    return report;
}

std::string line_with(const std::string& text, const std::string& word) {
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        if (line.find(word) != std::string::npos) return line;
    }
    return "";
}

TEST_CASE("a figure stands with its share and its cases, one withheld with neither",
          "[tools][fallbuch]") {
    const std::string text = indicators_text(some_report(), march(), 100);
    CHECK(line_with(text, "01.03.2025 bis 31.03.2025") != "");
    CHECK(line_with(text, "Arbeitsgelegenheit").find("1.020    98 %     21") != std::string::npos);
    const std::string small = line_with(text, "Maßnahme  ");
    CHECK(small.ends_with("unter 5"));
    CHECK(line_with(text, "Weiterbildung").ends_with("–"));
    CHECK(line_with(text, "unter 5: nicht gezeigt.") != "");
    CHECK(line_with(text, "–: nicht gezeigt, weil sich sonst") != "");
    CHECK(line_with(text, "je Fall").starts_with("  26,00 Entscheidungen je Fall"));
}

TEST_CASE("principles and what cannot be computed are called so", "[tools][fallbuch]") {
    const std::string text = indicators_text(some_report(), march(), 80);
    std::istringstream lines(text);
    int principles = 0;
    int not_computable = 0;
    for (std::string line; std::getline(lines, line);) {
        CHECK(cell_count(line) <= 80);
        principles += line.starts_with("  Grundsatz: ") ? 1 : 0;
        not_computable += line.starts_with("  Nicht berechenbar: ") ? 1 : 0;
    }
    CHECK(principles == 4);
    CHECK(not_computable == 3);
}

TEST_CASE("a report of too few says so and has no number", "[tools][fallbuch]") {
    IndicatorReport report = some_report();
    report.case_count = report.caseworker_count = 0;
    report.withheld = IndicatorReport::WithheldWhole::few_caseworkers;
    report.indicators.front().tables.clear();
    CHECK(line_with(indicators_text(report, march(), 100), "weniger als 5 Fachkräfte") != "");
    const auto json = nlohmann::json::parse(indicators_json(report, march()));
    CHECK(json["withheld"] == "few_caseworkers");
    CHECK_FALSE(json.contains("cases"));
    CHECK_FALSE(json.contains("caseworkers"));
}

TEST_CASE("programs get what people get, and no number that is withheld", "[tools][fallbuch]") {
    const auto json = nlohmann::json::parse(indicators_json(some_report(), march()));
    CHECK(json["from"] == "2025-03-01");
    CHECK(json["unit"].is_null());
    CHECK(json["cases"] == 40);
    const auto& groups = json["indicators"][0]["tables"][0]["lines"][0]["groups"];
    CHECK(groups[0]["count"] == 1020);
    CHECK(groups[0]["cases"] == 21);
    CHECK(groups[1]["withheld"] == "few_cases");
    CHECK(groups[2]["withheld"] == "protects_another");
    CHECK_FALSE(groups[1].contains("count"));
    CHECK_FALSE(groups[2].contains("cases"));
    CHECK(json["indicators"][3]["id"] == "PK-04");
    CHECK(json["indicators"][3]["computable"] == false);
    CHECK_FALSE(json["indicators"][3].contains("tables"));
    CHECK(json["indicators"][6]["kind"] == "principle");
}

}  // namespace
}  // namespace fallbuch
