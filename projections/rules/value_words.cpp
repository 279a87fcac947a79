#include "projections/rules/value_words.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdlib>
#include <variant>

#include "core/calendar/period.h"
#include "core/calendar/timestamp.h"
#include "core/events/envelope.h"
#include "core/events/event_type.h"
#include "projections/rules/lengths.h"
#include "projections/rules/parameters.h"

namespace fallbuch::rules {
namespace {

std::string counted(std::int64_t count, std::string_view one, std::string_view many) {
    const std::int64_t size = std::abs(count);
    return std::to_string(size) + ' ' + std::string(size == 1 ? one : many);
}

std::string period_words(const CivilPeriod& period) {
    constexpr int kWeek = 7;
    std::string text;
    const auto add = [&](const std::string& part) { text += (text.empty() ? "" : " und ") + part; };
    if (period.years != 0) add(counted(period.years, "Jahr", "Jahre"));
    if (period.months != 0) add(counted(period.months, "Monat", "Monate"));
    const bool are_weeks = std::abs(period.days) > kWeek && period.days % kWeek == 0;
    if (are_weeks) {
        add(counted(period.days / kWeek, "Woche", "Wochen"));
    } else if (period.days != 0 || text.empty()) {
        add(counted(period.days, "Tag", "Tage"));
    }
    return text;
}

std::string code_words(const std::string& code, const CodeList* codes) {
    const Code* found = codes == nullptr ? nullptr : codes->find(code);
    return quoted(found == nullptr ? code : found->title);
}

const PropertyCheck* part_of(const ValueCheck* check, std::string_view name) {
    if (check == nullptr) return nullptr;
    for (const PropertyCheck& one : check->properties) {
        if (one.name == name) return &one;
    }
    return nullptr;
}

std::string_view attribute_words(EnvelopeField field) {
    switch (field) {
        case EnvelopeField::actor: return "handelnde Person";
        case EnvelopeField::actorrole: return "Rolle der handelnden Person";
        case EnvelopeField::actorunit: return "Dienststelle der handelnden Person";
        case EnvelopeField::actororgtype: return "Trägerform der handelnden Person";
        case EnvelopeField::purpose: return "Zweck";
        case EnvelopeField::legalbasis: return "Rechtsgrundlage";
        case EnvelopeField::rechtskreis: return "Rechtskreis";
        default: return "Angabe im Umschlag";
    }
}

// What the catalogue calls the codes that may stand in it.
std::string_view codes_of_attribute(EnvelopeField field) {
    switch (field) {
        case EnvelopeField::actorrole: return "access-role";
        case EnvelopeField::actororgtype: return "org-type";
        case EnvelopeField::rechtskreis: return "legal-circle";
        default: return "";
    }
}

}  // namespace

std::string quoted(std::string_view text) { return "„" + std::string(text) + "“"; }

std::string term(std::string_view name) { return "»" + std::string(name) + "«"; }

std::string joined(const std::vector<std::string>& parts, std::string_view last) {
    std::string text;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (i > 0) text += i + 1 == parts.size() ? ' ' + std::string(last) + ' ' : ", ";
        text += parts[i];
    }
    return text;
}

bool is_no_length(const Operand& operand) {
    return operand.kind == OperandKind::period && operand.period == CivilPeriod{};
}

bool is_day(const Operand& operand) {
    switch (operand.kind) {
        case OperandKind::day:
        case OperandKind::plus:
        case OperandKind::minus: return true;
        case OperandKind::path:
            return operand.path.is_date || operand.path.what == PathWhat::occurred ||
                   operand.path.what == PathWhat::recorded;
        default: return std::any_of(operand.parts.begin(), operand.parts.end(), is_day);
    }
}

bool is_no_day(CivilDay day) {
    constexpr std::chrono::year kFirst{1900};
    constexpr std::chrono::year kLast{9999};
    const std::chrono::year year = std::chrono::year_month_day(day).year();
    return day == CivilDay(kFirst / std::chrono::January / 1) || year >= kLast;
}

std::string german_date(CivilDay day) {
    if (is_no_day(day)) return day > CivilDay() ? "ohne Ende" : "von Anfang an";
    const std::string text = day_text(day);
    return text.substr(8, 2) + "." + text.substr(5, 2) + "." + text.substr(0, 4);
}

std::string german_validity(const Validity& valid) {
    if (valid.from && valid.to) return german_date(*valid.from) + " bis " + german_date(*valid.to);
    if (valid.from) return "ab " + german_date(*valid.from);
    return valid.to ? "bis " + german_date(*valid.to) : "ohne Grenzen";
}

