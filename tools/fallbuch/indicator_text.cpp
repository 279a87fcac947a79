#include "tools/fallbuch/indicator_text.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "tools/fallbuch/german.h"
#include "tools/fallbuch/table.h"
#include "tools/fallbuch/text_cells.h"

namespace fallbuch {
namespace {

using indicators::Cell;
using indicators::Indicator;
using indicators::IndicatorQuestion;
using indicators::IndicatorReport;
using indicators::IndicatorTable;
using indicators::Line;
using indicators::Withheld;

// Broken at spaces; each line behind the first begins with as many spaces as `lead` has cells.
std::string wrapped(const std::string& lead, std::string_view text, std::size_t width) {
    std::string out = lead;
    std::size_t used = cell_count(lead);
    bool is_first = true;
    while (!text.empty()) {
        const auto space = text.find(' ');
        const std::string word = visible(text.substr(0, space));
        text.remove_prefix(space == std::string_view::npos ? text.size() : space + 1);
        if (!is_first && used + 1 + cell_count(word) > width) {
            out += '\n' + std::string(cell_count(lead), ' ');
            used = cell_count(lead);
            is_first = true;
        }
        out += (is_first ? "" : " ") + word;
        used += cell_count(word) + (is_first ? 0 : 1);
        is_first = false;
    }
    return out + '\n';
}

// "88 %"; empty if there is nothing to compare it with.
std::string share_text(const Cell& cell, const Cell& total) {
    const bool is_told = cell.withheld == Withheld::no && total.withheld == Withheld::no;
    if (!is_told || total.count == 0) return "";
    const double share = static_cast<double>(cell.count) / static_cast<double>(total.count);
    return std::to_string(std::lround(share * 100)) + " %";
}

// "0,14"
std::string rate_text(std::uint64_t count, std::uint64_t case_count) {
    const double rate = static_cast<double>(count) / static_cast<double>(case_count);
    const auto hundredths = static_cast<std::uint64_t>(std::llround(rate * 100));
    const std::string rest = std::to_string(hundredths % 100);
    return german_count(hundredths / 100) + ',' + (rest.size() == 1 ? "0" : "") + rest;
}

class ReportText {
public:
    ReportText(const IndicatorReport& report, const IndicatorQuestion& question, std::size_t width)
        : report_(report), question_(question), width_(width) {}

    std::string text() const {
        std::string out = heading();
        for (const Indicator& one : report_.indicators) out += '\n' + indicator(one);
        return out;
    }

private:
    std::string heading() const;
    std::string whole() const;
    std::string indicator(const Indicator& one) const;
    std::string table(const IndicatorTable& table) const;
    std::string listed(const IndicatorTable& table) const;
    std::string side_by_side(const IndicatorTable& table) const;
    std::string notes(const IndicatorTable& table) const;
    // Why nothing is told, or the number.
    std::string number(const Cell& cell, std::uint64_t number) const;
    std::string small() const { return "unter " + german_count(question_.group_min); }

