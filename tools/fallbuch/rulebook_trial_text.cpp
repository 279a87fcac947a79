#include "tools/fallbuch/rulebook_trial_text.h"

#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>
#include <utility>

#include "core/calendar/civil_day.h"
#include "core/calendar/timestamp.h"
#include "projections/rules/finding.h"
#include "projections/rules/findings_diff.h"
#include "projections/rules/outcome.h"
#include "projections/rules/scenario.h"
#include "projections/rules/value_words.h"
#include "tools/fallbuch/german.h"
#include "tools/fallbuch/page_text.h"
#include "tools/fallbuch/table.h"

namespace fallbuch {
namespace {

using rules::DifferenceCount;
using rules::DifferenceCounts;
using rules::FindingChange;
using rules::FindingDifference;
using rules::Verdict;

std::string rule_text(const FindingDifference& what) {
    return what.part.empty() ? what.rule : what.rule + "/" + what.part;
}

// "neu: verletzt", "nicht mehr: offen", "offen → verletzt", "offen, andere Frist".
std::string change_text(const FindingDifference& what) {
    const std::string before(what.before ? rules::german(*what.before) : "");
    const std::string after(what.after ? rules::german(*what.after) : "");
    if (what.change == FindingChange::appeared) return "neu: " + after;
    if (what.change == FindingChange::vanished) return "nicht mehr: " + before;
    if (what.before != what.after) return before + " → " + after;
    std::string text = before;
    if (what.is_due_moved) text += ", andere Frist";
    if (what.severity_before && what.severity_after) {
        text += ", " + std::string(rules::german(*what.severity_before)) + " → " +
                std::string(rules::german(*what.severity_after));
    }
    return text;
}

std::string change_and_examples(const FindingDifference& what, const DifferenceCount& count) {
    std::string cases;
    for (const auto& [number, example] : count.examples) {
        cases += (cases.empty() ? "\nz. B. " : ", ") + number;
    }
    return change_text(what) + cases;
}

std::string rule_table(const DifferenceCounts& counts, std::size_t width) {
    Table table({{"Regel"},
                 {"Änderung", Align::left, Fit::wrap},
                 {"Anzahl", Align::right},
                 {"Fälle", Align::right}});
    std::string rule;
    for (const auto& [what, count] : counts) {
        const bool is_new = rule_text(what) != rule;
        rule = rule_text(what);
        table.add({is_new ? rule : "", change_and_examples(what, count),
                   german_count(count.findings), german_count(count.cases)});
    }
    return table.text(width);
}

// All differences of a rule.
struct RuleSum {
    std::size_t appeared = 0;
    std::size_t vanished = 0;
    std::size_t changed = 0;
    std::size_t violated_more = 0;
    std::size_t violated_less = 0;
};

std::map<std::string, RuleSum> sums_of(const DifferenceCounts& counts) {
    std::map<std::string, RuleSum> sums;
    for (const auto& [what, count] : counts) {
        RuleSum& sum = sums[rule_text(what)];
        switch (what.change) {
            case FindingChange::appeared: sum.appeared += count.findings; break;
            case FindingChange::vanished: sum.vanished += count.findings; break;
            case FindingChange::changed: sum.changed += count.findings; break;
        }
        const bool was_violated = what.before == Verdict::violated;
        const bool is_violated = what.after == Verdict::violated;
        if (is_violated && !was_violated) sum.violated_more += count.findings;
        if (was_violated && !is_violated) sum.violated_less += count.findings;
    }
    return sums;
}

// "+3", "-3", "+5 -2"; nothing if no violation comes or goes.
std::string violated_text(const RuleSum& sum) {
    std::string text = sum.violated_more == 0 ? "" : "+" + german_count(sum.violated_more);
    if (sum.violated_less == 0) return text;
    return text + (text.empty() ? "-" : " -") + german_count(sum.violated_less);
}

std::string team_table(const std::map<std::string, DifferenceCounts>& teams, std::size_t width) {
    Table table({{"Team"},
                 {"Regel", Align::left, Fit::wrap},
                 {"neu", Align::right},
                 {"nicht mehr", Align::right},
                 {"geändert", Align::right},
                 {"verletzt", Align::right}});
    for (const auto& [team, counts] : teams) {
        std::string name = team.empty() ? "ohne Team" : team;
        for (const auto& [rule, sum] : sums_of(counts)) {
            table.add({std::exchange(name, ""), rule, german_count(sum.appeared),
                       german_count(sum.vanished), german_count(sum.changed), violated_text(sum)});
        }
    }
    return table.text(width);
}

std::string counted(std::size_t count, std::string_view one, std::string_view many) {
    return german_count(count) + ' ' + std::string(count == 1 ? one : many);
}

nlohmann::ordered_json day_json(std::optional<CivilDay> day) {
    return day ? nlohmann::ordered_json(day_text(*day)) : nlohmann::ordered_json();
}

nlohmann::ordered_json row_json(const FindingDifference& what, const DifferenceCount& count) {
    nlohmann::ordered_json row{{"rule", what.rule}};
    if (!what.part.empty()) row["part"] = what.part;
    row["change"] = rules::to_string(what.change);
    if (what.before) row["before"] = rules::to_string(*what.before);
    if (what.after) row["after"] = rules::to_string(*what.after);
    if (what.is_due_moved) row["due_moved"] = true;
    if (what.severity_before) row["severity_before"] = rules::to_string(*what.severity_before);
    if (what.severity_after) row["severity_after"] = rules::to_string(*what.severity_after);
    row["findings"] = count.findings;
    row["cases"] = count.cases;
    row["examples"] = nlohmann::ordered_json::array();
    for (const auto& [number, one] : count.examples) {
        row["examples"].push_back({{"case", number},
                                   {"event", one.event},
                                   {"activated", day_text(one.activated)},
                                   {"due_before", day_json(one.due_before)},
                                   {"due_after", day_json(one.due_after)}});
    }
    return row;
}

}  // namespace

std::string trial_text(const TrialHead& head, const TrialReport& report, const BerlinTime& berlin,
                       std::size_t width) {
    const rules::DifferenceReport& all = report.differences;
    PageText page(width);
    page.line(0, "Entwurf " + head.draft.id + "@" + head.draft.version +
                     (head.is_in_place ? " anstelle dieser Fassung" : " als weitere Fassung") +
                     ", Geltung: " + rules::german_validity(head.draft.valid));
    page.line(0, "Stand " + german_moment(berlin, head.now) + ", " +
                     (head.team.empty() ? "alle Teams" : "nur Team: " + head.team));
    page.line(0, counted(all.cases, "Fall", "Fälle") + " zweimal geprüft, " +
                     german_count(all.different_cases) + " davon anders");
    page.line(0, "Feststellungen: bisher " + german_count(all.findings_before) +
                     ", mit dem Entwurf " + german_count(all.findings_after) + ", davon " +
                     german_count(report.findings_of_draft) + " nach dem Entwurf selbst");
    if (report.findings_of_draft == 0 && head.draft.applies_by_activation) {
        page.line(0,
                  "Der Entwurf gilt nur, wo er in Kraft gesetzt ist (RuleSetActivated), und das "
                  "ist er in keinem dieser Fälle.");
    }
    if (all.by_rule.empty()) {
        page.gap();
        page.line(0, "Kein Unterschied.");
        return page.take();
    }
    page.heading("Je Regel");
    page.raw(rule_table(all.by_rule, width));
    page.heading("Je Team");
    page.raw(team_table(all.by_team, width));
    page.gap();
    page.line(0, "verletzt: so viele Verletzungen kommen hinzu (+) oder fallen weg (-).");
    return page.take();
}

std::string trial_json(const TrialHead& head, const TrialReport& report) {
    const rules::DifferenceReport& all = report.differences;
    nlohmann::ordered_json summary{
        {"kind", "summary"},
        {"rulebook", head.draft.id},
        {"version", head.draft.version},
        {"in_place", head.is_in_place},
        {"valid",
         {{"from", day_json(head.draft.valid.from)}, {"to", day_json(head.draft.valid.to)}}},
        {"now", timestamp_text(head.now)},
        {"cases", all.cases},
        {"different_cases", all.different_cases},
        {"findings",
         {{"in_force", all.findings_before},
          {"with_draft", all.findings_after},
          {"of_draft", report.findings_of_draft}}}};
    if (!head.team.empty()) summary["team"] = head.team;
    std::string out = summary.dump() + '\n';
    for (const auto& [what, count] : all.by_rule) {
        nlohmann::ordered_json row{{"kind", "rule"}};
        row.update(row_json(what, count));
        out += row.dump() + '\n';
    }
    for (const auto& [team, counts] : all.by_team) {
        for (const auto& [what, count] : counts) {
            nlohmann::ordered_json row{{"kind", "team"}, {"team", team}};
            row.update(row_json(what, count));
            out += row.dump() + '\n';
        }
    }
    return out;
}

}  // namespace fallbuch
