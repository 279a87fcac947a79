#include "projections/rules/reckoning.h"

#include <array>
#include <chrono>
#include <optional>
#include <string_view>
#include <utility>

#include "core/calendar/civil_day.h"
#include "core/calendar/legal_period.h"
#include "core/calendar/work_calendar.h"
#include "projections/rules/activation.h"
#include "projections/rules/case_event.h"
#include "projections/rules/check.h"
#include "projections/rules/check_parts.h"
#include "projections/rules/condition.h"
#include "projections/rules/definitions.h"
#include "projections/rules/judge.h"
#include "projections/rules/limits.h"
#include "projections/rules/matching.h"
#include "projections/rules/memory.h"
#include "projections/rules/names.h"
#include "projections/rules/parameters.h"
#include "projections/rules/rule_set.h"
#include "projections/rules/rulebook.h"
#include "projections/rules/value.h"
#include "projections/rules/value_words.h"

namespace fallbuch::rules {
namespace {

// "Mo 03.02.2025"
std::string named_day(CivilDay day) {
    constexpr std::array<std::string_view, 7> kDays{"So", "Mo", "Di", "Mi", "Do", "Fr", "Sa"};
    const std::chrono::weekday weekday(day);
    return std::string(kDays[weekday.c_encoding()]) + ' ' + german_date(day);
}

std::string days(std::int64_t count) {
    return std::to_string(count) + (count == 1 ? " Tag" : " Tage");
}

std::string title_of(const Evaluation& state, const CaseEvent& event) {
    return quoted(state.rules.vocabulary().title(event.type)) + " (Eintrag Nr. " +
           std::to_string(event.content.value) + ')';
}

// Of one activation, while it is the newest.
class WindowSteps {
public:
    WindowSteps(const Evaluation& state, std::uint32_t number)
        : state_(state),
          one_(state.activations[number]),
          check_(*state.rules.checks()[one_.check].check),
          gate_(state.gates[state.rules.checks()[one_.check].book]),
          params_(gate_.params),
          limits_(check_.within.calendar, params_, gate_.calendar) {
        params_.set(one_.day, state.unit_of(state.rules.checks()[one_.check].book));
    }

    std::vector<std::string> take() {
        add_trigger();
        if (check_.kind == Template::count) return std::move(steps_);
        const Length* before = length_in_force();
        if (before == nullptr && !check_.within.after) return std::move(steps_);
        const std::optional<CivilDay> anchor = add_anchor();
        if (!anchor) return std::move(steps_);
        if (check_.within.after) add_earliest(*check_.within.after, *anchor);
        if (before != nullptr) add_length(*before, *anchor);
        return std::move(steps_);
    }

private:
    void add(std::string text) { steps_.push_back(std::move(text)); }

    void add_trigger() {
        const CaseEvent* event = state_.event(one_.event);
        const CaseEvent* anew = state_.event(one_.other);
        if (event != nullptr) {
            add("Auslöser: " + title_of(state_, *event) + " am " + named_day(event->day) + '.');
        }
        if (anew != nullptr) {
            add("Neu begonnen durch " + title_of(state_, *anew) + " am " + named_day(anew->day) +
                '.');
        } else if (event == nullptr || event->day != one_.day) {
            add("Die Pflicht beginnt am " + named_day(one_.day) + '.');
        }
    }

    // That of the last case whose condition holds, as the activator takes it.
    const Length* length_in_force() {
        const Length* before = check_.within.before ? &*check_.within.before : nullptr;
        const CheckJudge at(state_, one_.check);
        const ActivationFrame frame(state_, one_);
        for (const Window::Case& other : check_.within.cases) {
            if (at.judge.judge(other.where, frame.with) == Truth::yes) before = &other.before;
        }
        return before;
    }

