#include "projections/rules/rule_sentences.h"

#include <array>
#include <cstddef>
#include <optional>
#include <utility>

#include "core/events/code_list.h"
#include "projections/rules/condition.h"
#include "projections/rules/definitions.h"
#include "projections/rules/rulebook.h"
#include "projections/rules/value_words.h"
#include "projections/rules/window_words.h"

namespace fallbuch::rules {
namespace {

TextLines line(std::string text) { return {{0, std::move(text)}}; }

// How the template ties the demand to the trigger.
std::string_view demand_words(Template kind) {
    constexpr std::array<std::string_view, 23> kWords{
        "Zum Zeitpunkt des Auslösers:",
        "Bescheinigt ist:",
        "Zum Zeitpunkt des Auslösers:",
        "Nach dem Auslöser:",
        "Vor dem Auslöser:",
        "Vor oder nach dem Auslöser:",
        "Nach dem Auslöser gibt es nicht:",
        "Im Fall:",
        "Im Fall gibt es nicht:",
        "Im Fall genau so oft wie gefordert:",
        "Als erstes Ereignis des Falls:",
        "Als letztes Ereignis des Falls:",
        "So oft wie gefordert:",
        "Zum Zeitpunkt des Auslösers für jedes:",
        "Als nächstes Ereignis nach dem Auslöser:",
        "Als Ereignis unmittelbar vor dem Auslöser:",
        "Nach dem Auslöser, bevor er wiederkehrt:",
        "Vor dem Auslöser, seit er zuletzt eintrat:",
        "Nicht im selben Fall:",
        "Nach dem Auslöser, und nie ohne ihn:",
        "Als nächstes Ereignis nach dem Auslöser, und nie ohne ihn:",
        "Nach dem Auslöser, bevor er wiederkehrt, und nie ohne ihn:",
        "Im selben Fall, und nie eines ohne das andere:"};
    return kWords[static_cast<std::size_t>(kind)];
}

class CheckText {
public:
    CheckText(const Check& check, RuleWords& words)
        : check_(check), words_(words), speaker_(speaker_of(check, words.values())) {}

    std::vector<RuleSection> sections() {
        add("Auslöser", trigger());
        add("Geltungsbereich", scope());
        add("Für jedes", each());
        add("Gefordert", demand());
        add("Anzahl", count_lines(check_.count, speaker_, words_));
        add("Frist", window_lines(check_, speaker_, words_));
        add("Zeit ruht", suspensions());
        add("Ausnahmen", exceptions());
        add("Entschuldigt durch", excuses());
        add("Neubeginn", superseding());
        add("Maßgebliches Recht", governing_law());
        add("Bei Verletzung", after_breach());
        add("Nummer der Feststellung", ids());
        return std::move(sections_);
    }

    TextLines explanations();

private:
    void add(std::string label, TextLines lines) {
        if (!lines.empty()) sections_.push_back({std::move(label), std::move(lines)});
    }

    TextLines trigger() {
        switch (check_.trigger) {
            case Trigger::all_events:
            case Trigger::events: break;
            case Trigger::date: return line("der Tag " + german_date(check_.on_day));
            case Trigger::end_of_object:
                return line("das Ende von " + words_.values().object(check_.on_object));
            case Trigger::case_begins: return line("der Beginn des Falls");
            case Trigger::repair: return line("die Verletzung einer Regel, die auf diese verweist");
        }
        TextLines lines = words_.events(check_.on, PathRoot::activation, speaker_);
        std::string head;
        if (check_.nth > 0) head = "das " + std::to_string(check_.nth) + ". Ereignis von:";
        if (check_.trigger == Trigger::all_events) head = "das letzte, wenn alle eingetreten sind:";
        if (head.empty()) return lines;
        for (TextLine& one : lines) ++one.depth;
        lines.insert(lines.begin(), {0, head});
        return lines;
    }

