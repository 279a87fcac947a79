#include "projections/rules/reckoning.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <variant>

#include "core/calendar/civil_day.h"
#include "core/calendar/legal_period.h"
#include "core/calendar/period.h"
#include "projections/rules/activation.h"
#include "projections/rules/beginning_steps.h"
#include "projections/rules/check.h"
#include "projections/rules/check_parts.h"
#include "projections/rules/condition.h"
#include "projections/rules/condition_steps.h"
#include "projections/rules/definitions.h"
#include "projections/rules/judge.h"
#include "projections/rules/limits.h"
#include "projections/rules/parameters.h"
#include "projections/rules/rule_set.h"
#include "projections/rules/rule_words.h"
#include "projections/rules/rulebook.h"
#include "projections/rules/step_words.h"
#include "projections/rules/value.h"
#include "projections/rules/value_words.h"
#include "projections/rules/vocabulary.h"
#include "projections/rules/work_day_steps.h"

namespace fallbuch::rules {
namespace {

// A duty to do something, which is due with the end of the case if nothing else is said.
bool waits_for_the_end(const Check& check) {
    const bool has_end =
        check.within.before || !check.within.cases.empty() || !check.within.until.empty();
    if (has_end || check.require.empty() || check.that) return false;
    switch (check.kind) {
        case Template::attestation:
        case Template::response:
        case Template::responded_existence:
        case Template::existence:
        case Template::alternate_response: return true;
        default: return false;
    }
}

bool names_other(const Operand& operand) {
    const bool is_it = operand.kind == OperandKind::path && operand.path.root == PathRoot::other;
    return is_it || std::ranges::any_of(operand.parts,
                                        [](const Operand& part) { return names_other(part); });
}

// It asks something of the event that excuses.
bool names_other(const Condition& condition) {
    const bool is_it = std::ranges::any_of(
        condition.operands, [](const Operand& operand) { return names_other(operand); });
    return is_it || std::ranges::any_of(condition.parts,
                                        [](const Condition& part) { return names_other(part); });
}

// Of one activation that has just been opened.
class WindowSteps {
public:
    WindowSteps(const Evaluation& state, std::uint32_t number)
        : state_(state),
          one_(state.activations[number]),
          check_(*state.rules.checks()[one_.check].check),
          book_(state.rules.book_of(one_.check)),
          gate_(state.gates[state.rules.checks()[one_.check].book]),
          params_(gate_.params),
          limits_(check_.within.calendar, params_, gate_.calendar) {
        params_.set(one_.day, state.unit_of(state.rules.checks()[one_.check].book));
    }

    std::vector<std::string> take() {
        steps_ = beginning_steps(state_, one_);
        const bool is_excepted = one_.state == ActivationState::not_applicable;
        if (is_excepted) return std::move(steps_);
        if (check_.that) {
            for (std::string& step : condition_steps(state_, one_, *check_.that, Shown::all)) {
                add("Geprüft: " + std::move(step));
            }
        }
        if (decides_at_once(check_)) {
            add_excuses();
        } else if (check_.kind == Template::count) {
            add_count_window();
        } else {
            add_window();
            add_excuses();
        }
        return std::move(steps_);
    }

private:
    void add(std::string text) { steps_.push_back(std::move(text)); }

    std::string title(TypeIndex type) const {
        return quoted(state_.rules.vocabulary().title(type));
    }

    void add_window() {
        if (waits_for_the_end(check_)) {
            add("Keine eigene Frist: fällig mit der Schließung des Falls.");
        }
        const Length* before = length_in_force();
        if (before == nullptr && !check_.within.after) return;
        const std::optional<CivilDay> anchor = add_anchor();
        if (!anchor) return;
        if (check_.within.after) add_earliest(*check_.within.after, *anchor);
        if (before != nullptr) add_length(*before, *anchor);
    }

