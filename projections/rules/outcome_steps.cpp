#include "projections/rules/outcome_steps.h"

#include <chrono>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>

#include "core/base/clock.h"
#include "core/calendar/civil_day.h"
#include "projections/rules/activation.h"
#include "projections/rules/case_event.h"
#include "projections/rules/check.h"
#include "projections/rules/check_parts.h"
#include "projections/rules/check_state.h"
#include "projections/rules/count_steps.h"
#include "projections/rules/definitions.h"
#include "projections/rules/limits.h"
#include "projections/rules/matching.h"
#include "projections/rules/memory.h"
#include "projections/rules/rule_sentences.h"
#include "projections/rules/rule_set.h"
#include "projections/rules/step_words.h"
#include "projections/rules/target_steps.h"
#include "projections/rules/value.h"
#include "projections/rules/value_words.h"

namespace fallbuch::rules {
namespace {

class OutcomeSteps {
public:
    OutcomeSteps(const Evaluation& state, const Outcome& outcome, const BerlinTime& berlin)
        : state_(state),
          outcome_(outcome),
          berlin_(berlin),
          one_(state.activations[outcome.activation]),
          check_(*state.rules.checks()[one_.check].check) {}

    std::vector<std::string> take(const Misses& misses) {
        add_stops();
        if (one_.limits.is_cut_short && one_.limits.due) {
            add("Die Pflicht endet vorher: am " + named_day(*one_.limits.due) +
                " endet, wofür sie gilt.");
        }
        add_until();
        if (has_passed() && one_.is_late) add(passed() + '.');
        add_targets(misses);
        add_end();
        if (outcome_.waived_by != kNoEvent)
            add("Begründet durch " + on_day(outcome_.waived_by) + '.');
        if (outcome_.justified_by != kNoEvent) {
            add("Begründung festgehalten durch " + on_day(outcome_.justified_by) +
                "; sie ändert nichts, weil die Regel " +
                (check_.type == DutyType::must ? "ein " : "eine ") +
                std::string(german(check_.type)) + " ist.");
        }
        if (has_passed() && !one_.is_late) add(passed() + how_it_passed());
        return std::move(steps_);
    }

    std::string reached() const {
        if (outcome_.verdict == Verdict::pending) return {};
        if (outcome_.waived_by != kNoEvent) return on_day(outcome_.waived_by);
        if (outcome_.reason == Reason::lapsed) return lapse();
        const bool is_done = outcome_.verdict == Verdict::satisfied && !has_passed();
        if (is_done && one_.discharged_by != kNoEvent) return on_day(one_.discharged_by);
        if (has_passed()) return passed();
        return one_.closed_by == kNoEvent ? std::string() : on_day(one_.closed_by);
    }

private:
    void add(std::string text) { steps_.push_back(std::move(text)); }

    std::string on_day(EventIndex event) const {
        return event_on_day(state_.rules.vocabulary(), state_.events[event]);
    }

    // Nothing but time has decided, or it came too late.
    bool has_passed() const {
        if (outcome_.verdict == Verdict::pending || outcome_.reason == Reason::scope_ended) {
            return false;
        }
        if (outcome_.verdict == Verdict::not_applicable || one_.is_excused) return false;
        return (one_.is_open() || one_.is_late) && last_day().has_value();
    }

    std::optional<CivilDay> last_day() const {
        if (!outcome_.due_second) return outcome_.due;
        return berlin_.day_of(Instant(std::chrono::seconds(*outcome_.due_second)));
    }

    std::string passed() const {
        std::string text = "Frist abgelaufen am " + named_day(*last_day());
        if (!outcome_.due_second) return text;
        const std::string local =
            berlin_.local_text(Instant(std::chrono::seconds(*outcome_.due_second)));
        constexpr std::size_t kTimeAt = 11;
        constexpr std::size_t kTimeLength = 5;
        return text + " um " + local.substr(kTimeAt, kTimeLength) + " Uhr";
    }

    std::string how_it_passed() const {
        if (check_.kind == Template::count || check_.kind == Template::exactly) return ".";
        if (is_negative(check_)) return ", ohne dass es vorgekommen ist.";
        if (check_.is_maintenance) return "; bis dahin galt es.";
        if (check_.that) return ".";
        return outcome_.verdict == Verdict::undetermined
                   ? "; ob es bis dahin geschehen ist, ist nicht bekannt."
                   : ", ohne dass es geschehen ist.";
    }

