#include "tools/fallbuch/indicator_json.h"

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>

#include "core/calendar/timestamp.h"

namespace fallbuch {
namespace {

using indicators::Cell;
using indicators::IndicatorQuestion;
using indicators::IndicatorReport;
using indicators::IndicatorTable;
using indicators::Line;
using indicators::Withheld;
using nlohmann::ordered_json;

void put_numbers(const Cell& cell, ordered_json& out) {
    if (cell.withheld == Withheld::no) {
        out["count"] = cell.count;
        out["cases"] = cell.case_count;
    } else {
        out["withheld"] = cell.withheld == Withheld::few_cases ? "few_cases" : "protects_another";
    }
}

// Keys of ours hold a character that no code has; outside it is a text that can be typed.
std::string plain_key(std::string key) {
    for (char& each : key) {
        if (each == '\x1f') each = '|';
    }
    return key;
}

ordered_json line_json(const Line& line) {
    ordered_json out{{"key", line.key}, {"title", line.title}, {"groups", ordered_json::array()}};
    for (const Cell& cell : line.cells) {
        ordered_json one{{"key", plain_key(cell.key)}, {"title", cell.title}};
        put_numbers(cell, one);
        out["groups"].push_back(std::move(one));
    }
    out["total"] = ordered_json::object();
    put_numbers(line.total, out["total"]);
    return out;
}

ordered_json table_json(const IndicatorTable& table) {
    ordered_json out{{"key", table.key},
                     {"title", table.title},
                     {"counted", table.counted},
                     {"lines", ordered_json::array()}};
    for (const Line& line : table.lines) out["lines"].push_back(line_json(line));
    return out;
}

std::string_view reason_of(IndicatorReport::WithheldWhole withheld) {
    return withheld == IndicatorReport::WithheldWhole::few_cases ? "few_cases" : "few_caseworkers";
}

}  // namespace

std::string indicators_json(const IndicatorReport& report, const IndicatorQuestion& question) {
    ordered_json out{{"from", day_text(question.from)},
                     {"to", day_text(question.to)},
                     {"unit", question.unit},
                     {"group_min", question.group_min},
                     {"reporting_days", question.reporting_days},
                     {"reversal_days", question.reversal_days},
                     {"suspicious_min", question.suspicious_min},
                     {"talk_days", question.talk_days}};
    if (question.unit.empty()) out["unit"] = nullptr;
    if (report.withheld == IndicatorReport::WithheldWhole::no) {
        out["cases"] = report.case_count;
        out["caseworkers"] = report.caseworker_count;
    } else {
        out["withheld"] = reason_of(report.withheld);
    }
    out["indicators"] = ordered_json::array();
    for (const indicators::Indicator& one : report.indicators) {
        const indicators::IndicatorText& text = *one.text;
        ordered_json row{{"id", text.id},
                         {"kind", text.is_principle ? "principle" : "question"},
                         {"title", text.title},
                         {"wording", text.wording},
                         {"computable", text.why_not.empty()}};
        if (text.why_not.empty()) {
            row["definition"] = indicators::definition_of(text, question);
            row["tables"] = ordered_json::array();
            for (const auto& table : one.tables) row["tables"].push_back(table_json(table));
        } else {
            row["why_not"] = text.why_not;
        }
        out["indicators"].push_back(std::move(row));
    }
    return out.dump();
}

}  // namespace fallbuch
