#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "projections/indicators/indicator.h"

namespace fallbuch::indicators {
namespace {

constexpr auto kTexts = std::to_array<IndicatorText>({
    {"PK-01", false, "Einsatz der Instrumente",
     "Wer setzt welche Instrumente in seinem Fallmanagement ein?",
     "Bewilligte Produktentscheidungen, nach Instrument und nach dem Team, das an dem Tag "
     "zuständig war; nie nach Fachkraft. Teams mit zu wenigen Fachkräften sind "
     "zusammengefasst.",
     ""},
    {"PK-02", false, "Kooperationen im Fall",
     "Welche formellen und informellen Kooperationen wurden im Fall entwickelt?",
     "Kooperationen, zu denen im Zeitraum etwas festgehalten wurde, jede einmal; es zählt, was "
     "zuletzt von ihr gesagt wurde.",
     ""},
    {"PK-03", false, "Verweisungen und Vermittlungen",
     "Welche Verweisungen / Vermittlungen waren erfolgreich? (Wenn nicht -) Warum?",
     "Verweisungen und Vermittlungsvorschläge des Zeitraums nach ihrem letzten bekannten "
     "Ergebnis. Erfolgreich: angenommen oder abgeschlossen; eingestellt. Ein Grund wird im "
     "Wortlaut gezeigt, wenn genug Fälle denselben nennen.",
     ""},
    {"PK-04", false, "Selbstverpflichtung", "Was führt erfolgreich zur Selbstverpflichtung?", "",
     "Kein Ereignis sagt, dass und wodurch sich jemand selbst verpflichtet hat."},
    {"PK-05", false, "Schritte vor einer Minderung", "Was ist in Sanktionsfällen schief gelaufen?",
     "Leistungsminderungen des Zeitraums: welcher Schritt fehlte davor? Potenzialanalyse, Ziel "
     "und Plan: irgendwann vor der Pflichtverletzung. Aufforderung: bis zur Pflichtverletzung, "
     "mit Rechtsfolgenbelehrung; nennt die Minderung eine, diese. Gespräch: in den {talk_days} "
     "Tagen davor. "
     "Wichtiger Grund (nur nach versäumtem Termin) und Anhörung: zwischen Pflichtverletzung und "
     "Minderung.",
     ""},
    {"PK-06", false, "Innovation",
     "Innovationen als Verpflichtung! Haben wir etwas Neues ausprobiert?", "",
     "Kein Ereignis sagt, ob etwas neu war."},
    {"PK-07", true, "Fallverantwortung in einer Hand",
     "Die Gesamtfallverantwortung und Steuerung beginnt mit dem Zugang und bleibt während des "
     "gesamten Leistungsbezuges in einer Hand.",
     "Wechsel der zuständigen Fachkraft, während der Fall offen war. Vertretungen, die erste "
     "Zuweisung und eine neue nach Schließung zählen nicht.",
     ""},
    {"PK-08", true, "Partizipation",
     "Erfolge erzielen wir mit dem Arbeitssuchenden! Er ist der Experte! Partizipation ist "
     "Pflicht!",
     "Schritte des Zeitraums, bei denen festgehalten wird, ob sie gemeinsam mit der Person "
     "gegangen wurden.",
     ""},
    {"PK-09", true, "Übergänge der Betreuungsstufen und Profillagen",
     "Die ‚Übergangsquoten‘ sind als Nachweis der erzielten Integrationsfortschritte zu stark "
     "manipulationsanfällig und damit als Steuerungsinstrument nur bedingt tauglich.",
     "Wechsel von einer Stufe in eine andere. Ein Hinweis auf einen Stichtag steht, wo mindestens "
     "{suspicious_min} Aufwärtswechsel an den letzten {reporting_days} Tagen eines Monats oder "
     "Quartals binnen {reversal_days} Tagen zurückgenommen wurden. Er sagt nicht, warum. Kein Maß "
     "für Erfolg, keine Rangfolge.",
     ""},
    {"PK-10", true, "Steuerung",
     "Steuerung über die Kennzahlen Integration und passive Leistungen – der Rest ist "
     "Qualitätsmanagement und im Controlling nicht zu stemmen.",
     "",
     "Passive Leistungen werden in keinem Ereignis festgehalten; was hier steht, ist "
     "Qualitätsmanagement."},
});

}  // namespace

std::span<const IndicatorText> indicator_texts() { return kTexts; }

std::string definition_of(const IndicatorText& text, const IndicatorQuestion& question) {
    const std::pair<std::string_view, std::uint64_t> numbers[] = {
        {"{talk_days}", static_cast<std::uint64_t>(question.talk_days)},
        {"{reporting_days}", static_cast<std::uint64_t>(question.reporting_days)},
        {"{reversal_days}", static_cast<std::uint64_t>(question.reversal_days)},
        {"{suspicious_min}", question.suspicious_min}};
    std::string out(text.definition);
    for (const auto& [name, number] : numbers) {
        const auto at = out.find(name);
        if (at != std::string::npos) out.replace(at, name.size(), std::to_string(number));
    }
    return out;
}

}  // namespace fallbuch::indicators
