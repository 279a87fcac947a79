#include "projections/rules/outcome.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "projections/rules/bounds.h"
#include "projections/rules/case_event.h"
#include "projections/rules/case_notes.h"
#include "projections/rules/check.h"
#include "projections/rules/check_parts.h"
#include "projections/rules/check_state.h"
#include "projections/rules/definitions.h"
#include "projections/rules/limits.h"
#include "projections/rules/matching.h"
#include "projections/rules/memory.h"
#include "projections/rules/rule_set.h"
#include "projections/rules/window.h"

namespace fallbuch::rules {
namespace {

bool is_judged_at_once(const Check& check) {
    return check.that.has_value() && !check.is_maintenance;
}

// Judges one activation.
class OutcomeJudge {
public:
    OutcomeJudge(const Evaluation& state, std::uint32_t number, CivilDay today, std::int64_t second)
        : state_(state),
          one_(state.activations[number]),
          check_(*state.rules.checks()[one_.check].check),
          limits_(limits_with_stops(state, one_)),
          today_(today),
          second_(second) {
        out_.activation = number;
        out_.reason = one_.reason;
        out_.due = limits_.due;
        if (limits_.is_elapsed) out_.due_second = limits_.to_second;
        out_.bound = one_.bound;
        if (check_.count.is_prorata) out_.bound = prorata_bound(state, one_, limits_);
    }

    Outcome judge() {
        switch (one_.state) {
            case ActivationState::satisfied: satisfied(); break;
            case ActivationState::violated: violated(); break;
            case ActivationState::not_applicable:
                out_.verdict = Verdict::not_applicable;
                out_.is_final = true;
                break;
            case ActivationState::undetermined: out_.verdict = Verdict::undetermined; break;
            case ActivationState::open: open(); break;
        }
        if (is_doubtful()) {
            out_.verdict = Verdict::undetermined;
            out_.reason = Reason::not_known;
        }
        if (!state_.waivers.empty() && is_bad()) take_waiver();
        const bool may_be_told_otherwise = state_.rules.checks()[one_.check].asks_hindsight;
        out_.is_final = (out_.is_final || is_final()) && !may_be_told_otherwise;
        return out_;
    }

private:
    bool is_over() const {
        // A bare day is simultaneous with all of its day, and what is so is never late.
        const CaseEvent* event = state_.event(one_.event);
        const bool is_its_day = event != nullptr && event->is_whole_day && event->day == today_;
        if (limits_.is_elapsed && is_its_day) return false;
        if (limits_.is_elapsed) return limits_.to_second && *limits_.to_second < second_;
        return limits_.due && *limits_.due < today_;
    }

    // Nobody has said that it was done, which does not say that it was not.
    bool is_unattested() const { return check_.kind == Template::attestation && !check_.that; }

    // Its last day cannot be reckoned.
    bool is_without_end() const { return limits_.is_unknown && !limits_.due && !limits_.to_second; }

    // Its window may have ended before what came of it.
    bool is_doubtful() const {
        if (!one_.may_be_due) return false;
        switch (out_.verdict) {
            case Verdict::pending: return *one_.may_be_due < today_;
            case Verdict::satisfied:
            case Verdict::violated: {
                // By a target: of what is asked for, or of what must not be.
                const bool is_by_target =
                    (out_.verdict == Verdict::satisfied) != is_negative(check_);
                return is_by_target && one_.discharged_by != kNoEvent &&
                       *one_.may_be_due < state_.events[one_.discharged_by].day;
            }
            case Verdict::not_applicable:
                return one_.closed_on && *one_.may_be_due < *one_.closed_on;
            default: return false;
        }
    }

    void satisfied() {
        out_.verdict = Verdict::satisfied;
        if (one_.discharged_by == kNoEvent || check_.within.calendar.roll != Roll::report_both) {
            return;
        }
        const CaseEvent& done = state_.events[one_.discharged_by];
        const CivilDay day = check_.basis_recorded ? done.recorded_day : done.day;
        out_.is_only_by_shift = limits_.unmoved && day > *limits_.unmoved;
    }