std::string german_length(const Length& length) {
    if (length.elapsed_seconds) {
        constexpr std::int64_t kHour = 3600;
        constexpr std::int64_t kMinute = 60;
        const std::int64_t seconds = *length.elapsed_seconds;
        if (seconds % kHour == 0) return counted(seconds / kHour, "Stunde", "Stunden");
        if (seconds % kMinute == 0) return counted(seconds / kMinute, "Minute", "Minuten");
        return counted(seconds, "Sekunde", "Sekunden");
    }
    if (!length.civil) return "";
    if (const auto* working = std::get_if<WorkingDays>(&*length.civil)) {
        return counted(working->count, "Arbeitstag", "Arbeitstage");
    }
    return period_words(std::get<CivilPeriod>(*length.civil));
}

std::string german_parameter(const Operand& value, const CodeList* codes) {
    if (value.kind == OperandKind::boolean) return value.boolean ? "ja" : "nein";
    if (value.kind == OperandKind::day) return german_date(value.day);
    const auto titled = [&](const std::string& code) {
        const Code* found = codes == nullptr ? nullptr : codes->find(code);
        return found == nullptr ? code : found->title;
    };
    if (value.kind == OperandKind::texts && codes != nullptr) {
        std::vector<std::string> titles;
        for (const std::string& code : value.texts) titles.push_back(quoted(titled(code)));
        return joined(titles, "oder");
    }
    if (value.kind != OperandKind::text) return text_of(value);
    if (codes != nullptr && codes->find(value.text) != nullptr) return quoted(titled(value.text));
    const std::string length = german_length(length_of(value.text));
    return length.empty() ? value.text : length;
}

std::string ValueWords::length(const Length& length) {
    return length.param ? param(*length.param) : german_length(length);
}

std::string ValueWords::object(std::uint16_t index) {
    mentioned_.objects.insert(index);
    return title_of(book_.objects[index]);
}

std::string ValueWords::table(std::uint16_t index) {
    mentioned_.tables.insert(index);
    return title_of(book_.tables[index]);
}

std::string ValueWords::fact(std::uint16_t index) {
    mentioned_.facts.insert(index);
    return title_of(book_.facts[index]);
}

const CodeList* ValueWords::codes_of(const std::vector<Operand>& operands) const {
    for (const Operand& one : operands) {
        if (one.kind != OperandKind::path) continue;
        if (one.path.codes != nullptr) return one.path.codes;
        const bool is_attribute = one.path.what == PathWhat::attribute;
        if (!is_attribute || vocabulary_.events() != EventsOf::casework) continue;
        const std::string_view list = codes_of_attribute(one.path.attribute);
        if (!list.empty()) return vocabulary_.catalogue().find_codes(list);
    }
    return nullptr;
}

std::string ValueWords::param(std::uint16_t index, const CodeList* codes) {
    mentioned_.params.insert(index);
    const Parameter& param = book_.params[index];
    const std::string name = "Parameter " + title_of(param);
    if (param.values.size() != 1) return name;
    constexpr std::size_t kShownMax = 3;
    const Operand& value = param.values.front().value;
    const bool is_list = value.kind == OperandKind::texts;
    const bool is_long = is_list && is_abridged_ && value.texts.size() > kShownMax;
    if (is_long || (is_list && value.texts.empty())) return name;
    return german_parameter(value, codes) + " (" + name + ")";
}

TypeSet ValueWords::types_behind(const Path& path, const Speaker& speaker) const {
    switch (path.root) {
        case PathRoot::activation: return speaker.roots.activation;
        // "e", too, is read as a target.
        case PathRoot::target:
            return speaker.roots.target.empty() ? speaker.roots.own : speaker.roots.target;
        case PathRoot::other: return speaker.roots.other;
        case PathRoot::object:
            return speaker.roots.object ? types_of(book_.objects[*speaker.roots.object])
                                        : TypeSet{};
        case PathRoot::fact: return types_of(book_.facts[path.fact].events);
        default: return {};
    }
}

ValueWords::Described ValueWords::described(const Path& path, const Speaker& speaker) const {
    Described out;
    if (path.root == PathRoot::item) {
        const auto& items = speaker.roots.items;
        out.check = items.empty() ? nullptr : items.front();
    } else {
        out.title = path.key.empty() ? vocabulary_.field_name(path.field) : path.key;
    }
    for (const TypeIndex type : types_behind(path, speaker)) {
        const EventField* field = vocabulary_.describe(type, path.field);
        if (field == nullptr) continue;
        if (!field->title.empty()) out.title = field->title;
        out.check = field->check;
        break;
    }
    for (const std::string& name : path.inner) {
        const PropertyCheck* part = part_of(out.check, name);
        if (!out.title.empty()) out.title += ": ";
        out.title += part == nullptr || part->title.empty() ? name : part->title;
        out.check = part == nullptr ? nullptr : part->check;
    }
    return out;
}

