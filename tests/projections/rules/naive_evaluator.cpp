#include "tests/projections/rules/naive_evaluator.h"

#include <chrono>
#include <cstddef>

#include "core/calendar/timestamp.h"
#include "projections/rules/check_parts.h"
#include "tests/projections/rules/naive_counting.h"
#include "tests/projections/rules/naive_duties.h"
#include "tests/projections/rules/naive_things.h"
#include "tests/projections/rules/naive_windows.h"

namespace fallbuch::rules::testing {
namespace {

// Judges one check.
class NaiveJudge {
public:
    NaiveJudge(const NaiveRule& rule, const std::vector<NaiveEvent>& events, NaiveMoment now)
        : check_(rule.check), events_(events), now_(now), case_(rule, events) {}

    std::vector<JudgedDuty> judge() {
        std::vector<NaiveDuty> duties = case_.duties(now_.day);
        if (is_looking_at_neighbours(check_.kind)) {
            for (NaiveDuty& duty : duties) settle_by_neighbours(duty);
        } else if (check_.kind == Template::init) {
            for (NaiveDuty& duty : duties) settle_by_first(duty);
        } else if (!case_.is_judged_at_once() && check_.kind != Template::end) {
            live_through(duties);
        }
        std::vector<JudgedDuty> judged;
        for (const NaiveDuty& duty : duties) judged.push_back(judged_of(duty));
        return judged;
    }

private:
    // From the first event to the last one: each is a target first, then an exception, then the
    // end of the scope, then it activates.
    void live_through(std::vector<NaiveDuty>& duties) {
        for (std::size_t moment = 0; moment <= 2 * events_.size(); ++moment) {
            if (moment % 2 == 1) take(duties, moment / 2, moment);
            for (NaiveDuty& duty : duties) {
                if (duty.opens == moment) look_back(duty, (moment + 1) / 2);
            }
        }
    }

    void take(std::vector<NaiveDuty>& duties, std::size_t event, std::size_t moment) {
        for (NaiveDuty& duty : duties) {
            const bool is_hit = duty.opens < moment && take_target(duty, event);
            if (is_hit && check_.consumes_one) break;
        }
        for (NaiveDuty& duty : duties) {
            if (duty.opens < moment) take_end(duty, event);
            if (!is_open(duty) && !duty.settled_by) duty.settled_by = event;
        }
    }

    // What came before it, and still counts.
    void look_back(NaiveDuty& duty, std::size_t count) {
        for (std::size_t event = 0; event < count; ++event) {
            if (event == duty.event && !duty.is_anew) continue;
            take_target(duty, event);
        }
        for (std::size_t event = 0; event < count; ++event) {
            if (event != duty.event) take_end(duty, event);
        }
        if (!is_open(duty)) duty.settled_by = duty.opens / 2;
    }

    bool is_open(const NaiveDuty& duty) const {
        return !duty.is_done && !duty.is_excepted && !duty.is_broken && !duty.is_out_of_scope;
    }

    bool take_target(NaiveDuty& duty, std::size_t event) {
        const NaiveEvent& target = events_[event];
        if (!is_open(duty) || !case_.may_be_target(duty, event)) return false;
        const CivilDay day = check_.basis_recorded ? target.recorded : target.day;
        if (duty.window.is_before(target, day)) return false;
        bool is_hit = false;
        for (std::size_t group = 0; group < check_.require.size(); ++group) {
            const Kleene truth = case_.truth_of_target(duty, check_.require[group], event);
            if (truth == Kleene::no) continue;
            if (truth == Kleene::yes) is_hit = hit(duty, group, event) || is_hit;
            if (truth == Kleene::unknown && is_in_time(duty, target, day)) duty.may_be_done = true;
        }
        return is_hit;
    }

    bool is_in_time(const NaiveDuty& duty, const NaiveEvent& event, CivilDay day) const {
        const bool is_with_it =
            duty.event != NaiveDuty::kNone && are_simultaneous(events_[duty.event], event);
        return duty.window.holds(event, day) || (duty.window.is_elapsed && is_with_it);
    }

    bool hit(NaiveDuty& duty, std::size_t group, std::size_t event) {
        const NaiveEvent& target = events_[event];
        const CivilDay day = check_.basis_recorded ? target.recorded : target.day;
        const bool is_in_time = this->is_in_time(duty, target, day);
        if (is_negative(check_.kind)) {
            const double max = bound(check_.count.max, 0);
            duty.is_broken = is_in_time && ++duty.counted > max;
            return is_in_time;
        }
        if (check_.kind == Template::exactly) {
            duty.is_broken = is_in_time && ++duty.counted > bound(check_.count.min, 1);
            return is_in_time;
        }
        if (check_.basis_recorded) return hit_by_recording(duty, event, is_in_time);
        if (duty.repaired_by || (!is_in_time && !check_.is_perdurant)) return false;
        if (++duty.counted < bound(check_.count.min, 1)) return true;
        duty.groups |= 1U << group;
        if (duty.groups + 1 != 1U << check_.require.size()) return true;
        duty.is_done = is_in_time;
        if (!is_in_time) duty.repaired_by = event;
        return true;
    }

