#include "tools/fallbuch/finding_list.h"

#include <array>
#include <cstdint>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "core/calendar/timestamp.h"
#include "core/codec/hex.h"
#include "projections/rules/check.h"
#include "projections/rules/finding.h"
#include "projections/rules/outcome.h"
#include "projections/rules/rulebook.h"
#include "projections/rules/scenario.h"
#include "tools/fallbuch/german.h"
#include "tools/fallbuch/superseded_list.h"
#include "tools/fallbuch/table.h"

namespace fallbuch {
namespace {

const rules::Check& check_of(const FindingListParts& parts, const FoundFinding& found) {
    return *parts.rules.checks()[found.finding.check].check;
}

// "überfällig seit 12 Tagen", "fällig in 3 Tagen", "4 Tage zu spät"
std::string standing(const FindingListParts& parts, const FoundFinding& found) {
    const auto distance = (found.day - parts.today).count();
    const auto days = static_cast<std::uint64_t>(std::abs(distance));
    switch (found.state) {
        case FindingState::overdue: return "überfällig seit " + german_days_dative(days);
        case FindingState::due:
            if (!due_day_of(found.finding, parts.berlin)) return "offen";
            return distance == 0 ? "heute fällig" : "fällig in " + german_days_dative(days);
        case FindingState::late:
            if (!found.finding.late_by_days) return "verspätet";
            return german_days(static_cast<std::uint64_t>(*found.finding.late_by_days)) +
                   " zu spät";
        case FindingState::to_check:
            if (found.finding.verdict == rules::Verdict::not_applicable) {
                return "mit der Vorschrift entfallen, zu entscheiden";
            }
            return std::string(title_of(found.state));
        default: return std::string(title_of(found.state));
    }
}

std::string summary(const FindingListParts& parts, const std::vector<FoundFinding>& found) {
    std::array<std::uint64_t, 8> counts{};
    for (const FoundFinding& one : found) ++counts[static_cast<std::size_t>(one.state)];
    std::string text = "Stand " + german_day(parts.today) + ":";
    bool is_first = true;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        if (counts[i] == 0) continue;
        text += (is_first ? " " : " · ") + german_count(counts[i]) + ' ' +
                std::string(title_of(static_cast<FindingState>(i)));
        is_first = false;
    }
    return text + (is_first ? " nichts" : "") + '\n';
}

}  // namespace

std::string finding_list_text(const FindingListParts& parts, const std::vector<FoundFinding>& found,
                              std::size_t shown) {
    Table table({{"Fall"}, {"Tag"}, {"Feststellung", Align::left, Fit::wrap}});
    for (std::size_t i = 0; i < shown; ++i) {
        const FoundFinding& one = found[i];
        const rules::Check& check = check_of(parts, one);
        std::string text = std::string(one.finding.rule()) + "  " + check.title;
        if (!check.part.empty()) text += " (" + check.part + ')';
        text += '\n' + standing(parts, one);
        if (weighs(one.finding)) text += " · " + std::string(rules::german(one.finding.severity));
        if (one.finding.other_verdict) text += " · Auslegungsfall";
        if (one.supersedes) {
            text += " · ersetzt eine frühere (Eintrag Nr. " +
                    std::to_string(one.supersedes->cause.value) + ')';
        }
        text += " · " + one.finding.id;
        table.add({one.number, german_day(one.day), text});
    }
    std::string text = summary(parts, found) + '\n';
    if (shown > 0) text += table.text(terminal_width()) + '\n';
    text += german_count(found.size()) + (found.size() == 1 ? " Feststellung" : " Feststellungen");
    if (shown < found.size()) {
        text += ", davon gezeigt " + german_count(shown) + "; mehr zeigt --limit";
    }
    return text + '\n';
}

std::string findings_rest_text(const FindingsRest& rest, bool closed_too) {
    if (rest.cases == 0) {
        return closed_too ? "Auf die Auswahl passt kein Fall.\n"
                          : "Auf die Auswahl passt kein offener Fall; alle zeigt --closed.\n";
    }
    const bool is_one = rest.cases == 1;
    const std::string open = closed_too ? "" : is_one ? "offener " : "offene ";
    std::string text =
        "Angesehen: " + german_count(rest.cases) + ' ' + open + (is_one ? "Fall" : "Fälle");
    if (!closed_too) text += "; alle zeigt --closed";
    text += ".\n";
    if (rest.of_closed > 0) {
        text += "In geschlossenen Fällen: " + german_count(rest.of_closed) + " (--closed).\n";
    }
    if (rest.to_check > 0) {
        text += "Daneben zu klären: " + german_count(rest.to_check) + " (--state to-check).\n";
    }
    return text;
}

nlohmann::ordered_json found_finding_row(const FindingListParts& parts, const FoundFinding& found) {
    const KeptFinding& finding = found.finding;
    const rules::Check& check = check_of(parts, found);
    const rules::Rulebook& book = parts.rules.book_of(finding.check);
    nlohmann::ordered_json row{{"case", found.number},
                               {"id", finding.id},
                               {"rule", finding.rule()},
                               {"part", check.part},
                               {"title", check.title},
                               {"rulebook", book.id},
                               {"version", book.version},
                               {"parameters", to_hex(finding.parameters.view())},
                               {"severity", rules::to_string(finding.severity)},
                               {"verdict", rules::to_string(finding.verdict)},
                               {"reason", rules::to_string(finding.reason)},
                               {"state", key_of(found.state)},
                               {"activated", day_text(finding.activated)},
                               {"due", nullptr},
                               {"final", finding.is_final},
                               {"unit", found.unit},
                               {"team", found.team}};
    const auto due = due_day_of(finding, parts.berlin);
    if (due) row["due"] = day_text(*due);
    if (finding.event) row["event"] = finding.event->value;
    if (finding.late_by_days) row["late_by_days"] = *finding.late_by_days;
    if (finding.late_by_seconds) row["late_by_seconds"] = *finding.late_by_seconds;
    if (finding.other_verdict) {
        row["other_reading"] = {{"title", finding.other_reading},
                                {"verdict", rules::to_string(*finding.other_verdict)}};
    }
    return row;
}

std::string found_finding_json(const FindingListParts& parts, const FoundFinding& found) {
    nlohmann::ordered_json row = found_finding_row(parts, found);
    row["supersedes"] = nullptr;
    if (found.supersedes) row["supersedes"] = change_json(*found.supersedes);
    return row.dump();
}

}  // namespace fallbuch
