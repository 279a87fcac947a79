// Names, occupations and sentences of the simulated office. All invented.
#pragma once

#include <array>
#include <string_view>

namespace fallbuch::simulate::words {

using namespace std::string_view_literals;

inline constexpr std::array kWomen{"Sabine"sv, "Petra"sv,  "Anna"sv,    "Julia"sv,  "Katharina"sv,
                                   "Monika"sv, "Ayse"sv,   "Elena"sv,   "Maria"sv,  "Nicole"sv,
                                   "Sandra"sv, "Lena"sv,   "Olga"sv,    "Birgit"sv, "Fatma"sv,
                                   "Laura"sv,  "Jasmin"sv, "Susanne"sv, "Oksana"sv, "Heike"sv};
inline constexpr std::array kMen{"Thomas"sv, "Michael"sv, "Stefan"sv,   "Andreas"sv, "Markus"sv,
                                 "Mehmet"sv, "Jan"sv,     "Florian"sv,  "Daniel"sv,  "Peter"sv,
                                 "Ahmad"sv,  "Lukas"sv,   "Wolfgang"sv, "Dmitri"sv,  "Tobias"sv,
                                 "Josef"sv,  "Sven"sv,    "Karl"sv,     "Omar"sv,    "Jens"sv};
inline constexpr std::array kFamilies{
    "Huber"sv,      "Bauer"sv,    "Wagner"sv, "Schmidt"sv, "Maier"sv,     "Yildiz"sv,
    "Hofmann"sv,    "Kowalski"sv, "Lehner"sv, "Brandl"sv,  "Fischer"sv,   "Weber"sv,
    "Zimmermann"sv, "Petrova"sv,  "Seidl"sv,  "Kraus"sv,   "Schreiner"sv, "Vogl"sv,
    "Haddad"sv,     "Berger"sv,   "Köhler"sv, "Aigner"sv,  "Schuster"sv,  "Novak"sv,
    "Richter"sv,    "Lindner"sv,  "Öztürk"sv, "Graf"sv};

struct Occupation {
    std::string_view code;  // KldB 2010
    std::string_view title;
};
inline constexpr std::array kOccupations{
    Occupation{"51312", "Fachkraft für Lagerlogistik"},
    Occupation{"62102", "Verkäuferin/Verkäufer"},
    Occupation{"82102", "Altenpflegehelferin/Altenpflegehelfer"},
    Occupation{"71402", "Bürokauffrau/Bürokaufmann"},
    Occupation{"52122", "Berufskraftfahrerin/Berufskraftfahrer"},
    Occupation{"29302", "Köchin/Koch"},
    Occupation{"26212", "Elektronikerin/Elektroniker"},
    Occupation{"54101", "Reinigungskraft"},
    Occupation{"33212", "Malerin/Maler"},
    Occupation{"83112", "Kinderpflegerin/Kinderpfleger"}};

struct Partner {
    std::string_view name;
    std::string_view kind;  // code list partner-kind
    std::string_view topic;
};
inline constexpr std::array kPartners{
    Partner{"Schuldnerberatung am Kornmarkt", "SCHULDNERBERATUNG", "Ordnung der Schulden"},
    Partner{"Suchtberatung Nordgau", "SUCHTBERATUNG", "Beratung nach der Entgiftung"},
    Partner{"Sozialdienst im Landkreis", "PSYCHOSOZIAL", "Begleitung im Alltag"},
    Partner{"Amt für Tagesbetreuung", "KINDERBETREUUNG", "Platz in der Kita ab Herbst"}};

inline constexpr std::array kEmployers{"AG-1007"sv, "AG-1012"sv, "AG-1033"sv, "AG-1048"sv,
                                       "AG-1051"sv, "AG-1066"sv, "AG-1079"sv};
inline constexpr std::array kAddresses{
    "Lindenweg 4, 93073 Neutraubling"sv, "Am Anger 11, 93128 Regenstauf"sv,
    "Donaublick 27, 93080 Pentling"sv, "Schulstraße 2a, 93138 Lappersdorf"sv,
    "Hopfengarten 9, 93104 Sünching"sv};
inline constexpr std::array kProviders{"Bildungswerk Donautal"sv, "Lernwerk Oberpfalz gGmbH"sv,
                                       "Akademie am Steinweg"sv, "Werkhof Naabtal e. V."sv};
// A marking that nobody else can read; no other note has a '#'.
inline constexpr std::string_view kMarkedNote = "Stand der Bewerbungen besprochen. ### K7 rot";
inline constexpr std::array kStrengths{
    "Abgeschlossene Berufsausbildung"sv, "Langjährige Erfahrung im Umgang mit Kundschaft"sv,
    "Zuverlässig und pünktlich"sv,       "Führerschein Klasse B"sv,
    "Spricht drei Sprachen"sv,           "Handwerklich geschickt"sv};
inline constexpr std::array kGoalReasons{
    "Passt zu Ausbildung und Neigung; Stellen sind in der Region vorhanden."sv,
    "Höchste Erfolgsaussicht nach gemeinsamer Einschätzung."sv,
    "Anschluss an die frühere Tätigkeit, Betriebe suchen laufend."sv};
inline constexpr std::array kMoreTime{
    "Das Ziel bleibt richtig, der Weg dauert länger als gedacht."sv,
    "Erst nach der laufenden Qualifizierung erreichbar."sv,
    "Gemeinsam überprüft und mit neuem Datum bestätigt."sv};
inline constexpr std::array kCustomerSteps{
    "Zwei Bewerbungen je Woche schreiben und die Liste mitbringen"sv,
    "Unterlagen für die Anerkennung zusammenstellen"sv,
    "Beratungsstelle aufsuchen und Bescheinigung vorlegen"sv,
    "Fahrzeiten zu den Betrieben klären"sv};
inline constexpr std::array kOfficeSteps{"Geeignete Stellen suchen und Vorschläge zusenden"sv,
                                         "Kosten der Bewerbungen auf Antrag übernehmen"sv,
                                         "Kontakt zum Träger herstellen"sv};
inline constexpr std::array kPartialGoals{"Unterlagen vollständig, Praktikum abgeschlossen"sv,
                                          "Wöchentlicher Tagesplan wird eingehalten"sv,
                                          "Ratenzahlung mit den Gläubigern vereinbart"sv,
                                          "Bewerbungsmappe fertig, erste Bewerbungen verschickt"sv,
                                          "Betreuung der Kinder am Nachmittag geklärt"sv};
inline constexpr std::array kHandovers{
    "Team neu zugeschnitten; Unterlagen vollständig, nächster Termin steht."sv,
    "Elternzeit der bisherigen Fachkraft, Übergabegespräch ist erfolgt."sv,
    "Wechsel der Fachkraft in ein anderes Team; Vereinbarung läuft weiter."sv};

inline constexpr std::array kHolidayNotes{
    "Urlaub der zuständigen Fachkraft, laufende Vorgänge sind besprochen."sv,
    "Urlaubsvertretung im Team; der nächste Termin bleibt bestehen."sv,
    "Vertretung während des Urlaubs, Fristen sind notiert."sv};
inline constexpr std::array kIllnessNotes{
    "Krankheitsvertretung, Termine werden übernommen."sv,
    "Ausfall der zuständigen Fachkraft, Vertretung im Team."sv,
    "Vertretung bis auf Weiteres geregelt; die Akte ist vollständig."sv};

}  // namespace fallbuch::simulate::words
