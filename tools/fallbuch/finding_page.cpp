#include "tools/fallbuch/finding_page.h"

#include <nlohmann/json.hpp>
#include <string_view>

#include "core/calendar/civil_day.h"
#include "core/calendar/timestamp.h"
#include "core/codec/hex.h"
#include "projections/findings/finding_state.h"
#include "projections/findings/kept_finding.h"
#include "projections/rules/check.h"
#include "projections/rules/check_parts.h"
#include "projections/rules/finding.h"
#include "projections/rules/outcome.h"
#include "projections/rules/rule_sentences.h"
#include "projections/rules/rulebook.h"
#include "projections/rules/scenario.h"
#include "tools/fallbuch/german.h"
#include "tools/fallbuch/page_text.h"
#include "tools/fallbuch/superseded_list.h"

namespace fallbuch {
namespace {

constexpr std::size_t kDigestShown = 16;  // hex digits; --json has all

class Page {
public:
    Page(const FindingPageParts& parts, std::size_t width)
        : parts_(parts),
          finding_(parts.explained.finding),
          check_(*parts.rules.checks()[finding_.check].check),
          book_(parts.rules.book_of(finding_.check)),
          page_(width) {}

    std::string text() {
        page_.heading("Feststellung " + finding_.id + " · Fall " + parts_.case_number);
        add_finding();
        add_rule();
        add_list("Berechnung", parts_.explained.steps);
        add_changes();
        return page_.take();
    }

private:
    void add_finding() {
        std::string result(rules::german(finding_.verdict));
        if (weighs(finding_)) result += " – " + std::string(rules::german(finding_.severity));
        if (parts_.ended_by != nullptr) {
            page_.line(0, "Diese Feststellung gilt nicht mehr: " +
                              change_text(*parts_.ended_by, parts_.berlin) +
                              ". Was folgt, galt bis dahin.");
        } else {
            result += finding_.is_final ? ", endgültig" : ", kann sich noch ändern";
        }
        page_.line(0, result, "Ergebnis  ");
        const auto due = due_day_of(finding_, parts_.berlin);
        const bool is_owed_no_more = finding_.verdict == rules::Verdict::not_applicable;
        if (due && !is_owed_no_more) page_.line(0, german_day(*due), "Frist bis ");
        if (parts_.explained.ended_on) {
            page_.line(0, "am " + german_day(*parts_.explained.ended_on), "Entfallen ");
        }
        if (!parts_.explained.explanation.empty()) {
            page_.line(0, parts_.explained.explanation, "Bedeutung ");
        }
        if (finding_.other_verdict) {
            page_.line(0,
                       "Auslegungsfall: nach der Lesart „" + finding_.other_reading +
                           "“ wäre das Ergebnis „" +
                           std::string(rules::german(*finding_.other_verdict)) + "“.",
                       "Lesart    ");
        }
    }

    void add_rule() {
        page_.heading("Regel " + check_.id + (check_.part.empty() ? "" : " (" + check_.part + ")"));
        page_.line(0, check_.title);
        if (!check_.statement.empty()) page_.line(0, check_.statement);
        for (const rules::Citation& one : check_.cites) {
            page_.line(0, rules::german_citation(one), "Quelle    ");
        }
        page_.line(0,
                   book_.id + ", Fassung " + book_.version + "; Parameterstand " +
                       to_hex(finding_.parameters.view()).substr(0, kDigestShown),
                   "Regelwerk ");
    }

    void add_list(std::string_view title, const std::vector<std::string>& lines) {
        if (lines.empty()) return;
        page_.heading(title);
        std::size_t number = 0;
        for (const std::string& line : lines) {
            page_.line(0, line, std::to_string(++number) + ". ");
        }
    }

    void add_changes() {
        std::vector<std::string> lines;
        for (const FindingChange& one : parts_.changes) {
            lines.push_back(change_text(one, parts_.berlin));
        }
        if (parts_.changes.empty()) {
            lines.push_back(german_day(finding_.activated) +
                            ": mit diesem Tag begonnen, ohne einen eigenen Eintrag");
        }
        const bool is_as_last_told =
            parts_.ended_by != nullptr ||
            (!parts_.changes.empty() && parts_.changes.back().after == finding_.verdict);
        const std::string& reached = parts_.explained.reached_by;
        if (!is_as_last_told && !reached.empty()) {
            lines.push_back("Seither " + std::string(rules::german(finding_.verdict)) + ": " +
                            reached);
        }
        add_list("Wie es dazu kam", lines);
    }

    const FindingPageParts& parts_;
    const KeptFinding& finding_;
    const rules::Check& check_;
    const rules::Rulebook& book_;
    PageText page_;
};

}  // namespace

std::string finding_page(const FindingPageParts& parts, std::size_t width) {
    return Page(parts, width).text();
}

std::string finding_page_json(const FindingPageParts& parts) {
    const KeptFinding& finding = parts.explained.finding;
    const rules::Check& check = *parts.rules.checks()[finding.check].check;
    const rules::Rulebook& book = parts.rules.book_of(finding.check);
    nlohmann::ordered_json row{{"case", parts.case_number},
                               {"id", finding.id},
                               {"rule", finding.rule()},
                               {"part", check.part},
                               {"title", check.title},
                               {"statement", check.statement},
                               {"rulebook", book.id},
                               {"version", book.version},
                               {"parameters", to_hex(finding.parameters.view())},
                               {"severity", rules::to_string(finding.severity)},
                               {"verdict", rules::to_string(finding.verdict)},
                               {"reason", rules::to_string(finding.reason)},
                               {"final", finding.is_final},
                               {"activated", day_text(finding.activated)},
                               {"due", nullptr},
                               {"ended", nullptr},
                               {"explanation", parts.explained.explanation},
                               {"steps", parts.explained.steps},
                               {"ended_by", nullptr},
                               {"cites", nlohmann::ordered_json::array()},
                               {"changes", nlohmann::ordered_json::array()}};
    const auto due = due_day_of(finding, parts.berlin);
    if (due) row["due"] = day_text(*due);
    if (parts.explained.ended_on) row["ended"] = day_text(*parts.explained.ended_on);
    for (const rules::Citation& one : check.cites) {
        row["cites"].push_back(rules::german_citation(one));
    }
    if (parts.ended_by != nullptr) row["ended_by"] = change_json(*parts.ended_by);
    for (const FindingChange& one : parts.changes) row["changes"].push_back(change_json(one));
    return row.dump();
}

}  // namespace fallbuch