    std::optional<CivilDay> add_anchor() {
        if (!check_.anchor) return one_.day;
        const CheckJudge at(state_, one_.check);
        const ActivationFrame frame(state_, one_);
        const std::optional<CivilDay> day = at.judge.day(*check_.anchor, frame.with);
        if (day) {
            add("Gerechnet wird ab " + anchor_words() + ": " + named_day(*day) + '.');
        } else {
            add("Gerechnet würde ab " + anchor_words() + ", doch dieser Tag ist nicht bekannt.");
        }
        return day;
    }

    std::string anchor_words() {
        Speaker speaker;
        speaker.roots.activation = types_of(check_.on);
        speaker.roots.other = types_of(check_.superseded_by);
        speaker.roots.object = check_.each_object;
        speaker.roots.has_item = check_.each_item.has_value();
        ValueWords words(*state_.rules.books()[state_.rules.checks()[one_.check].book],
                         state_.rules.vocabulary());
        return words.value(*check_.anchor, speaker);
    }

    std::string length_words(const Length& length, const Length& resolved) {
        std::string text = german_length(resolved);
        if (!length.param) return text;
        const Rulebook& book = state_.rules.book_of(one_.check);
        const Parameter& param = book.params[*length.param];
        return text + " (Parameter " + term(param.name) + ", Stand " + german_date(one_.day) + ')';
    }

    void add_earliest(const Length& after, CivilDay anchor) {
        const Length resolved = limits_.resolved(after);
        if (!resolved.civil) return;
        const auto day = limits_.end_of(anchor, *resolved.civil);
        if (!day) return;
        if (*day == anchor) return;
        add("Frühestens " + length_words(after, resolved) +
            (*day < anchor ? " vorher" : " nachher") + ": " + named_day(*day) + '.');
    }

    void add_length(const Length& before, CivilDay anchor) {
        const Length resolved = limits_.resolved(before);
        if (resolved.elapsed_seconds) {
            return add("Frist: " + length_words(before, resolved) +
                       " vergangene Zeit, nicht Kalendertage.");
        }
        if (!resolved.civil) return add("Die Länge der Frist ist nicht bekannt.");
        const std::string way =
            check_.within.calendar.count == Counting::from_next_day
                ? "; der Tag, von dem an gerechnet wird, zählt nicht mit (§ 187 Abs. 1 BGB)."
                : "; der erste Tag zählt mit (§ 187 Abs. 2 BGB).";
        add("Frist: " + length_words(before, resolved) + way);
        if (is_precedence(check_)) return;
        const auto end = limits_.end_of(anchor, *resolved.civil);
        if (!end) return add("Für diesen Tag sind keine Feiertage bekannt.");
        add(german_date(anchor) + " + " + german_length(resolved) + " = " + named_day(*end) + '.');
        add_roll(*end);
    }

    void add_roll(CivilDay end) {
        const Roll roll = check_.within.calendar.roll;
        if (roll == Roll::none) return;
        const auto moved = limits_.moved(end);
        if (!moved || *moved == end) return;
        const bool is_holiday =
            gate_.calendar != nullptr && gate_.calendar->is_holiday(end).value_or(false);
        const std::string why = is_holiday ? "ein Feiertag" : "kein Werktag";
        add(named_day(end) + " ist " + why + ": es gilt der nächste Werktag, " + named_day(*moved) +
            " (§ 26 Abs. 3 SGB X)" +
            (roll == Roll::report_both ? "; was nur dadurch rechtzeitig ist, trägt einen Hinweis."
                                       : "."));
    }

    const Evaluation& state_;
    const Activation& one_;
    const Check& check_;
    const BookGate& gate_;
    ParameterValues params_;
    LimitRules limits_;
    std::vector<std::string> steps_;
};

// Days between the last day in time and the day on which it was done.
std::string distance(std::int64_t late_by) {
    if (late_by > 0) return days(late_by) + " zu spät";
    if (late_by == 0) return "am letzten Tag";
    return days(-late_by) + " vor dem letzten Tag";
}

class OutcomeSteps {
public:
    OutcomeSteps(const Evaluation& state, const Outcome& outcome)
        : state_(state),
          outcome_(outcome),
          one_(state.activations[outcome.activation]),
          check_(*state.rules.checks()[one_.check].check) {}

