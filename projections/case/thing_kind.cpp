#include "projections/case/thing_kind.h"

#include <array>
#include <cstddef>

namespace fallbuch {
namespace {

constexpr auto kTitles = std::to_array<std::string_view>({
    "Fall",
    "Stand im 4-Phasen-Modell",
    "Stammdaten",
    "Kundennummern",
    "Rechtskreis",
    "Arbeitsmarktstatus",
    "Leistungen",
    "Zuständigkeit",
    "Vertretung",
    "Übertragene Ausbildungsvermittlung",
    "Bedarfsgemeinschaft",
    "Integrationsprognose",
    "Profillage",
    "Betreuungsstufe",
    "Unterstützungsbedarf",
    "Bewerberprofil",
    "Potenzialanalyse",
    "Potenzialanalyse entbehrlich",
    "Zielberuf",
    "Stärken",
    "Handlungsbedarfe",
    "Ziele",
    "Zwischenziele",
    "Handlungsstrategien",
    "Aktivitäten",
    "Eingliederungsvereinbarung",
    "Kooperationsplan",
    "Teilhabeplan",
    "Schlichtung",
    "Verpflichtung und Aufforderung",
    "Leistungsminderung",
    "Produktentscheidungen",
    "Maßnahmen",
    "Fachdienste",
    "Beschäftigung",
    "Kontakte",
    "Beratungsvermerke",
    "Erteilte Informationen",
    "Vereinbarte Kontaktform",
    "Termine",
    "Einladungen",
    "Aktivitäten der Folgegespräche",
    "Sozialintegrative Leistungen",
    "Vermittlungsvorschläge",
    "Bewerbungen",
    "Besprochene Bewerbungsaktivitäten",
    "Rückmeldungen von Arbeitgebern",
    "Stellensuchläufe",
    "Verweisungen",
    "Abstimmungen",
    "Rehabilitation",
    "Einwilligungen",
    "Begründete Abweichungen",
    "Weiteres",
});
static_assert(kTitles.size() == static_cast<std::size_t>(ThingKind::other) + 1);

constexpr auto kPhaseTitles = std::to_array<std::string_view>(
    {"noch keine Phase", "Analyse", "Ziel", "Strategie", "Vereinbarung", "Nachhaltung"});

constexpr auto kKeys = std::to_array<std::string_view>({
    "case",
    "cycle",
    "person",
    "customer_number",
    "circle",
    "labour",
    "benefit",
    "responsibility",
    "deputy",
    "delegation",
    "member",
    "prognosis",
    "profile_tier",
    "care_level",
    "support_need",
    "applicant_profile",
    "analysis",
    "waiver",
    "target_occupation",
    "strength",
    "need",
    "goal",
    "intermediate_goal",
    "strategy",
    "activity",
    "agreement",
    "cooperation_plan",
    "participation_plan",
    "arbitration",
    "obligation",
    "reduction",
    "product",
    "measure",
    "specialist",
    "employment",
    "contact",
    "note",
    "information",
    "contact_form",
    "appointment",
    "invitation",
    "follow_up",
    "social_need",
    "placement",
    "application",
    "application_talk",
    "employer_feedback",
    "job_search",
    "referral",
    "coordination",
    "rehabilitation",
    "consent",
    "deviation",
    "other",
});
static_assert(kKeys.size() == kTitles.size());

constexpr auto kPhaseKeys = std::to_array<std::string_view>(
    {"none", "analysis", "goal", "strategy", "agreement", "follow_up"});

}  // namespace

std::string_view title_of(ThingKind kind) { return kTitles[static_cast<std::size_t>(kind)]; }
std::string_view title_of(Phase phase) { return kPhaseTitles[static_cast<std::size_t>(phase)]; }
std::string_view key_of(ThingKind kind) { return kKeys[static_cast<std::size_t>(kind)]; }
std::string_view key_of(Phase phase) { return kPhaseKeys[static_cast<std::size_t>(phase)]; }

}  // namespace fallbuch