    const IndicatorReport& report_;
    const IndicatorQuestion& question_;
    const std::size_t width_;
};

std::string ReportText::heading() const {
    std::string out = "Prozesskennzahlen (JobCenter Stuttgart, 01./02.10.2007)\n";
    out += german_day(question_.from) + " bis " + german_day(question_.to) + " · " +
           (question_.unit.empty() ? "alle Dienststellen" : visible(question_.unit)) + '\n';
    out += wrapped("", whole(), width_);
    return out + wrapped("",
                         "Gruppen aus weniger als " + german_count(question_.group_min) +
                             " Fällen werden nicht gezeigt. Die Zahlen stehen für Gruppen, "
                             "nicht für einzelne Personen, und sind keine Rangfolge.",
                         width_);
}

std::string ReportText::whole() const {
    const std::string few = "weniger als " + german_count(question_.group_min);
    switch (report_.withheld) {
        case IndicatorReport::WithheldWhole::few_cases:
            return "Nichts wird gezeigt: Es sind " + few + " Fälle.";
        case IndicatorReport::WithheldWhole::few_caseworkers:
            return "Nichts wird gezeigt: Es sind " + few +
                   " Fachkräfte zuständig, und jede Zahl spräche von ihrer Arbeit.";
        case IndicatorReport::WithheldWhole::no: break;
    }
    if (report_.case_count == 0) return "Kein Fall war in dieser Zeit offen.";
    return german_count(report_.case_count) +
           (report_.case_count == 1 ? " Fall war" : " Fälle waren") +
           " in dieser Zeit offen; zuständig: " + german_count(report_.caseworker_count) +
           (report_.caseworker_count == 1 ? " Fachkraft." : " Fachkräfte.");
}

std::string ReportText::indicator(const Indicator& one) const {
    const auto& text = *one.text;
    std::string out = std::string(text.id) + "  " + std::string(text.title) + '\n';
    out += wrapped(text.is_principle ? "  Grundsatz: " : "  Frage:     ",
                   "„" + std::string(text.wording) + "“", width_);
    if (!text.why_not.empty()) {
        return out + wrapped("  Nicht berechenbar: ", text.why_not, width_);
    }
    out += wrapped("  Gezählt:   ", definition_of(text, question_), width_);
    for (const IndicatorTable& each : one.tables) out += '\n' + table(each);
    return out;
}

std::string ReportText::table(const IndicatorTable& table) const {
    const bool is_empty = std::ranges::all_of(table.lines, [](const Line& line) {
        return line.total.withheld == Withheld::no && line.total.case_count == 0;
    });
    if (is_empty) return "  " + table.title + ": nichts in dieser Zeit\n";
    const bool is_wide = table.lines_share_groups;
    return "  " + table.title + "\n" + (is_wide ? side_by_side(table) : listed(table)) +
           notes(table);
}

std::string ReportText::number(const Cell& cell, std::uint64_t number) const {
    switch (cell.withheld) {
        case Withheld::few_cases: return small();
        case Withheld::protects_another: return "–";
        case Withheld::no: break;
    }
    return german_count(number);
}

// A row for each group.
std::string ReportText::listed(const IndicatorTable& table) const {
    const bool counts_cases = table.counted == "Fälle";
    std::vector<Column> columns{{"", Align::left, Fit::wrap}, {table.counted, Align::right}};
    columns.push_back({"Anteil", Align::right});
    if (!counts_cases) columns.push_back({"Fälle", Align::right});
    Table out(std::move(columns));
    const auto add = [&](const std::string& title, const Cell& cell, const std::string& share) {
        std::vector<std::string> row{title, number(cell, cell.count), share};
        const bool is_told = cell.withheld == Withheld::no;
        if (!counts_cases) row.push_back(is_told ? german_count(cell.case_count) : "");
        out.add(std::move(row));
    };
    for (const Line& line : table.lines) {
        const bool is_titled = !line.title.empty();
        if (is_titled) add(line.title, line.total, "");
        for (const Cell& cell : line.cells) {
            add((is_titled ? "· " : "") + cell.title, cell, share_text(cell, line.total));
        }
        if (!is_titled && line.cells.size() > 1) add(line.total.title, line.total, "");
    }
    return out.text(width_);
}

// A row for each line, its groups beside each other.
std::string ReportText::side_by_side(const IndicatorTable& table) const {
    std::vector<Column> columns{{"", Align::left, Fit::wrap}};
    for (const Cell& cell : table.lines.front().cells) {
        columns.push_back({cell.title, Align::right});
    }
    columns.push_back({table.counted, Align::right});
    columns.push_back({"Fälle", Align::right});
    Table out(std::move(columns));
    for (const Line& line : table.lines) {
        std::vector<std::string> row{line.title};
        for (const Cell& cell : line.cells) {
            const bool is_part = cell.count != 0 && cell.count != line.total.count;
            const std::string share = is_part ? share_text(cell, line.total) : "";
            row.push_back(number(cell, cell.count) + (share.empty() ? "" : " (" + share + ")"));
        }
        row.push_back(number(line.total, line.total.count));
        row.push_back(number(line.total, line.total.case_count));
        out.add(std::move(row));
    }
    return out.text(width_);
}

// What the words in the place of numbers mean, and what the total comes to for each case.
std::string ReportText::notes(const IndicatorTable& table) const {
    bool has_small = false;
    bool has_protecting = false;
    const auto look = [&](const Cell& cell) {
        has_small = has_small || cell.withheld == Withheld::few_cases;
        has_protecting = has_protecting || cell.withheld == Withheld::protects_another;
    };
    for (const Line& line : table.lines) {
        std::ranges::for_each(line.cells, look);
        look(line.total);
    }
    std::string out;
    const Cell& total = table.lines.front().total;
    if (table.is_per_case && total.withheld == Withheld::no && report_.case_count != 0) {
        out += "  " + rate_text(total.count, report_.case_count) + " " + table.counted +
               " je Fall, der in dieser Zeit offen war.\n";
    }
    if (has_small) out += "  " + small() + ": nicht gezeigt.\n";
    if (has_protecting) {
        out += wrapped(
            "  ", "–: nicht gezeigt, weil sich sonst eine kleine Gruppe ausrechnen ließe.", width_);
    }
    return out;
}

}  // namespace

std::string indicators_text(const IndicatorReport& report, const IndicatorQuestion& question,
                            std::size_t width) {
    return ReportText(report, question, width).text();
}

}  // namespace fallbuch