    // Whichever is recorded first counts, whatever happened first.
    bool hit_by_recording(NaiveDuty& duty, std::size_t event, bool is_in_time) {
        duty.is_done = is_in_time;
        const bool is_first =
            !duty.repaired_by || events_[event].recorded < events_[*duty.repaired_by].recorded;
        const bool was_repaired = duty.repaired_by.has_value();
        if (!is_in_time && check_.is_perdurant && is_first) duty.repaired_by = event;
        return is_in_time || (check_.is_perdurant && !was_repaired);
    }

    static double bound(const CountBound& bound, double otherwise) {
        return bound.value ? bound.value->number : otherwise;
    }

    void take_end(NaiveDuty& duty, std::size_t event) {
        const NaiveEvent& ending = events_[event];
        if (!is_open(duty) || !is_in_time(duty, ending, ending.day)) return;
        if (!case_.is_at_or_after(duty, event)) return;
        for (const Exception& exception : check_.unless) {
            if (!exception.event) continue;
            const Kleene truth = case_.truth_of_other(duty, *exception.event, event);
            duty.is_excepted = duty.is_excepted || truth == Kleene::yes;
            duty.may_be_excepted = duty.may_be_excepted || truth == Kleene::unknown;
        }
        if (is_open(duty) && case_.ends_scope(event)) duty.is_out_of_scope = true;
    }

    // Chain and alternate: what may stand next to the activation, and what between.
    void settle_by_neighbours(NaiveDuty& duty) {
        const bool is_forward =
            check_.kind == Template::chain_response || check_.kind == Template::alternate_response;
        const bool is_chain =
            check_.kind == Template::chain_response || check_.kind == Template::chain_precedence;
        const auto is_behind = [&](std::size_t left, std::size_t right) {
            return is_forward ? case_.is_strictly_before(left, right)
                              : case_.is_strictly_before(right, left);
        };
        // What comes between in every order, and what lies behind the activation in every order.
        const auto comes_between = [&](std::size_t between, std::size_t target) {
            const bool counts = is_chain || case_.activates(between);
            return counts && is_behind(duty.event, between) && is_behind(between, target);
        };
        for (std::size_t event = 0; event < events_.size(); ++event) {
            const bool is_behind_it = event != duty.event && !is_behind(event, duty.event);
            if (!is_behind_it) continue;
            // A bare day may still be told more about, until it is over.
            const bool is_settled = !events_[event].is_whole_day || now_.day > events_[event].day;
            if (is_settled && is_behind(duty.event, event)) {
                duty.has_neighbour = duty.has_neighbour || is_chain || case_.activates(event);
            }
            const CivilDay day = events_[event].day;
            if (duty.window.is_before(events_[event], day)) continue;
            const Kleene truth = case_.truth_of_target(duty, check_.require.front(), event);
            bool is_next = truth != Kleene::no;
            for (std::size_t between = 0; between < events_.size(); ++between) {
                const bool is_third = between != event && between != duty.event;
                if (is_third && comes_between(between, event)) is_next = false;
            }
            const bool is_late = !is_in_time(duty, events_[event], day);
            if (is_next && is_late && truth == Kleene::yes && !duty.repaired_by) {
                duty.repaired_by = event;
            }
            duty.is_done = duty.is_done || (is_next && !is_late && truth == Kleene::yes);
            duty.may_be_done = duty.may_be_done || (is_next && !is_late);
        }
        duty.is_broken = is_forward && duty.has_neighbour && !duty.is_done;
        if (duty.is_done || duty.is_broken) duty.settled_by = 0;
    }

    // Any event that comes first in some order.
    void settle_by_first(NaiveDuty& duty) const {
        for (std::size_t event = 0; event < events_.size(); ++event) {
            if (case_.is_strictly_before(0, event)) continue;
            const Kleene truth = case_.truth_of_target(duty, check_.require.front(), event);
            duty.is_done = duty.is_done || truth == Kleene::yes;
            duty.may_be_done = duty.may_be_done || truth == Kleene::unknown;
        }
        const bool is_settled = !events_.front().is_whole_day || now_.day > events_.front().day;
        duty.is_broken = !duty.is_done && is_settled;
        if (duty.is_done || duty.is_broken) duty.settled_by = 0;
    }

