#include "projections/rules/target_steps.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

#include "core/calendar/civil_day.h"
#include "projections/rules/activation.h"
#include "projections/rules/case_event.h"
#include "projections/rules/check.h"
#include "projections/rules/check_parts.h"
#include "projections/rules/condition.h"
#include "projections/rules/definitions.h"
#include "projections/rules/memory.h"
#include "projections/rules/rule_set.h"
#include "projections/rules/rule_words.h"
#include "projections/rules/rulebook.h"
#include "projections/rules/step_words.h"
#include "projections/rules/trace.h"
#include "projections/rules/value_words.h"
#include "projections/rules/window.h"

namespace fallbuch::rules {
namespace {

// Of events that did not count, so many are shown.
constexpr std::size_t kMissesMax = 3;

// Days between the last day in time and the day on which it was done.
std::string distance(std::int64_t late_by) {
    if (late_by > 0) return days_words(late_by) + " zu spät";
    if (late_by == 0) return "am letzten Tag";
    return days_words(-late_by) + " vor dem letzten Tag";
}

std::string times_words(double count) {
    return count == 1 ? "mindestens einmal" : "mindestens " + number_words(count) + "-mal";
}

std::string_view head_of(MissKind kind) {
    switch (kind) {
        case MissKind::not_known: return "Ob es zählt, ist nicht bekannt: ";
        case MissKind::forbidden: return "Warum es darunter fällt: ";
        case MissKind::may_except: return "Ob es eine Ausnahme ist, ist nicht bekannt: ";
        default: return "Zählt nicht: ";
    }
}

class TargetSteps {
public:
    TargetSteps(const Evaluation& state, const Outcome& outcome, const Misses& misses)
        : state_(state),
          outcome_(outcome),
          misses_(misses),
          one_(state.activations[outcome.activation]),
          check_(*state.rules.checks()[one_.check].check) {}

    std::vector<std::string> take() {
        for (std::uint16_t group = 0; group < check_.require.size(); ++group) {
            if (is_negative(check_)) {
                add_forbidden(group);
            } else if (one_.bound) {
                add_number(group);
            } else {
                add_demand(group);
            }
        }
        return std::move(steps_);
    }

private:
    void add(std::string text) { steps_.push_back(std::move(text)); }

    void add_misses(std::uint16_t group) {
        for (std::string& step : miss_steps(state_, outcome_, misses_, group)) {
            add(std::move(step));
        }
    }

    std::string on_day(EventIndex event) const {
        return event_on_day(state_.rules.vocabulary(), state_.events[event]);
    }

    // "Verlangt: ", and where in the order of events.
    std::string head() const {
        switch (check_.kind) {
            case Template::precedence: return "Verlangt vor dem Auslöser: ";
            case Template::alternate_precedence: return "Verlangt vor dem Auslöser" + since();
            case Template::chain_precedence: return "Verlangt unmittelbar vor dem Auslöser: ";
            case Template::chain_response: return "Verlangt unmittelbar nach dem Auslöser: ";
            case Template::alternate_response: return "Verlangt, ehe es wieder dazu kommt: ";
            case Template::init: return "Verlangt am Anfang des Falls: ";
            case Template::end: return "Verlangt am Ende des Falls: ";
            default: return "Verlangt: ";
        }
    }

    std::string since() const {
        const EventIndex previous = misses_.previous_of(outcome_.activation);
        return previous == kNoEvent ? ": " : " und nach dem vorigen, " + on_day(previous) + ": ";
    }

    void add_demand(std::uint16_t group) {
        std::string text = head() + demand_words(state_, outcome_, group);
        const EventIndex met = met_by(group);
        const bool is_too_late = met != kNoEvent && !is_in_time(met) && !check_.is_perdurant;
        if (met != kNoEvent && !is_too_late) {
            return add(text + (is_in_time(met) ? " – erfüllt durch " : " – nachgeholt durch ") +
                       done(met) + '.');
        }
        add(text + std::string(missing()));
        if (is_too_late) add("Zählt nicht mehr: " + done(met) + '.');
        const EventIndex instead = in_its_place();
        if (instead != kNoEvent) add("An dieser Stelle steht: " + on_day(instead) + '.');
        add_misses(group);
    }

    // Where one place alone counts, the event that has it, if it is not what is asked for.
    EventIndex in_its_place() const {
        if (outcome_.verdict == Verdict::pending && check_.kind != Template::end) return kNoEvent;
        switch (check_.kind) {
            case Template::chain_response:
            case Template::init: return one_.closed_by;
            case Template::chain_precedence:
                return one_.event == kNoEvent || one_.event == 0 ? kNoEvent : one_.event - 1;
            case Template::end:
                return state_.events.empty() ? kNoEvent
                                             : static_cast<EventIndex>(state_.events.size() - 1);
            default: return kNoEvent;
        }
    }

    std::string_view missing() const {
        // A window that is open, and whose end nobody can reckon.
        const bool is_without_end = outcome_.verdict == Verdict::undetermined && one_.is_open() &&
                                    !outcome_.due && !outcome_.due_second;
        if (outcome_.verdict == Verdict::pending || is_without_end) return " – fehlt noch.";
        const bool is_attested = check_.kind == Template::attestation;
        return is_attested ? " – nicht festgehalten." : " – fehlt.";
    }