    TextLines scope() {
        TextLines lines;
        if (check_.where) lines = words_.introduced("wenn", *check_.where, speaker_);
        const auto add_events = [&](const Patterns& patterns, const char* head) {
            if (patterns.empty()) return;
            lines.push_back({0, head});
            append(words_.events(patterns, PathRoot::other, speaker_, 1), lines);
        };
        add_events(check_.scope_from, "von:");
        add_events(check_.scope_to, "bis:");
        if (check_.scope_until) {
            lines.push_back({0, "letzter Tag: " + value(*check_.scope_until)});
        }
        return lines;
    }

    TextLines each() {
        if (!check_.each_object && !check_.each_item) return {};
        Speaker inner = speaker_;
        inner.own = check_.each_object ? PathRoot::object : PathRoot::item;
        const std::string what =
            check_.each_object ? words_.values().object(*check_.each_object) + ", soweit offen"
                               : "jeder Eintrag in " + value(*check_.each_item);
        if (!check_.each_where) return line(what);
        return words_.introduced(what + ", wenn", *check_.each_where, inner);
    }

    TextLines demand() {
        TextLines lines;
        if (check_.that) {
            append(
                words_.introduced(std::string(demand_words(check_.kind)), *check_.that, speaker_),
                lines);
        }
        for (const Patterns& targets : check_.require) {
            const bool is_next = &targets != &check_.require.front();
            lines.push_back(
                {0, is_next ? "und außerdem:" : std::string(demand_words(check_.kind))});
            append(words_.events(targets, PathRoot::target, speaker_, 1), lines);
        }
        if (check_.is_maintenance) lines.push_back({0, "Es muss bis zum Ende der Frist gelten."});
        if (check_.consumes_one) {
            lines.push_back({0, "Ein Ereignis erfüllt nur die älteste offene Pflicht."});
        }
        return lines;
    }

    TextLines suspensions() {
        TextLines lines;
        for (const Suspension& one : check_.suspend) {
            lines.push_back({0, "von:"});
            append(words_.events({one.from}, PathRoot::other, speaker_, 1), lines);
            lines.push_back({0, "bis:"});
            append(words_.events({one.to}, PathRoot::other, speaker_, 1), lines);
        }
        return lines;
    }

    TextLines exceptions() {
        TextLines lines;
        for (const Exception& one : check_.unless) {
            if (one.event) {
                append(words_.events({*one.event}, PathRoot::other, speaker_), lines);
            } else if (one.holds) {
                append(words_.condition(*one.holds, speaker_), lines);
                if (one.reactivates) {
                    lines.push_back({1, "endet es, beginnt die Pflicht an dem Tag neu"});
                }
            }
        }
        const bool may_deviate = check_.type == DutyType::should || check_.type == DutyType::may;
        const auto& waivers = words_.values().book().waivers;
        if (may_deviate && waivers) {
            append(words_.events(waivers->events, PathRoot::other, speaker_), lines);
            lines.back().text +=
                " zu dieser Regel, wenn der letzte Tag der Frist im Zeitraum liegt";
        }
        return lines;
    }

    TextLines excuses() {
        TextLines lines;
        ValueWords& values = words_.values();
        for (const Excuse& one : check_.excuse) {
            append(words_.events({one.event}, PathRoot::other, speaker_), lines);
            if (one.within) lines.push_back({1, "binnen: " + values.length(*one.within)});
            if (one.earlier) lines.push_back({1, "zuvor binnen: " + values.length(*one.earlier)});
            if (one.four_eyes) lines.push_back({1, "durch eine andere Person als die handelnde"});
        }
        return lines;
    }

    TextLines superseding() {
        TextLines lines = words_.events(check_.superseded_by, PathRoot::other, speaker_);
        if (check_.is_superseded_in_time) lines.push_back({0, "solange die erste Frist läuft"});
        return lines;
    }