    bool is_over(const NaiveDuty& duty) const {
        const NaiveWindow& window = duty.window;
        const bool is_bare = duty.event != NaiveDuty::kNone && events_[duty.event].is_whole_day;
        const bool is_its_day = is_bare && now_.day <= events_[duty.event].day;
        const bool is_past = !window.is_elapsed && window.due && *window.due < now_.day;
        if (is_backward(check_.kind)) return is_past || !is_its_day;
        if (is_its_day && !duty.is_anew) return false;
        if (window.is_elapsed) return window.to_second && *window.to_second < now_.second;
        return window.due && *window.due < now_.day;
    }

    std::string verdict_of(const NaiveDuty& duty) const {
        if (duty.is_excepted || duty.is_out_of_scope) return "not_applicable";
        if (case_.is_judged_at_once()) return verdict_at_once(duty);
        const bool is_unsure = duty.is_unsure || duty.may_be_done || duty.may_be_excepted;
        if (duty.is_broken && !duty.is_unsure && !duty.may_be_excepted) return "violated";
        if (duty.is_broken) return "undetermined";
        if (duty.is_done) return "satisfied";
        if (!is_over(duty)) return duty.window.is_unknown ? "undetermined" : "pending";
        if (is_negative(check_.kind)) return duty.may_be_done ? "undetermined" : "satisfied";
        if (check_.kind == Template::exactly && duty.counted == bound(check_.count.min, 1)) {
            return duty.may_be_done ? "undetermined" : "satisfied";
        }
        if (check_.kind == Template::end) return case_.verdict_of_last(duty);
        return is_unsure ? "undetermined" : "violated";
    }

    // What the event itself decides; of a bare day when it is over.
    std::string verdict_at_once(const NaiveDuty& duty) const {
        const Kleene truth = case_.truth_of_that(duty);
        const bool is_open_day = events_[duty.event].is_whole_day && now_.day <= duty.day &&
                                 naive_asks_for_state(*check_.that);
        if (truth == Kleene::yes) return "satisfied";
        if (is_open_day) return "pending";
        if (truth == Kleene::no && !check_.excuse.empty()) {
            if (case_.may_be_excused(duty, now_.day)) return "pending";
            if (case_.is_excused(duty)) return "waived";
        }
        return truth == Kleene::no && !duty.is_unsure ? "violated" : "undetermined";
    }

    JudgedDuty judged_of(const NaiveDuty& duty) const {
        JudgedDuty judged;
        if (duty.event != NaiveDuty::kNone) judged.line = events_[duty.event].line;
        if (duty.thing) judged.thing = events_[duty.thing->opened].line;
        judged.day = duty.day;
        judged.verdict = verdict_of(duty);
        // What is settled already is not due any more when the case is closed.
        const bool is_owed = !duty.due_by || !duty.settled_by || *duty.settled_by >= *duty.due_by;
        if (is_owed && !duty.is_excepted_by_state) judged.due = duty.window.due;
        judged.due_second = duty.window.to_second;
        const bool is_repaired = duty.repaired_by && !is_backward(check_.kind);
        if (judged.verdict == "violated" && is_repaired) {
            const NaiveEvent& done = events_[*duty.repaired_by];
            const CivilDay day = check_.basis_recorded ? done.recorded : done.day;
            judged.repaired_by = done.line;
            judged.late_by = duty.window.is_elapsed ? done.second - *duty.window.to_second
                                                    : (day - *duty.window.due).count();
        }
        if (!case_.is_waived(duty, judged)) return judged;
        judged.verdict = "waived";
        judged.late_by.reset();
        judged.repaired_by = 0;
        return judged;
    }

    const Check& check_;
    const std::vector<NaiveEvent>& events_;
    const NaiveMoment now_;
    NaiveDuties case_;
};

}  // namespace

std::string JudgedDuty::text() const {
    std::string words = '#' + std::to_string(line);
    if (thing != 0) words += "/#" + std::to_string(thing);
    words += ' ' + day_text(day) + ' ' + verdict;
    if (due) words += " due " + day_text(*due);
    if (due_second) words += " due at " + std::to_string(*due_second);
    if (late_by) words += " late by " + std::to_string(*late_by);
    if (repaired_by != 0) words += " repaired by #" + std::to_string(repaired_by);
    return words;
}

std::vector<JudgedDuty> naive_verdicts(const NaiveRule& rule, const std::vector<NaiveEvent>& events,
                                       NaiveMoment now) {
    if (events.empty()) return {};
    if (rule.check.kind == Template::count) return naive_counts(rule, events, now);
    return NaiveJudge(rule, events, now).judge();
}

}  // namespace fallbuch::rules::testing
