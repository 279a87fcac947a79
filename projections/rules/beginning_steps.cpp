#include "projections/rules/beginning_steps.h"

#include <cstddef>
#include <utility>

#include "core/calendar/civil_day.h"
#include "projections/rules/case_event.h"
#include "projections/rules/check.h"
#include "projections/rules/check_parts.h"
#include "projections/rules/condition.h"
#include "projections/rules/condition_steps.h"
#include "projections/rules/definitions.h"
#include "projections/rules/judge.h"
#include "projections/rules/memory.h"
#include "projections/rules/rule_set.h"
#include "projections/rules/rule_words.h"
#include "projections/rules/rulebook.h"
#include "projections/rules/step_words.h"
#include "projections/rules/value.h"
#include "projections/rules/value_words.h"

namespace fallbuch::rules {
namespace {

class BeginningSteps {
public:
    BeginningSteps(const Evaluation& state, const Activation& one)
        : state_(state), one_(one), check_(*state.rules.checks()[one.check].check) {}

    std::vector<std::string> take() {
        add_trigger();
        if (one_.anew_of != Activation::kNone) add_anew(state_.activations[one_.anew_of]);
        add_why_it_applies();
        add_exceptions();
        return std::move(steps_);
    }

private:
    void add(std::string text) { steps_.push_back(std::move(text)); }

    void add_all(const char* head, std::vector<std::string> steps) {
        for (std::string& step : steps) add(head + std::move(step));
    }

    std::string on_day(const CaseEvent& event) const {
        return event_on_day(state_.rules.vocabulary(), event);
    }

    void add_trigger() {
        const CaseEvent* event = state_.event(one_.event);
        if (event != nullptr) {
            add("Auslöser: " + on_day(*event) + '.');
            const bool is_later = event->day != one_.day && one_.anew_of == Activation::kNone;
            if (is_later) add("Von neuem beginnt es am " + named_day(one_.day) + '.');
            return;
        }
        switch (check_.trigger) {
            case Trigger::end_of_object: return add_end_of_object();
            case Trigger::date: return add("Auslöser: der Tag " + named_day(one_.day) + '.');
            case Trigger::case_begins:
                return add("Auslöser: der Beginn des Falls am " + named_day(one_.day) + '.');
            default: break;
        }
        const CaseEvent* other = state_.event(one_.other);
        add("Auslöser: " + (other != nullptr ? on_day(*other) : named_day(one_.day)) + '.');
    }

    void add_end_of_object() {
        const CompiledCheck& compiled = state_.rules.checks()[one_.check];
        const ObjectKind& kind = state_.rules.book_of(one_.check).objects[check_.on_object];
        const std::size_t index = state_.rules.object_base(compiled.book) + check_.on_object;
        const Instance& instance = state_.objects[index].all[one_.object];
        std::string text = "Auslöser: das Ende von " + title_of(kind) + " nach " +
                           on_day(state_.events[instance.told_by.front()]);
        const CaseEvent* closed = state_.event(instance.closed_by);
        if (closed != nullptr) {
            text += ", beendet durch " + on_day(*closed);
        } else if (instance.last) {
            text += ", abgelaufen mit " + named_day(*instance.last);
        }
        add(text + '.');
        if (closed != nullptr) return;
        add_last_day_of(kind, instance);
        add("Die Pflicht beginnt am " + named_day(one_.day) + '.');
    }

    // By which of its own ends an object ended.
    void add_last_day_of(const ObjectKind& kind, const Instance& instance) {
        const CheckJudge at(state_, one_.check);
        const ActivationFrame frame(state_, one_);
        for (const ObjectKind::Until& one : kind.until) {
            const bool is_it =
                (!one.where || at.judge.judge(*one.where, frame.with) == Truth::yes) &&
                at.judge.day(one.last, frame.with) == instance.last;
            if (!is_it) continue;
            return add("Letzter Tag davon: " + day_steps(state_, one_, one.last) + '.');
        }
    }