    TextLines governing_law() {
        TextLines lines;
        if (check_.governs_by) {
            lines = line("das geltende am: " + value(*check_.governs_by));
        } else if (check_.governs_by_due) {
            lines = line("das geltende am letzten Tag der Frist");
        }
        if (!check_.transition) return lines;
        constexpr std::array<const char*, 4> kWords{
            "Bei einer Rechtsänderung bleibt es für offene Pflichten beim alten Recht.",
            "Bei einer Rechtsänderung beginnt die Pflicht nach neuem Recht von vorn.",
            "Bei einer Rechtsänderung entfällt die offene Pflicht.",
            "Gilt an dem Tag keine Fassung, so ist das eine Verletzung."};
        lines.push_back({0, kWords[static_cast<std::size_t>(*check_.transition)]});
        return lines;
    }

    TextLines after_breach() {
        TextLines lines;
        if (!check_.repair.empty()) lines = line("Sie löst die Regel " + check_.repair + " aus.");
        if (!check_.is_perdurant) {
            lines.push_back({0, "Die Pflicht endet; sie kann nicht nachgeholt werden."});
        }
        return lines;
    }

    TextLines ids() {
        if (!check_.ids_key) return {};
        TextLines lines = line("nach " + value(*check_.ids_key) + ":");
        const CodeList* codes = check_.ids_key->path.codes;
        for (const auto& [code, id] : check_.ids) {
            const Code* found = codes == nullptr ? nullptr : codes->find(code);
            lines.push_back({1, quoted(found == nullptr ? code : found->title) + ": " + id});
        }
        return lines;
    }

    std::string value(const Operand& operand) { return words_.values().value(operand, speaker_); }

    const Check& check_;
    RuleWords& words_;
    Speaker speaker_;
    std::vector<RuleSection> sections_;
};

std::string placeholder(const TextPart& part, const std::string& value) {
    switch (part.kind) {
        case TextPartKind::words: return part.words;
        case TextPartKind::value: return "[" + value + "]";
        case TextPartKind::due: return "[letzter Tag der Frist]";
        case TextPartKind::earliest: return "[erster Tag der Frist]";
        case TextPartKind::late_by: return "[Verspätung]";
        case TextPartKind::done: return "[Tag der Erfüllung]";
        case TextPartKind::counted: return "[Anzahl]";
        case TextPartKind::bound: return "[geforderte Anzahl]";
        case TextPartKind::unknown: return "[was nicht bekannt ist]";
    }
    return "";
}

TextLines CheckText::explanations() {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kVerdicts{
        {{"satisfied", "erfüllt"},
         {"violated", "verletzt"},
         {"pending", "offen"},
         {"not_applicable", "entfällt"},
         {"waived", "begründet"},
         {"undetermined", "unbestimmt"}}};
    TextLines lines;
    for (const auto& [name, title] : kVerdicts) {
        const auto found = check_.explain.find(name);
        if (found == check_.explain.end()) continue;
        std::string text(title);
        text += ": ";
        for (const TextPart& part : found->second) {
            const bool is_value = part.kind == TextPartKind::value;
            text += placeholder(part, is_value ? value(part.value) : std::string());
        }
        lines.push_back({0, std::move(text)});
    }
    return lines;
}

}  // namespace

std::vector<RuleSection> sections_of(const Check& check, RuleWords& words) {
    return CheckText(check, words).sections();
}

TextLines explanations_of(const Check& check, RuleWords& words) {
    return CheckText(check, words).explanations();
}

std::string_view german(DutyType type) {
    constexpr std::array<std::string_view, 5> kWords{"Muss", "Soll", "Kann", "Invariante",
                                                     "Begriff"};
    return kWords[static_cast<std::size_t>(type)];
}

std::string german_citation(const Citation& citation) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kSeeds{
        {{"S0", "Betreuungsstufen-Workshop (S0)"},
         {"S1", "4-Phasen-Modell (S1)"},
         {"S2", "Mindestkontaktdichten (S2)"},
         {"S3", "ARGE Landkreis Regensburg (S3)"},
         {"S4", "JobCenter Stuttgart (S4)"}}};
    std::string text = citation.law;
    for (const auto& [law, title] : kSeeds) {
        if (law == citation.law) text = title;
    }
    text += ' ' + citation.paragraph;
    if (citation.as_of) text += " (Stand " + german_date(*citation.as_of) + ")";
    return text;
}

}  // namespace fallbuch::rules
