#include "tools/fallbuch/superseded_list.h"

#include <nlohmann/json.hpp>
#include <optional>

#include "core/calendar/berlin.h"
#include "core/calendar/civil_day.h"
#include "core/calendar/timestamp.h"
#include "projections/rules/check.h"
#include "projections/rules/outcome.h"
#include "projections/rules/scenario.h"
#include "tools/fallbuch/german.h"
#include "tools/fallbuch/table.h"

namespace fallbuch {
namespace {

std::string verdict_text(rules::Verdict verdict, const std::optional<CivilDay>& due) {
    return std::string(rules::german(verdict)) +
           (due ? " (letzter Tag " + german_day(*due) + ")" : std::string());
}

}  // namespace

std::string change_text(const FindingChange& change, const BerlinTime& berlin) {
    const std::string when = german_moment(berlin, change.recorded);
    const std::string what =
        "durch „" + change.title + "“ (Eintrag Nr. " + std::to_string(change.cause.value) + ")";
    if (!change.before) {
        return when + ": festgestellt als " + verdict_text(*change.after, change.due_after) + ", " +
               what;
    }
    return when + ": " + verdict_text(*change.before, change.due_before) +
           (change.after ? " wird " + verdict_text(*change.after, change.due_after)
                         : " fällt weg") +
           ", " + what + (change.is_correction ? ", eine Berichtigung" : "");
}

nlohmann::ordered_json change_json(const FindingChange& change) {
    nlohmann::ordered_json row{{"recorded", timestamp_text(change.recorded)},
                               {"cause", change.cause.value},
                               {"correction", change.is_correction},
                               {"before", nullptr},
                               {"after", nullptr}};
    if (change.before) row["before"] = rules::to_string(*change.before);
    if (change.after) row["after"] = rules::to_string(*change.after);
    if (change.due_before) row["due_before"] = day_text(*change.due_before);
    if (change.due_after) row["due_after"] = day_text(*change.due_after);
    return row;
}

std::string superseded_list_text(const FindingListParts& parts,
                                 const std::vector<FoundSuperseded>& found, std::size_t shown) {
    Table table({{"Fall"}, {"Tag"}, {"Ersetzte Feststellung", Align::left, Fit::wrap}});
    for (std::size_t i = 0; i < shown; ++i) {
        const FoundFinding& was = found[i].was;
        const rules::Check& check = *parts.rules.checks()[was.finding.check].check;
        std::string text = std::string(was.finding.rule()) + "  " + check.title;
        if (!check.part.empty()) text += " (" + check.part + ')';
        text += '\n' + change_text(found[i].change, parts.berlin) + " · " + was.finding.id;
        table.add({was.number, german_day(was.day), text});
    }
    std::string text = shown > 0 ? table.text(terminal_width()) + '\n' : std::string();
    text += german_count(found.size()) +
            (found.size() == 1 ? " Feststellung wurde ersetzt" : " Feststellungen wurden ersetzt");
    if (shown < found.size()) {
        text += ", davon gezeigt " + german_count(shown) + "; mehr zeigt --limit";
    }
    return text + '\n';
}

std::string found_superseded_json(const FindingListParts& parts, const FoundSuperseded& found) {
    nlohmann::ordered_json row = found_finding_row(parts, found.was);
    row["superseded"] = change_json(found.change);
    return row.dump();
}

}  // namespace fallbuch