    std::vector<std::string> take() {
        add_stops();
        if (one_.limits.is_cut_short && one_.limits.due) {
            add("Die Pflicht endet vorher: am " + named_day(*one_.limits.due) +
                " endet, wofür sie gilt.");
        }
        if (check_.kind == Template::count) add_count();
        add_done();
        add_reason();
        add_named("Beendet durch ", one_.closed_by);
        add_named("Begründet durch ", outcome_.waived_by);
        return std::move(steps_);
    }

private:
    void add(std::string text) { steps_.push_back(std::move(text)); }

    void add_named(std::string_view how, EventIndex index) {
        const CaseEvent* event = state_.event(index);
        if (event == nullptr || index == one_.discharged_by) return;
        add(std::string(how) + title_of(state_, *event) + " am " + named_day(event->day) + '.');
    }

    void add_reason() {
        const std::string_view reason = german(outcome_.reason);
        if (!reason.empty()) add("Grund: " + std::string(reason) + '.');
    }

    void add_stops() {
        const Limits limits = limits_with_stops(state_, one_);
        for (const Stop& stop : state_.checks[one_.check].stops) {
            if (limits.unmoved == one_.limits.unmoved) return;
            add("Die Zeit stand still vom " + german_date(stop.from) +
                (stop.to ? " bis " + german_date(*stop.to) : std::string(" an")) + '.');
        }
        if (limits.due && limits.due != one_.limits.due) {
            add("Das Ende verschiebt sich auf " + named_day(*limits.due) + '.');
        }
    }

    void add_count() {
        if (outcome_.due) {
            add("Gezählt wird " +
                (one_.limits.earliest ? "vom " + german_date(*one_.limits.earliest) + ' '
                                      : std::string()) +
                "bis " + german_date(*outcome_.due) + '.');
        }
        std::string text = "Gezählt: " + std::to_string(one_.counted);
        if (outcome_.bound) {
            text += "; verlangt: " + std::to_string(static_cast<std::int64_t>(*outcome_.bound));
        }
        add(text + '.');
    }

    void add_done() {
        const CaseEvent* done = state_.event(one_.discharged_by);
        if (done == nullptr || check_.kind == Template::count) return;
        const CivilDay day = check_.basis_recorded ? done->recorded_day : done->day;
        std::string text = title_of(state_, *done) + " am " + named_day(done->day);
        if (check_.basis_recorded) text += ", festgehalten am " + named_day(day);
        const bool has_distance = outcome_.due && !one_.limits.is_elapsed &&
                                  !is_precedence(check_) && !is_negative(check_);
        if (has_distance) text += ": " + distance((day - *outcome_.due).count());
        add(std::move(text) + '.');
    }

    const Evaluation& state_;
    const Outcome& outcome_;
    const Activation& one_;
    const Check& check_;
    std::vector<std::string> steps_;
};

}  // namespace

std::string_view german(Reason reason) {
    switch (reason) {
        case Reason::none: return "";
        case Reason::exception: return "eine Ausnahme der Regel greift";
        case Reason::superseded: return "eine neue Pflicht tritt an die Stelle dieser";
        case Reason::scope_ended: return "vorher endet, wofür die Pflicht gilt";
        case Reason::lapsed: return "die Norm gilt nicht mehr";
        case Reason::gap: return "an diesem Tag ist keine Norm in Kraft";
        case Reason::not_known: return "eine Angabe fehlt";
        case Reason::erased: return "Angaben sind gelöscht";
        case Reason::repeated: return "der Anlass kam noch einmal, bevor es getan war";
        case Reason::maintained_not: return "was zu erhalten war, ist es nicht mehr";
    }
    return "";
}

std::vector<std::string> window_steps(const Evaluation& state, std::uint32_t activation) {
    return WindowSteps(state, activation).take();
}

std::vector<std::string> outcome_steps(const Evaluation& state, const Outcome& outcome) {
    return OutcomeSteps(state, outcome).take();
}

}  // namespace fallbuch::rules