std::string ValueWords::whose(const Path& path, const Speaker& speaker) {
    if (path.root == PathRoot::fact) {
        return " (letzte Angabe: " + fact(path.fact) + ")";
    }
    if (path.root == speaker.own) return "";
    switch (path.root) {
        case PathRoot::activation: return " (des Auslösers)";
        case PathRoot::target: return " (der Erfüllung)";
        case PathRoot::other: return " (des späteren Ereignisses)";
        case PathRoot::object:
            return speaker.roots.object ? " (von " + object(*speaker.roots.object) + ")" : "";
        default: return "";
    }
}

std::string ValueWords::where(const Path& path, const Speaker& speaker) {
    if (path.root == speaker.own) return "";
    switch (path.root) {
        case PathRoot::activation: return "beim Auslöser";
        case PathRoot::target: return "bei der Erfüllung";
        case PathRoot::other: return "beim späteren Ereignis";
        case PathRoot::object:
            return speaker.roots.object ? "bei " + object(*speaker.roots.object) : "";
        default: return "";
    }
}

std::string ValueWords::path(const Path& path, const Speaker& speaker) {
    switch (path.what) {
        case PathWhat::number: return "Nummer des Falls";
        case PathWhat::whole: return "der Eintrag";
        case PathWhat::count: return "Anzahl " + fact(path.fact);
        case PathWhat::occurred: return "Tag des Ereignisses" + whose(path, speaker);
        case PathWhat::recorded: return "Tag der Erfassung" + whose(path, speaker);
        case PathWhat::attribute:
            return std::string(attribute_words(path.attribute)) + whose(path, speaker);
        case PathWhat::field: break;
    }
    std::string title = described(path, speaker).title;
    // "Nicht einschlägig, weil"
    if (title.find(',') != std::string::npos) title = quoted(title);
    // "Rechtskreis (letzte Angabe)": the fact is called as its field.
    const bool says_its_fact = path.root == PathRoot::fact && book_.facts[path.fact].title == title;
    if (!says_its_fact) return title + whose(path, speaker);
    mentioned_.facts.insert(path.fact);
    return title + " (letzte Angabe)";
}

std::string ValueWords::computed(const Operand& operand, const Speaker& speaker,
                                 const CodeList* codes) {
    std::vector<std::string> parts;
    for (const Operand& part : operand.parts) parts.push_back(value(part, speaker, codes));
    // § 187 Abs. 2 BGB.
    const std::string counts_itself = operand.boolean ? " (der Tag selbst zählt mit)" : "";
    switch (operand.kind) {
        case OperandKind::plus:
        case OperandKind::minus: {
            // Nothing is added where only the day of a moment is meant.
            if (is_no_length(operand.parts[1])) return parts[0];
            const bool is_plus = operand.kind == OperandKind::plus;
            return parts[0] + (is_plus ? " + " : " − ") + parts[1] + counts_itself;
        }
        case OperandKind::duration:
            return "Dauer von " + parts[0] + " bis " + parts[1] + " (beide Tage zählen)";
        case OperandKind::age: return "Alter nach " + parts[0] + " am " + parts[1];
        case OperandKind::least:
            return (is_day(operand) ? "der früheste Tag von: " : "das Kleinste von: ") +
                   joined(parts, "und");
        case OperandKind::greatest:
            return (is_day(operand) ? "der späteste Tag von: " : "das Größte von: ") +
                   joined(parts, "und");
        case OperandKind::first: {
            std::string text = parts.front();
            for (std::size_t i = 1; i < parts.size(); ++i) text += ", sonst " + parts[i];
            return text;
        }
        default: return "Anzahl der Einträge in " + parts[0];
    }
}

std::string ValueWords::value(const Operand& operand, const Speaker& speaker,
                              const CodeList* codes) {
    switch (operand.kind) {
        case OperandKind::path: return path(operand.path, speaker);
        case OperandKind::text: return code_words(operand.text, codes);
        case OperandKind::number: return text_of(operand);
        case OperandKind::boolean: return operand.boolean ? "ja" : "nein";
        case OperandKind::texts: {
            std::vector<std::string> words;
            for (const std::string& one : operand.texts) words.push_back(code_words(one, codes));
            return joined(words, "oder");
        }
        case OperandKind::day: return german_date(operand.day);
        case OperandKind::period: return period_words(operand.period);
        case OperandKind::param: return param(operand.param, codes);
        case OperandKind::open: return "Anzahl " + object(operand.open.front().index);
        default: return computed(operand, speaker, codes);
    }
}

}  // namespace fallbuch::rules
