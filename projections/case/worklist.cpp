#include "projections/case/worklist.h"

#include <algorithm>
#include <array>

#include "projections/case/case_card.h"

namespace fallbuch {
namespace {

using enum Worklist::Asks;

constexpr auto kWorklists = std::to_array<Worklist>({
    {"no-appointment", "Kein nächster Termin vereinbart", "Letzter Termin", "FG-07, KD-18",
     none_ahead, Wait::appointment},
    {"missed", "Termin versäumt, und nichts danach", "Versäumt am", "", older_than, Wait::missed},
    {"unanswered", "Eingeladen, Termin vorbei, nichts vermerkt", "Termin am", "", older_than,
     Wait::unanswered},
    {"plan-due", "Plan zu überprüfen oder fortzuschreiben", "Fällig am", "EV-05, KP-07, L-04",
     due_within, Wait::plan, 28},
    {"plan-missing", "Handlungsstrategie gewählt, aber kein Plan", "Strategie seit",
     "G-04, EV-01, KP-01", older_than, Wait::plan_missing, 7},
    {"need-open", "Handlungsbedarf ohne Handlungsstrategie", "Bedarf seit", "HB-02", older_than,
     Wait::need},
    {"goal-due", "Ziel oder Zwischenziel an oder über seinem Zieldatum", "Zieldatum", "ZI-02",
     due_within, Wait::goal},
    {"strategy-due", "Handlungsstrategie an oder über ihrem geplanten Ende", "Geplant bis", "SR-04",
     due_within, Wait::strategy},
    {"activity-due", "Vereinbarte Aktivität fällig", "Fällig am", "FG-03", due_within,
     Wait::activity},
    {"measure-end", "Maßnahme endet, ist aber nicht beendet", "Geplantes Ende", "AM-01, MB-02",
     due_within, Wait::running_measure, 28},
    {"graduate-talk", "Maßnahme beendet, Absolventengespräch steht aus", "Beendet am",
     "AM-01, AM-02", within_last, Wait::ended_measure, 28},
    {"phase-stuck", "Kein Schritt im 4-Phasen-Modell", "Letzter Schritt", "G-05", older_than,
     Wait::phase, 180},
    {"no-caseworker", "Niemand ist zuständig", "Zuständig bis", "PK-07", nobody},
});

}  // namespace

std::span<const Worklist> worklists() { return kWorklists; }

const Worklist* find_worklist(std::string_view name) {
    const auto found = std::ranges::find(kWorklists, name, &Worklist::name);
    return found == kWorklists.end() ? nullptr : &*found;
}

std::optional<WorklistEntry> entry_of(const Worklist& list, const CaseCard& card, CivilDay today,
                                      int days) {
    auto day = card.waits.of(list.wait);
    const std::chrono::days span(days);
    bool is_on = false;
    switch (list.asks) {
        case due_within: is_on = day && *day <= today + span; break;
        case older_than: is_on = day && *day + span < today; break;
        case within_last: is_on = day && *day <= today && today <= *day + span; break;
        case none_ahead: is_on = !day || *day < today; break;
        case nobody: {
            const ResponsibleTerm* last = card.assigned_on(today);
            day = last != nullptr ? last->to : std::nullopt;
            is_on = card.responsible_on(today) == nullptr;
            break;
        }
    }
    if (!is_on || !card.is_open) return std::nullopt;
    return WorklistEntry{day};
}

}  // namespace fallbuch
