#include "tools/fallbuch/case_list.h"

#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/calendar/timestamp.h"
#include "projections/case/plan_clock.h"
#include "projections/case/thing_kind.h"
#include "tools/fallbuch/german.h"
#include "tools/fallbuch/table.h"

namespace fallbuch {
namespace {

nlohmann::json deputies_to_json(const CaseCard& card, CivilDay today) {
    auto names = nlohmann::json::array();
    for (const DeputyTerm& term : card.deputies_on(today)) names.push_back(term.caseworker);
    return names;
}

// "U-101", "U-101, i. V. U-107"
std::string at_work(const CaseCard& card, CivilDay today) {
    const ResponsibleTerm* responsible = card.responsible_on(today);
    std::string text = responsible != nullptr ? responsible->caseworker : "";
    for (const DeputyTerm& term : card.deputies_on(today)) {
        text += (text.empty() ? "i. V. " : ", i. V. ") + term.caseworker;
    }
    return text;
}

// "vor 12 Tagen", "heute", "in 3 Tagen"
std::string distance(CivilDay day, CivilDay today) {
    const int left = days_left(day, today);
    if (left == 0) return "heute";
    const std::string days = german_days_dative(static_cast<std::uint64_t>(std::abs(left)));
    return (left < 0 ? "vor " : "in ") + days;
}

// "Plan zu überprüfen oder fortzuschreiben (EV-05, KP-07, L-04)" and the days that are meant.
std::string heading(const ListQuestion& question) {
    const Worklist& list = *question.worklist;
    std::string text(list.title);
    if (!list.rules.empty()) text += " (" + std::string(list.rules) + ")";
    const auto days = static_cast<std::uint64_t>(question.days);
    switch (list.asks) {
        case Worklist::Asks::due_within:
            return text + "\nBis " + german_day(question.today + std::chrono::days(question.days)) +
                   '\n';
        case Worklist::Asks::older_than:
            return days == 0 ? text + '\n'
                             : text + "\nSeit mehr als " + german_days_dative(days) + '\n';
        case Worklist::Asks::within_last:
            return text + "\nIn den letzten " + german_days_dative(days) + '\n';
        default: return text + '\n';
    }
}

Table table_of(const ListQuestion& question) {
    std::vector<Column> columns{{"Fall"}, {"Name", Align::left, Fit::cut}};
    if (question.worklist == nullptr) columns.push_back({"Phase"});
    columns.push_back({"Team"});
    columns.push_back({"Zuständig"});
    if (question.worklist == nullptr) {
        columns.push_back({"Zuletzt beraten"});
    } else {
        columns.push_back({std::string(question.worklist->column)});
        columns.push_back({"Abstand", Align::right});
    }
    return Table(std::move(columns));
}

}  // namespace

std::string found_case_json(const FoundCase& found, const ListQuestion& question) {
    const CaseCard& card = found.card;
    const ResponsibleTerm at = card.assigned_on(question.today) != nullptr
                                   ? *card.assigned_on(question.today)
                                   : ResponsibleTerm{};
    const bool is_responsible = card.responsible_on(question.today) != nullptr;
    nlohmann::json out{{"case", found.number},
                       {"customer_number", card.customer_number()},
                       {"name", card.name},
                       {"open", card.is_open},
                       {"phase", key_of(card.phase)},
                       {"unit", at.unit},
                       {"team", at.team},
                       {"caseworker", is_responsible ? at.caseworker : ""},
                       {"deputies", deputies_to_json(card, question.today)},
                       {"rechtskreis", card.circle},
                       {"last_counselled", nullptr},
                       {"last_event", timestamp_text(card.last_event)},
                       {"events", card.event_count}};
    if (card.last_contact) out["last_counselled"] = timestamp_text(*card.last_contact);
    if (question.worklist != nullptr) {
        const auto& day = found.entry.day;
        out["worklist"] = question.worklist->name;
        out["day"] = day ? nlohmann::json(day_text(*day)) : nlohmann::json();
        out["days_left"] = day ? nlohmann::json(days_left(*day, question.today)) : nlohmann::json();
    }
    return out.dump();
}

std::string case_list_text(const BerlinTime& berlin, const std::vector<FoundCase>& found,
                           std::size_t shown, const ListQuestion& question) {
    Table table = table_of(question);
    for (std::size_t i = 0; i < shown; ++i) {
        const CaseCard& card = found[i].card;
        std::vector<std::string> cells{found[i].number, card.name};
        if (question.worklist == nullptr) cells.emplace_back(title_of(card.phase));
        const ResponsibleTerm* at = card.assigned_on(question.today);
        cells.push_back(at != nullptr ? at->team : "");
        cells.push_back(at_work(card, question.today));
        if (question.worklist == nullptr) {
            cells.push_back(card.last_contact ? german_day(berlin, *card.last_contact)
                                              : "noch nicht");
        } else {
            const auto& day = found[i].entry.day;
            cells.push_back(day ? german_day(*day) : "–");
            cells.push_back(day ? distance(*day, question.today) : "");
        }
        table.add(std::move(cells));
    }
    std::string text = question.worklist != nullptr ? heading(question) + '\n' : "";
    if (!found.empty()) text += table.text(terminal_width()) + '\n';
    text += german_count(found.size()) + (found.size() == 1 ? " Fall" : " Fälle");
    if (shown < found.size()) {
        text += ", davon gezeigt " + german_count(shown) + "; mehr zeigt --limit";
    }
    return text + '\n';
}

}  // namespace fallbuch