    void violated() {
        out_.verdict = one_.is_uncertain ? Verdict::undetermined : Verdict::violated;
        if (one_.is_excused) out_.verdict = Verdict::waived;
        repaired();
        // An exception or a target that nobody can tell may have come before.
        const bool is_unknown = one_.may_be_discharged || one_.may_be_excepted;
        if (one_.is_late && is_unknown && !one_.is_excused) out_.verdict = Verdict::undetermined;
    }

    // Done after all, and how late.
    void repaired() {
        if (!one_.is_late || one_.discharged_by == kNoEvent) return;
        const CaseEvent& done = state_.events[one_.discharged_by];
        out_.repaired_by = one_.discharged_by;
        if (limits_.is_elapsed) {
            const std::int64_t second = second_that_counts(check_, done);
            out_.late_by_seconds = second - limits_.to_second.value_or(second);
        } else if (limits_.due) {
            const CivilDay day = check_.basis_recorded ? done.recorded_day : done.day;
            out_.late_by_days = static_cast<int>((day - *limits_.due).count());
        }
    }

    void open() {
        if (!is_over()) {
            out_.verdict = Verdict::pending;
            if (limits_.is_unknown && out_.reason != Reason::erased) {
                out_.reason = Reason::not_known;
            }
            // No day will come on which it is due.
            if (is_without_end()) out_.verdict = Verdict::undetermined;
            return;
        }
        if (limits_.is_cut_short) {
            out_.verdict = Verdict::not_applicable;
            out_.reason = Reason::scope_ended;
            out_.is_final = true;
            return;
        }
        out_.verdict = over();
        if (out_.verdict == Verdict::violated && !is_negative(check_)) {
            const bool is_unknown =
                one_.is_uncertain || one_.may_be_discharged || one_.may_be_excepted;
            if (is_unknown) out_.verdict = Verdict::undetermined;
            if (is_unattested()) {
                out_.verdict = Verdict::undetermined;
                out_.reason = Reason::not_known;
            }
        }
        if (out_.verdict == Verdict::violated) repaired();
        const bool may_be_too_much =
            is_negative(check_) || has_max() || check_.kind == Template::exactly;
        if (out_.verdict == Verdict::satisfied && one_.may_be_discharged && may_be_too_much) {
            out_.verdict = Verdict::undetermined;
        }
    }

    // Its time has passed, and no event has closed it.
    Verdict over() {
        if (one_.is_excused) return Verdict::waived;
        if (is_negative(check_)) return Verdict::satisfied;
        switch (check_.kind) {
            case Template::exactly:
                return one_.counted == out_.bound.value_or(1) ? Verdict::satisfied
                                                              : Verdict::violated;
            case Template::end:
                return one_.discharged_by != kNoEvent ? Verdict::satisfied : Verdict::violated;
            case Template::count: return counted();
            default: break;
        }
        if (check_.is_maintenance) return Verdict::satisfied;
        return Verdict::violated;
    }

    bool has_max() const {
        return check_.kind == Template::count && (check_.count.max.value || check_.count.max.table);
    }

    bool has_only_max() const {
        return check_.kind == Template::count && !check_.count.min.value && !check_.count.min.table;
    }

    Verdict counted() const {
        if (has_only_max()) return Verdict::satisfied;
        if (!out_.bound) return Verdict::undetermined;
        // Its due day moves with every target that comes in time; now it has passed.
        if (check_.count.window == CountWindow::sliding) return Verdict::violated;
        return one_.counted >= *out_.bound ? Verdict::satisfied : Verdict::violated;
    }

    bool is_bad() const {
        return out_.verdict == Verdict::pending || out_.verdict == Verdict::violated ||
               out_.verdict == Verdict::undetermined;
    }

