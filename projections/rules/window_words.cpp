#include "projections/rules/window_words.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>

#include "core/calendar/legal_period.h"
#include "projections/rules/condition.h"
#include "projections/rules/definitions.h"
#include "projections/rules/lengths.h"
#include "projections/rules/rulebook.h"
#include "projections/rules/vocabulary.h"

namespace fallbuch::rules {
namespace {

std::string bound_text(const CountBound& bound, const Speaker& speaker, RuleWords& words) {
    if (bound.value) return words.values().value(*bound.value, speaker);
    return "nach der Tabelle " + words.values().table(*bound.table) + " zu " +
           words.values().value(*bound.key, speaker);
}

std::string count_window_text(const Count& count, RuleWords& words) {
    const std::string length = count.length ? words.values().length(*count.length) : "";
    switch (*count.window) {
        case CountWindow::sliding: return "in jedem Zeitraum dieser Länge: " + length;
        case CountWindow::activation: return "im Zeitraum ab dem Auslöser: " + length;
        case CountWindow::between: return "vom Beginn bis zum Ende des Geltungsbereichs";
        case CountWindow::tumbling: break;
    }
    constexpr std::array<const char*, 4> kUnits{"in jedem Kalendermonat", "in jedem Vierteljahr",
                                                "in jedem Halbjahr", "in jedem Kalenderjahr"};
    return kUnits[static_cast<std::size_t>(count.unit)];
}

bool has_months(const Length& length, const Rulebook& book) {
    if (!length.param) return has_months(length);
    const auto& values = book.params[*length.param].values;
    return std::any_of(values.begin(), values.end(), [](const Parameter::Value& one) {
        return has_months(length_of(one.value.text));
    });
}

bool looks_back(Template kind) {
    return kind == Template::precedence || kind == Template::alternate_precedence ||
           kind == Template::chain_precedence;
}

// Without a window of its own such a duty is due when the case is closed.
bool waits(Template kind) {
    switch (kind) {
        case Template::attestation:
        case Template::response:
        case Template::responded_existence:
        case Template::existence:
        case Template::chain_response:
        case Template::alternate_response: return true;
        default: return false;
    }
}

class WindowText {
public:
    WindowText(const Check& check, const Speaker& speaker, RuleWords& words)
        : check_(check), speaker_(speaker), words_(words) {
        anchor_ = check.anchor ? words.values().value(*check.anchor, speaker) : "Tag des Auslösers";
    }

    TextLines lines() {
        const Window& within = check_.within;
        const bool goes_back = looks_back(check_.kind);
        if (within.after) add((goes_back ? "spätestens " : "frühestens ") + span(*within.after));
        if (within.before) add((goes_back ? "frühestens " : "spätestens ") + span(*within.before));
        for (const Window::Case& one : within.cases) {
            append(words_.introduced("stattdessen spätestens " + span(one.before) + ", wenn",
                                     one.where, speaker_),
                   lines_);
        }
        if (!within.until.empty()) {
            add("spätestens am Tag von:");
            append(words_.events(within.until, PathRoot::other, speaker_, 1), lines_);
        }
        const bool has_window = !lines_.empty();
        const bool is_duty = !check_.require.empty() && waits(check_.kind);
        if (!has_window && is_duty) add("keine eigene; fällig mit der Schließung des Falls");
        if (has_window) add_calendar();
        if (check_.basis_recorded) add("Es zählt der Tag, an dem das Ereignis erfasst wurde.");
        if (!check_.planned_by.empty()) add_planned();
        return std::move(lines_);
    }

private:
    void add(std::string text) { lines_.push_back({0, std::move(text)}); }

    std::string span(const Length& length) {
        if (is_zero(length)) return "am selben Tag: " + anchor_;
        const bool is_before = is_backwards(length) != looks_back(check_.kind);
        return words_.values().length(length) + (is_before ? " vor: " : " nach: ") + anchor_;
    }

    void add_calendar() {
        const Window& within = check_.within;
        const CalendarRules& calendar = within.calendar;
        const bool is_elapsed = within.before && within.before->elapsed_seconds;
        const bool is_same_day = !within.before || is_zero(*within.before);
        if (is_elapsed) return add("Es zählt die vergangene Zeit, nicht der Kalendertag.");
        if (!is_same_day) {
            add(calendar.count == Counting::from_next_day
                    ? "Der Tag, von dem an gerechnet wird, zählt nicht mit (§ 187 Abs. 1 BGB)."
                    : "Der erste Tag zählt mit (§ 187 Abs. 2 BGB).");
        }
        if (within.before && has_months(*within.before, words_.values().book()) &&
            calendar.month_round) {
            add(*calendar.month_round == MonthRound::down
                    ? "Fehlt dem letzten Monat der Tag, endet sie mit seinem letzten Tag (§ 188 "
                      "Abs. 3 BGB)."
                    : "Fehlt dem letzten Monat der Tag, endet sie mit dem ersten Tag des "
                      "nächsten.");
        }
        if (calendar.roll == Roll::next_working_day) {
            add("Fällt das Ende auf Samstag, Sonntag oder Feiertag, endet sie mit dem nächsten "
                "Werktag (§ 26 Abs. 3 SGB X).");
        } else if (calendar.roll == Roll::report_both) {
            add("Fällt das Ende auf Samstag, Sonntag oder Feiertag, wird auch der nächste Werktag "
                "gerechnet; was nur dadurch rechtzeitig ist, ist erfüllt mit einem Hinweis.");
        }
    }

    void add_planned() {
        std::string titles;
        for (const TypeIndex type : check_.planned_by) {
            titles +=
                (titles.empty() ? "" : ", ") + quoted(words_.values().vocabulary().title(type));
        }
        add("Solange der Tag nur geplant ist (" + titles + "), ist das Ergebnis vorläufig.");
    }

    const Check& check_;
    const Speaker& speaker_;
    RuleWords& words_;
    std::string anchor_;
    TextLines lines_;
};

}  // namespace

TextLines count_lines(const Count& count, const Speaker& speaker, RuleWords& words) {
    TextLines lines;
    const auto add = [&](std::string text) { lines.push_back({0, std::move(text)}); };
    const auto has_bound = [](const CountBound& bound) { return bound.value || bound.table; };
    if (has_bound(count.min)) add("mindestens: " + bound_text(count.min, speaker, words));
    if (has_bound(count.max)) add("höchstens: " + bound_text(count.max, speaker, words));
    if (count.window) add(count_window_text(count, words));
    if (count.from) add("gezählt ab: " + words.values().value(*count.from, speaker));
    if (count.prorata_param) {
        Operand param;
        param.kind = OperandKind::param;
        param.param = *count.prorata_param;
        add("Ändert sich die geforderte Zahl im Zeitraum, gilt: " +
            words.values().value(param, speaker));
    } else if (count.is_prorata) {
        add("Ändert sich die geforderte Zahl im Zeitraum, wird sie nach Tagen gewichtet.");
    }
    return lines;
}

TextLines window_lines(const Check& check, const Speaker& speaker, RuleWords& words) {
    return WindowText(check, speaker, words).lines();
}

}  // namespace fallbuch::rules