    // Why it begins on another day than that of what began it first.
    void add_anew(const Activation& old) {
        const CaseEvent* other = state_.event(one_.other);
        if (other != nullptr && other != state_.event(old.other)) {
            return add("Neu begonnen durch " + on_day(*other) + "; das tritt an die Stelle der " +
                       "Pflicht vom " + german_date(old.day) + '.');
        }
        if (old.reason != Reason::exception) {
            return add("Neu begonnen am " + named_day(one_.day) +
                       ": Seit diesem Tag gilt eine andere Fassung der Regel.");
        }
        const CaseEvent* ended = state_.event(one_.anew_by);
        add("Neu begonnen am " + named_day(one_.day) + ": Was die Pflicht vom " +
            german_date(old.day) + " ausnahm, endete " +
            (ended != nullptr ? "mit " + on_day(*ended) : "von selbst mit dem Tag davor") + '.');
        for (const Exception& one : state_.rules.checks()[old.check].check->unless) {
            if (!one.holds || !one.reactivates || never_was(*one.holds, old)) continue;
            add_all("Ausnahme beendet: ", condition_steps(state_, old, *one.holds, Shown::all));
        }
    }

    // A state that no event has ever brought about ended nothing.
    bool never_was(const Condition& holds, const Activation& old) const {
        if (holds.kind != ConditionKind::holds) return false;
        const std::size_t book = state_.rules.checks()[old.check].book;
        if (state_.rules.books()[book]->objects[holds.index].is_of_office) return false;
        return state_.objects[state_.rules.object_base(book) + holds.index].all.empty();
    }

    void add_why_it_applies() {
        const CaseEvent* event = state_.event(one_.event);
        const CheckJudge at(state_, one_.check);
        const ActivationFrame frame(state_, one_);
        for (const Pattern& pattern : check_.on) {
            const bool is_it = event != nullptr && pattern.type == event->type && pattern.where &&
                               at.judge.judge(*pattern.where, frame.with) != Truth::no;
            if (!is_it) continue;
            add_seen(*pattern.where);
            break;
        }
        if (check_.where) add_seen(*check_.where);
        if (check_.each_where) add_seen(*check_.each_where);
        if (check_.scope_until) add_scope_end(*check_.scope_until);
    }

    // Of what is uncertain all that nobody knows is shown.
    void add_seen(const Condition& where) {
        const CheckJudge at(state_, one_.check);
        const ActivationFrame frame(state_, one_);
        const bool is_unknown = at.judge.judge(where, frame.with) == Truth::unknown;
        add_all("Geltung: ",
                condition_steps(state_, one_, where, is_unknown ? Shown::all : Shown::what_it_saw));
    }

    void add_scope_end(const Operand& until) {
        const CheckJudge at(state_, one_.check);
        const ActivationFrame frame(state_, one_);
        RuleWords words(state_.rules.book_of(one_.check), state_.rules.vocabulary());
        const std::string text = "Die Pflicht gilt längstens bis zum Tag: " +
                                 words.values().value(until, speaker_of(check_, words.values()));
        const auto last = at.judge.day(until, frame.with);
        // A rule whose scope has no end here names the last of all days.
        if (last && is_no_day(*last)) return;
        add(text + (last ? ", hier " + day_steps(state_, one_, until) + '.'
                         : "; dieser Tag ist nicht bekannt."));
    }

    // States that hold, or of which nobody knows whether they do.
    void add_exceptions() {
        const CheckJudge at(state_, one_.check);
        const ActivationFrame frame(state_, one_);
        for (const Exception& one : check_.unless) {
            if (!one.holds) continue;
            const Truth truth = at.judge.judge(*one.holds, frame.with);
            if (truth == Truth::no) continue;
            add_all("Ausnahme: ", condition_steps(state_, one_, *one.holds, Shown::all));
            if (truth == Truth::unknown) continue;
            if (one.reactivates) add("Endet das, so beginnt die Pflicht an dem Tag neu.");
            return;
        }
    }

    const Evaluation& state_;
    const Activation& one_;
    const Check& check_;
    std::vector<std::string> steps_;
};

}  // namespace

std::vector<std::string> beginning_steps(const Evaluation& state, const Activation& one) {
    return BeginningSteps(state, one).take();
}

}  // namespace fallbuch::rules