    // A deviation that was justified for the rule, in whose period the due day lies.
    void take_waiver() {
        const std::optional<CivilDay> due = is_judged_at_once(check_) ? one_.day : out_.due;
        if (!due) return;
        const std::string_view rule = rule_of(state_, one_, out_);
        const auto found = std::ranges::find_if(state_.waivers, [&](const Waiver& waiver) {
            const bool is_within =
                (!waiver.from || *waiver.from <= *due) && (!waiver.to || *due <= *waiver.to);
            return is_within && waiver.rule == rule;
        });
        if (found == state_.waivers.end()) return;
        const bool is_weak = check_.type == DutyType::should || check_.type == DutyType::may;
        // What must be done, or must be so, stays owed whatever the reason.
        if (!is_weak) {
            out_.justified_by = found->event;
            return;
        }
        // What is still pending may be done yet.
        is_waived_for_now_ = out_.verdict == Verdict::pending;
        out_.verdict = Verdict::waived;
        out_.waived_by = found->event;
    }

    // Can nothing that comes in order change it any more?
    bool is_final() const {
        switch (out_.verdict) {
            case Verdict::pending: return false;
            case Verdict::satisfied:
            case Verdict::violated:
                if (one_.is_planned) return false;
                break;
            case Verdict::waived: return !is_waived_for_now_;
            case Verdict::not_applicable: return true;
            case Verdict::undetermined:
                // It can still be done, or attested after its time.
                if (one_.is_open() && (is_without_end() || one_.may_be_due)) return false;
                if (one_.is_open() && is_unattested() && check_.is_perdurant) return false;
                break;
        }
        if (out_.verdict == Verdict::satisfied) return true;
        const bool may_be_justified =
            check_.type == DutyType::should || check_.type == DutyType::may;
        return !may_be_justified;
    }

    const Evaluation& state_;
    const Activation& one_;
    const Check& check_;
    const Limits limits_;
    const CivilDay today_;
    const std::int64_t second_;
    Outcome out_;
    bool is_waived_for_now_ = false;
};

}  // namespace

std::string_view to_string(Verdict verdict) {
    constexpr std::array<std::string_view, 6> kNames{"satisfied",      "violated", "pending",
                                                     "not_applicable", "waived",   "undetermined"};
    return kNames[static_cast<std::size_t>(verdict)];
}

std::string_view to_string(Reason reason) {
    constexpr std::array<std::string_view, 11> kNames{
        "",    "exception", "superseded", "scope_ended", "lapsed",        "not_in_force",
        "gap", "not_known", "erased",     "repeated",    "maintained_not"};
    return kNames[static_cast<std::size_t>(reason)];
}

std::string_view rule_of(const Evaluation& state, const Activation& one, const Outcome& outcome) {
    const Check& check = *state.rules.checks()[one.check].check;
    std::string_view kind = one.kind;
    // A half-year bears the name of its last kind.
    for (const BoundFrom& bound : state.checks[one.check].bounds) {
        const bool is_within = !outcome.due || bound.from <= *outcome.due;
        if (check.count.is_prorata && is_within) kind = bound.kind;
    }
    const auto found = check.ids.find(kind);
    return found == check.ids.end() ? std::string_view(check.id) : found->second;
}

Outcome outcome_of(const Evaluation& state, std::uint32_t activation, CivilDay today,
                   std::int64_t now_second) {
    return OutcomeJudge(state, activation, today, now_second).judge();
}

Verdict worse(Verdict left, Verdict right) {
    constexpr std::array kOrder{Verdict::violated, Verdict::undetermined, Verdict::pending,
                                Verdict::waived,   Verdict::satisfied,    Verdict::not_applicable};
    const auto rank = [&](Verdict verdict) {
        return std::find(kOrder.begin(), kOrder.end(), verdict) - kOrder.begin();
    };
    return rank(left) <= rank(right) ? left : right;
}

}  // namespace fallbuch::rules
