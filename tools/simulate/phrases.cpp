#include "tools/simulate/phrases.h"

#include <array>
#include <cstddef>
#include <string_view>

#include "core/base/assert.h"
#include "tools/simulate/words.h"

namespace fallbuch::simulate {

namespace {

using namespace std::string_view_literals;

// In the parts: {B} an occupation, {O} a place, {N} a number, {Z} a time.
constexpr std::array kPlaces{"Regensburg"sv, "Neutraubling"sv, "Regenstauf"sv, "Kelheim"sv,
                             "Wörth"sv,      "Lappersdorf"sv,  "Hemau"sv,      "Straubing"sv};
constexpr std::array kTimes{"in zwei Wochen"sv,   "in vier Wochen"sv, "Mitte des Monats"sv,
                            "Ende des Monats"sv,  "im Herbst"sv,      "nach den Ferien"sv,
                            "zum Quartalsende"sv, "im Frühjahr"sv};
constexpr int kNumberMin = 2;
constexpr int kNumberMax = 9;

constexpr std::array kOpenings{"Werdegang und Stärken gemeinsam besprochen."sv,
                               "Standortbestimmung anhand der mitgebrachten Unterlagen."sv,
                               "Lebenslauf durchgegangen, Lücken geklärt."sv,
                               "Zeugnisse und Nachweise gesichtet."sv,
                               "Letzte Stelle und Grund ihres Endes besprochen."sv,
                               "Ablauf der Beratung und gegenseitige Erwartungen geklärt."sv,
                               "Berufsweg von der Schule an gemeinsam aufgezeichnet."sv,
                               "{N} Jahre Berufserfahrung, zuletzt in {O}."sv,
                               "Gespräch in ruhiger Atmosphäre, Unterlagen vollständig."sv,
                               "Bisherige Suche ausgewertet: {N} Bewerbungen im letzten Monat."sv};
constexpr std::array kFindings{
    "Wunschberuf ist {B}; die regionale Nachfrage ist gut."sv,
    "Wunschberuf {B} mit der Nachfrage in {O} abgeglichen."sv,
    "Gefragt sind Zuverlässigkeit und Praxis, beides ist vorhanden."sv,
    "Kundin/Kunde wirkt gut informiert und hat eigene Vorschläge."sv,
    "Vorstellungen zur Arbeitszeit sind klar, Schichtarbeit ist möglich."sv,
    "Auch verwandte Tätigkeiten zu {B} kommen in Frage."sv,
    "Arbeitsweg bis {O} ist mit dem Bus zu schaffen."sv,
    "Selbsteinschätzung und Zeugnisse passen zusammen."sv,
    "Ein Berufswechsel wird erwogen, Richtung {B}."sv,
    "Betreuung der Kinder ist am Vormittag gesichert."sv};
constexpr std::array kStates{
    "Stand der Bewerbungen besprochen, {N} seit dem letzten Gespräch."sv,
    "Stand der Bewerbungen besprochen, zwei Absagen ausgewertet, Anschreiben überarbeitet."sv,
    "Vereinbarte Schritte sind überwiegend umgesetzt."sv,
    "Vorstellungsgespräch in {O} verlief gut, die Rückmeldung steht aus."sv,
    "Praktikum verlief gut, der Betrieb stellt eine Probearbeit in Aussicht."sv,
    "Rückmeldung des Trägers positiv."sv,
    "Auf den Vorschlag ({B}) hat sich der Betrieb noch nicht gemeldet."sv,
    "Bewerbungsliste lag vor, {N} Einträge, nachvollziehbar."sv,
    "Absage aus {O} wegen der Arbeitszeiten, Alternativen gesammelt."sv,
    "Probearbeit in {O} nach {N} Tagen beendet, Gründe aufgearbeitet."sv,
    "Anschreiben ist jetzt auf {B} ausgerichtet."sv,
    "Die Suche galt bisher nur {B}; verwandte Tätigkeiten besprochen."sv,
    "{N} Initiativbewerbungen verschickt, eine Einladung nach {O}."sv,
    "Wenig Bewegung seit dem letzten Gespräch, Hindernisse benannt."sv};
constexpr std::array kCircumstances{
    "Kinderbetreuung ist ab Herbst gesichert."sv,
    "Fahrtzeit zum Betrieb bleibt schwierig; Zuschuss zur Monatskarte erläutert."sv,
    "Führerschein ist angemeldet, Prüfung {Z}."sv,
    "Ein Umzug nach {O} ist geplant."sv,
    "Termin bei der Schuldnerberatung ist vereinbart, {Z}."sv,
    "Sprachkurs läuft, Prüfung {Z}."sv,
    "Nebentätigkeit mit {N} Stunden je Woche läuft weiter."sv,
    "Anerkennung des Abschlusses ist beantragt, Bescheid {Z}."sv,
    "Zu Hause fehlt ein Drucker; Bewerbungsservice genannt."sv,
    "Pflege der Mutter bindet die Vormittage."sv,
    "Busverbindung nach {O} wurde verbessert."sv,
    "Zusage für die Kita liegt vor, Eingewöhnung {Z}."sv};
constexpr std::array kNextSteps{"Nächste Schritte in Ruhe abgestimmt."sv,
                                "Bis zum nächsten Gespräch {N} Bewerbungen, Schwerpunkt {O}."sv,
                                "Vorschläge für {B} ausgehändigt."sv,
                                "Stellensuche auf {O} erweitert."sv,
                                "Vorsprache beim Träger {Z}."sv,
                                "Bewerbungen bei Betrieben in {O} vereinbart."sv,
                                "Übernahme der Bewerbungskosten erläutert."sv,
                                "Telefonische Rückmeldung {Z}."sv,
                                "Profil im Portal gemeinsam ergänzt."sv,
                                "Fehlende Nachweise folgen {Z}."sv,
                                "Probearbeit {Z} angeregt."sv,
                                "Vereinbarung in allen Punkten bestätigt."sv};

void append_filler(std::string& out, char slot, Random& random) {
    switch (slot) {
        case 'B': out += random.pick(words::kOccupations).title; break;
        case 'O': out += random.pick(kPlaces); break;
        case 'Z': out += random.pick(kTimes); break;
        default:
            LEDGER_ASSERT(slot == 'N');
            out += std::to_string(random.between(kNumberMin, kNumberMax));
    }
}

void append_sentence(std::string& out, std::string_view part, Random& random) {
    if (!out.empty()) out += ' ';
    for (std::size_t i = 0; i < part.size(); ++i) {
        if (part[i] != '{') {
            out += part[i];
            continue;
        }
        append_filler(out, part[i + 1], random);
        i += 2;
    }
}

}  // namespace

std::string first_talk_phrases(Random& random) {
    std::string out;
    append_sentence(out, random.pick(kOpenings), random);
    append_sentence(out, random.pick(kFindings), random);
    if (random.chance(60)) append_sentence(out, random.pick(kNextSteps), random);
    return out;
}

std::string later_talk_phrases(Random& random) {
    std::string out;
    const bool about_life = random.chance(50);
    if (!about_life || random.chance(70)) append_sentence(out, random.pick(kStates), random);
    if (about_life) append_sentence(out, random.pick(kCircumstances), random);
    if (random.chance(75)) append_sentence(out, random.pick(kNextSteps), random);
    return out;
}

}  // namespace fallbuch::simulate