    void add_count_window() {
        const Count& count = check_.count;
        if (count.from) add_first_counted(*count.from);
        const bool has_end = count.length && count.window == CountWindow::activation;
        if (has_end) add_length(*count.length, one_.day);
        if (count.length && count.window == CountWindow::sliding) {
            add("In jedem Zeitraum von " +
                length_words(*count.length, limits_.resolved(*count.length)) + " wird gezählt.");
        }
    }

    // Where the window begins before it.
    void add_first_counted(const Operand& from) {
        const CheckJudge at(state_, one_.check);
        const ActivationFrame frame(state_, one_);
        const std::optional<CivilDay> day = at.judge.day(from, frame.with);
        if (day && *day <= one_.day) return;
        const std::string head = "Gezählt wird nicht vor dem Tag: ";
        if (day) return add(head + day_steps(state_, one_, from) + '.');
        RuleWords words(book_, state_.rules.vocabulary());
        add(head + words.values().value(from, speaker_of(check_, words.values())) +
            "; dieser Tag ist nicht bekannt.");
    }

    // Whatever the event says that might excuse it: it cannot, by what else is asked for.
    bool is_ruled_out(const Condition& where) const {
        if (where.kind == ConditionKind::all) {
            return std::ranges::any_of(where.parts,
                                       [&](const Condition& part) { return is_ruled_out(part); });
        }
        if (where.kind == ConditionKind::any) {
            return std::ranges::all_of(where.parts,
                                       [&](const Condition& part) { return is_ruled_out(part); });
        }
        if (names_other(where)) return false;
        const CheckJudge at(state_, one_.check);
        const ActivationFrame frame(state_, one_);
        return at.judge.judge(where, frame.with) == Truth::no;
    }

    // What may still excuse what a condition has found.
    void add_excuses() {
        if (!one_.is_open()) return;
        for (const Excuse& one : check_.excuse) {
            if (one.event.where && is_ruled_out(*one.event.where)) continue;
            std::string text = "Entschuldigt wird es durch " + title(one.event.type);
            if (one.four_eyes) text += " von einer anderen Person";
            if (!one.within) {
                add(text + " bis zum Ende der Frist.");
                continue;
            }
            const Length resolved = limits_.resolved(*one.within);
            text += ", Frist " + length_words(*one.within, resolved);
            if (one_.limits.due) text += ": bis " + named_day(*one_.limits.due);
            add(text + '.');
            if (resolved.civil) add_passed_over(*resolved.civil, one_.day, one_.limits.due);
        }
    }

    // That of the last case whose condition holds, as the activator takes it.
    const Length* length_in_force() {
        const Length* before = check_.within.before ? &*check_.within.before : nullptr;
        const CheckJudge at(state_, one_.check);
        const ActivationFrame frame(state_, one_);
        for (const Window::Case& other : check_.within.cases) {
            if (at.judge.judge(other.where, frame.with) != Truth::yes) continue;
            before = &other.before;
            for (std::string& step : condition_steps(state_, one_, other.where, Shown::all)) {
                add("Für die Länge der Frist zählt: " + std::move(step));
            }
        }
        return before;
    }

    std::optional<CivilDay> add_anchor() {
        if (!check_.anchor) return one_.day;
        const CheckJudge at(state_, one_.check);
        const ActivationFrame frame(state_, one_);
        const std::optional<CivilDay> day = at.judge.day(*check_.anchor, frame.with);
        RuleWords words(book_, state_.rules.vocabulary());
        const std::string what =
            "Ausgangstag der Frist: " +
            words.values().value(*check_.anchor, speaker_of(check_, words.values()));
        if (day) {
            add(what + ", hier " + day_steps(state_, one_, *check_.anchor) + '.');
        } else {
            add(what + "; dieser Tag ist nicht bekannt.");
        }
        return day;
    }

    std::string length_words(const Length& length, const Length& resolved) {
        std::string text = german_length(resolved);
        if (!length.param) return text;
        const Parameter& param = book_.params[*length.param];
        return text + " (Parameter " + title_of(param) + ", Stand " + german_date(one_.day) + ')';
    }