    void add_stops() {
        const Limits limits = limits_with_stops(state_, one_);
        if (limits.unmoved == one_.limits.unmoved) return;
        const CheckJudge at(state_, one_.check);
        const ActivationFrame frame(state_, one_);
        for (const Stop& stop : state_.checks[one_.check].stops) {
            const CaseEvent& begun = state_.events[stop.begun_by];
            const bool is_of_it =
                fits_other(at, frame, check_.suspend.front().from, begun) == Truth::yes;
            if (!is_of_it || (one_.limits.unmoved && stop.from > *one_.limits.unmoved)) continue;
            std::string text = "Die Zeit stand still ab " + on_day(stop.begun_by);
            if (stop.to) {
                text += " bis " + on_day(stop.ended_by) + ", beide Tage eingeschlossen: " +
                        days_words((*stop.to - stop.from).count() + 1);
            }
            add(text + '.');
        }
        if (!limits.due) return add("Solange die Zeit stillsteht, hat die Frist kein Ende.");
        if (limits.due != one_.limits.due) {
            add("Das Ende verschiebt sich auf " + named_day(*limits.due) + '.');
        }
    }

    // The event with whose day its time ends has come.
    bool is_ended_by_event() const {
        const bool may_be = one_.is_open() || (one_.is_late && outcome_.due);
        return may_be && !one_.is_excused && one_.closed_by != kNoEvent &&
               one_.closed_by != one_.discharged_by;
    }

    void add_until() {
        if (is_ended_by_event()) return add("Die Frist endet mit " + on_day(one_.closed_by) + '.');
        const bool waits = one_.is_open() && !outcome_.due && !check_.within.until.empty();
        if (!waits) return;
        std::vector<std::string> titles;
        for (const Pattern& one : check_.within.until) {
            titles.push_back(quoted(state_.rules.vocabulary().title(one.type)));
        }
        add("Die Frist endet mit dem Tag von: " + joined(titles, "oder") + '.');
    }

    void add_targets(const Misses& misses) {
        const bool counts = check_.kind == Template::count;
        const bool is_owed = outcome_.verdict != Verdict::not_applicable ||
                             one_.targets_done != 0 || outcome_.reason == Reason::lapsed;
        if (!counts && !is_owed) return;
        for (std::string& step : counts ? count_steps(state_, outcome_, misses)
                                        : target_steps(state_, outcome_, misses)) {
            add(std::move(step));
        }
        for (std::string& step : miss_steps(state_, outcome_, misses, Misses::kExceptions)) {
            add(std::move(step));
        }
    }

    std::string lapse() const {
        const CivilDay gone = one_.closed_on.value_or(one_.day);
        return "Die Vorschrift gilt seit " + named_day(gone) + " nicht mehr";
    }

    // What closed it, and as what.
    void add_end() {
        switch (outcome_.reason) {
            case Reason::lapsed:
                add(lapse() + ", und keine Übergangsregelung führt die Pflicht fort.");
                add("Die offene Pflicht entfällt damit; wie es weitergeht, ist zu entscheiden.");
                return;
            case Reason::not_in_force:
                return add("An dem Tag, an dem es fällig wäre, gilt die Vorschrift nicht.");
            case Reason::gap: return add("Am maßgeblichen Tag galt keine Fassung der Vorschrift.");
            default: break;
        }
        // Of a duty for the next event it is told what came instead.
        const bool has_place =
            check_.kind == Template::chain_response || check_.kind == Template::init;
        const bool is_told = one_.closed_by == kNoEvent || one_.closed_by == one_.discharged_by ||
                             is_ended_by_event() || (has_place && one_.reason == Reason::repeated);
        if (is_told) return add_end_without_event();
        add(std::string(end_words()) + on_day(one_.closed_by) + '.');
    }

    void add_end_without_event() {
        if (outcome_.reason == Reason::superseded && one_.closed_by == kNoEvent) {
            add("Ersetzt am " + named_day(one_.closed_on.value_or(one_.day)) +
                " durch eine Pflicht, die an ihre Stelle tritt.");
        } else if (outcome_.reason == Reason::scope_ended && one_.closed_by == kNoEvent) {
            add("Was zu tun wäre, läge nicht mehr im Geltungsbereich.");
        }
    }

    std::string_view end_words() const {
        if (one_.is_excused) return "Entschuldigt durch ";
        switch (one_.reason) {
            case Reason::exception: return "Ausnahme durch ";
            case Reason::superseded: return "Ersetzt durch ";
            case Reason::scope_ended: return "Der Geltungsbereich endet mit ";
            case Reason::repeated: return "Nicht erledigt vor ";
            case Reason::maintained_not: return "Es gilt nicht mehr seit ";
            default: return "Beendet durch ";
        }
    }

    const Evaluation& state_;
    const Outcome& outcome_;
    const BerlinTime& berlin_;
    const Activation& one_;
    const Check& check_;
    std::vector<std::string> steps_;
};

}  // namespace

std::vector<std::string> outcome_steps(const Evaluation& state, const Outcome& outcome,
                                       const BerlinTime& berlin, const Misses& misses) {
    return OutcomeSteps(state, outcome, berlin).take(misses);
}

std::string reached_by(const Evaluation& state, const Outcome& outcome, const BerlinTime& berlin) {
    return OutcomeSteps(state, outcome, berlin).reached();
}

}  // namespace fallbuch::rules