    // So many of them have to come in time.
    void add_number(std::uint16_t group) {
        add(head() + demand_words(state_, outcome_, group) + ", " + times_words(*one_.bound) + '.');
        std::uint32_t count = 0;
        std::vector<EventIndex> late;
        each_hit(group, [&](EventIndex event) {
            if (!is_in_time(event)) return late.push_back(event);
            add("Es zählt, als " + std::to_string(++count) + ".: " + on_day(event) + '.');
        });
        if (count < *one_.bound) add_misses(group);
        for (const EventIndex event : late) add("Zählt nicht: " + done(event) + '.');
        add("Gezählt: " + std::to_string(count) + "; verlangt: " + number_words(*one_.bound) +
            source_of(check_.count.min) + '.');
    }

    // The parameter that says how many.
    std::string source_of(const CountBound& bound) const {
        if (!bound.value || bound.value->kind != OperandKind::param) return {};
        return " (Parameter " +
               title_of(state_.rules.book_of(one_.check).params[bound.value->param]) + ')';
    }

    // What must not happen.
    void add_forbidden(std::uint16_t group) {
        std::string text = "Nicht zulässig: " + demand_words(state_, outcome_, group);
        const bool is_done = outcome_.verdict == Verdict::violated && one_.closed_by != kNoEvent;
        if (is_done) {
            text += " – geschehen durch " + on_day(one_.closed_by);
        } else if (outcome_.verdict == Verdict::pending) {
            text += " – bisher nicht geschehen";
        }
        add(text + '.');
        add_misses(group);
    }

    template <typename Visit>
    void each_hit(std::uint16_t group, const Visit& visit) const {
        if (state_.trace == nullptr) return;
        for (const Trace::Hit& hit : state_.trace->hits) {
            if (hit.activation == outcome_.activation && hit.group == group) visit(hit.event);
        }
    }

    EventIndex met_by(std::uint16_t group) const {
        EventIndex met = kNoEvent;
        each_hit(group, [&](EventIndex event) {
            if (met == kNoEvent) met = event;
        });
        return met;
    }

    bool is_in_time(EventIndex event) const {
        bool is_too_early = false;
        return rules::is_in_time(state_, one_, state_.events[event], is_too_early);
    }

    std::string done(EventIndex index) const {
        const CaseEvent& done = state_.events[index];
        const CivilDay day = check_.basis_recorded ? done.recorded_day : done.day;
        std::string text = on_day(index);
        if (check_.basis_recorded) text += ", festgehalten am " + named_day(day);
        const bool has_distance = outcome_.due && !one_.limits.is_elapsed && !is_precedence(check_);
        if (has_distance) text += ": " + distance((day - *outcome_.due).count());
        return text;
    }

    const Evaluation& state_;
    const Outcome& outcome_;
    const Misses& misses_;
    const Activation& one_;
    const Check& check_;
    std::vector<std::string> steps_;
};

}  // namespace

std::string demand_words(const Evaluation& state, const Outcome& outcome, std::uint16_t group) {
    const Activation& one = state.activations[outcome.activation];
    const Check& check = *state.rules.checks()[one.check].check;
    RuleWords words(state.rules.book_of(one.check), state.rules.vocabulary());
    const Speaker speaker = speaker_of(check, words.values());
    std::vector<std::string> all;
    bool has_condition = false;
    for (const Pattern& pattern : check.require[group]) {
        all.push_back(in_one_line(words.events({pattern}, PathRoot::target, speaker)));
        has_condition = has_condition || pattern.where.has_value();
    }
    if (!has_condition) return joined(all, "oder");
    std::string text;
    for (const std::string& part : all) text += (text.empty() ? "" : "; oder ") + part;
    return text;
}

std::vector<std::string> miss_steps(const Evaluation& state, const Outcome& outcome,
                                    const Misses& misses, std::uint16_t group) {
    if (outcome.verdict == Verdict::satisfied || outcome.verdict == Verdict::not_applicable) {
        return {};
    }
    const std::vector<const Miss*> all = misses.of(outcome.activation, group);
    const std::size_t first = all.size() - std::min(all.size(), kMissesMax);
    std::vector<std::string> steps;
    if (first == 1) steps.emplace_back("Auch 1 früheres Ereignis zählt nicht.");
    if (first > 1) {
        steps.push_back("Auch " + std::to_string(first) + " frühere Ereignisse zählen nicht.");
    }
    for (std::size_t i = first; i < all.size(); ++i) {
        const CaseEvent& event = state.events[all[i]->event];
        steps.push_back(std::string(head_of(all[i]->kind)) +
                        event_on_day(state.rules.vocabulary(), event) + "; " + all[i]->why + '.');
    }
    return steps;
}

std::vector<std::string> target_steps(const Evaluation& state, const Outcome& outcome,
                                      const Misses& misses) {
    return TargetSteps(state, outcome, misses).take();
}

}  // namespace fallbuch::rules