    void add_earliest(const Length& after, CivilDay anchor) {
        const Length resolved = limits_.resolved(after);
        if (!resolved.civil) return;
        if (is_precedence(check_)) {
            return add("Spätestens " + length_words(after, resolved) + " vorher.");
        }
        const auto day = limits_.end_of(anchor, *resolved.civil);
        if (!day || *day == anchor) return;
        add("Frühestens " + length_words(after, resolved) +
            (*day < anchor ? " vorher" : " nachher") + ": " + named_day(*day) + '.');
        add_passed_over(*resolved.civil, anchor, day);
    }

    void add_length(const Length& before, CivilDay anchor) {
        const Length resolved = limits_.resolved(before);
        if (resolved.elapsed_seconds) {
            return add("Frist: " + length_words(before, resolved) +
                       " vergangene Zeit, nicht Kalendertage.");
        }
        if (!resolved.civil) return add("Die Länge der Frist ist nicht bekannt.");
        const auto end = limits_.end_of(anchor, *resolved.civil);
        if (is_precedence(check_)) return add_length_back(before, resolved, anchor);
        if (end && *end == anchor) {
            add("Frist: am selben Tag, " + named_day(anchor) + '.');
            return add_roll(*end);
        }
        const std::string way =
            check_.within.calendar.count == Counting::from_next_day
                ? "; der Tag, von dem an gerechnet wird, zählt nicht mit (§ 187 Abs. 1 BGB)."
                : "; der erste Tag zählt mit (§ 187 Abs. 2 BGB).";
        add("Frist: " + length_words(before, resolved) + way);
        if (!end) return add("Für diesen Tag sind keine Feiertage bekannt.");
        const bool goes_back = *end < anchor;
        add(named_day(anchor) + (goes_back ? " − " : " + ") + german_length(resolved) + " = " +
            named_day(*end) + '.');
        add_passed_over(*resolved.civil, anchor, end);
        add_roll(*end);
    }

    // What has to come first counts from a day on.
    void add_length_back(const Length& before, const Length& resolved, CivilDay anchor) {
        if (!one_.limits.earliest) return;
        add("Es zählt, was höchstens " + length_words(before, resolved) + " vor " +
            named_day(anchor) + " liegt: ab " + named_day(*one_.limits.earliest) + '.');
        add_passed_over(*resolved.civil, anchor, one_.limits.earliest);
    }

    void add_passed_over(const Period& period, CivilDay from, const std::optional<CivilDay>& to) {
        if (!std::holds_alternative<WorkingDays>(period) || gate_.calendar == nullptr || !to)
            return;
        add(passed_over(state_.calendars, *gate_.calendar, from, *to));
    }

    void add_roll(CivilDay end) {
        const Roll roll = check_.within.calendar.roll;
        if (roll == Roll::none) return;
        const auto moved = limits_.moved(end);
        if (!moved || *moved == end || gate_.calendar == nullptr) return;
        std::string text =
            named_day(end) + " ist " + why_no_working_day(state_.calendars, *gate_.calendar, end);
        for (CivilDay day = end + std::chrono::days(1); day < *moved; day += std::chrono::days(1)) {
            text += ", " + named_day(day) + ' ' +
                    why_no_working_day(state_.calendars, *gate_.calendar, day);
        }
        add(text + ": es gilt der nächste Werktag, " + named_day(*moved) + " (§ 26 Abs. 3 SGB X)" +
            (roll == Roll::report_both ? "; was nur dadurch rechtzeitig ist, trägt einen Hinweis."
                                       : "."));
    }

    const Evaluation& state_;
    const Activation& one_;
    const Check& check_;
    const Rulebook& book_;
    const BookGate& gate_;
    ParameterValues params_;
    LimitRules limits_;
    std::vector<std::string> steps_;
};

}  // namespace

std::vector<std::string> window_steps(const Evaluation& state, std::uint32_t activation) {
    return WindowSteps(state, activation).take();
}

}  // namespace fallbuch::rules
