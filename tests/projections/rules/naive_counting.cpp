#include "tests/projections/rules/naive_counting.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <optional>
#include <string>

#include "core/calendar/civil_day.h"
#include "projections/rules/check.h"
#include "projections/rules/check_parts.h"
#include "tests/projections/rules/naive_duties.h"
#include "tests/projections/rules/naive_windows.h"

namespace fallbuch::rules::testing {
namespace {

using std::chrono::days;

CivilDay first_of_next_month(CivilDay day) {
    const unsigned month = static_cast<unsigned>(std::chrono::year_month_day(day).month());
    while (static_cast<unsigned>(std::chrono::year_month_day(day).month()) == month) day += days(1);
    return day;
}

// Judges one check that counts.
class NaiveCounter {
public:
    NaiveCounter(const NaiveRule& rule, const std::vector<NaiveEvent>& events, NaiveMoment now)
        : rule_(rule), check_(rule.check), events_(events), now_(now), case_(rule, events) {}

    std::vector<JudgedDuty> judge() {
        for (const NaiveDuty& duty : case_.duties(now_.day)) {
            end_ = end_of_scope(duty);
            switch (*check_.count.window) {
                case CountWindow::sliding: slide(duty); break;
                case CountWindow::tumbling: tumble(duty); break;
                default: count_from(duty, duty.day, end_of(duty.day)); break;
            }
        }
        return judged_;
    }

private:
    CivilDay end_of(CivilDay from) const {
        return naive_end(from, *check_.count.length->civil, check_.within.calendar, rule_.calendar);
    }

    // The event that ends the scope, if one has come.
    std::optional<std::size_t> end_of_scope(const NaiveDuty& duty) const {
        for (std::size_t i = 0; i < events_.size(); ++i) {
            if (case_.is_at_or_after(duty, i) && i != duty.event && case_.ends_scope(i)) return i;
        }
        return std::nullopt;
    }

    // Days of targets between two days, in order; those behind the end of the scope do not count.
    std::vector<std::size_t> targets(const NaiveDuty& duty, CivilDay from,
                                     std::optional<CivilDay> to, Kleene least) const {
        std::vector<std::size_t> found;
        for (std::size_t i = 0; i < events_.size(); ++i) {
            const CivilDay day = events_[i].day;
            if (i == duty.event || day < from || (to && day > *to) || (end_ && i > *end_)) continue;
            if (case_.truth_of_target(duty, check_.require.front(), i) >= least) found.push_back(i);
        }
        return found;
    }

    JudgedDuty begin(const NaiveDuty& duty, CivilDay day) const {
        JudgedDuty judged;
        if (duty.event != NaiveDuty::kNone) judged.line = events_[duty.event].line;
        judged.day = day;
        return judged;
    }

    bool is_cut_short(CivilDay due) const { return end_ && events_[*end_].day <= due; }

    void slide(const NaiveDuty& duty) {
        return check_.count.min.value ? slide_min(duty) : slide_max(duty);
    }

    // From each day on the next so many have to come within the length. The first window that they
    // do not come in is a breach, and the next one begins where it was due.
    void slide_min(const NaiveDuty& duty) {
        const auto min = static_cast<std::size_t>(check_.count.min.value->number);
        CivilDay start = duty.day;
        CivilDay day = duty.day;
        // The first day itself counts.
        const bool begins_well = targets(duty, start, end_of(start), Kleene::yes).size() >= min;
        for (bool is_first = true;; is_first = false) {
            CivilDay from = start;
            while (begins_well || !is_first) {
                if (targets(duty, from + days(1), end_of(from), Kleene::yes).size() < min) break;
                from += days(1);
            }
            const CivilDay due = end_of(from);
            const bool is_unsure = targets(duty, from + days(1), due, Kleene::unknown).size() >
                                   targets(duty, from + days(1), due, Kleene::yes).size();
            JudgedDuty judged = begin(duty, day);
            judged.due = due;
            const bool is_over = due < now_.day;
            judged.verdict = !is_over ? "pending" : is_unsure ? "undetermined" : "violated";
            const auto later = targets(duty, due + days(1), std::nullopt, Kleene::yes);
            if (is_cut_short(due)) judged.verdict = "not_applicable";
            if (judged.verdict == "violated" && !later.empty()) {
                judged.repaired_by = events_[later.front()].line;
                judged.late_by = (events_[later.front()].day - due).count();
            }
            judged_.push_back(judged);
            if (!is_over || is_cut_short(due) || later.empty()) return;
            day = start = due;
            while (end_of(start) < events_[later.front()].day) start = end_of(start);
        }
    }

    // One too many within the length of some event is a breach; then it begins anew.
    void slide_max(const NaiveDuty& duty) {
        const auto max = static_cast<std::size_t>(check_.count.max.value->number);
        CivilDay day = duty.day;
        std::vector<std::size_t> since;
        for (const std::size_t target : targets(duty, duty.day, std::nullopt, Kleene::yes)) {
            since.push_back(target);
            const auto within = std::count_if(since.begin(), since.end(), [&](std::size_t one) {
                return end_of(events_[one].day) >= events_[target].day;
            });
            if (static_cast<std::size_t>(within) <= max) continue;
            JudgedDuty judged = begin(duty, day);
            judged.verdict = "violated";
            judged_.push_back(judged);
            since.clear();
            day = events_[target].day;
        }
        JudgedDuty judged = begin(duty, day);
        // Nothing has an end of its own: it is due when the case is closed.
        for (std::size_t i = 0; i < events_.size() && !judged.due; ++i) {
            const bool closes = case_.closes_case(i) && case_.is_at_or_after(duty, i);
            if (closes && events_[i].day >= day) judged.due = events_[i].day;
        }
        const bool is_over = judged.due && *judged.due < now_.day;
        judged.verdict = end_ ? "not_applicable" : is_over ? "satisfied" : "pending";
        judged_.push_back(judged);
    }

    // Each whole month; one that the scope cuts short asks for nothing.
    void tumble(const NaiveDuty& duty) {
        CivilDay first = duty.day;
        if (static_cast<unsigned>(std::chrono::year_month_day(first).day()) != 1) {
            first = first_of_next_month(first);
        }
        for (CivilDay day = duty.day; day <= now_.day; day = first) {
            const CivilDay next = first_of_next_month(first);
            NaiveDuty window = duty;
            window.day = day;
            count_from(window, first, next - days(1));
            if (is_cut_short(next - days(1))) return;
            first = next;
        }
    }

    void count_from(const NaiveDuty& duty, CivilDay first, CivilDay due) {
        const auto surely = static_cast<double>(targets(duty, first, due, Kleene::yes).size());
        const auto perhaps = static_cast<double>(targets(duty, first, due, Kleene::unknown).size());
        const Count& count = check_.count;
        JudgedDuty judged = begin(duty, duty.day);
        judged.due = due;
        const bool is_over = due < now_.day;
        const double min = count.min.value ? count.min.value->number : 0;
        const bool may_still_be_too_many = count.max.value.has_value();
        if (count.max.value && surely > count.max.value->number) {
            judged.verdict = "violated";
        } else if (surely >= min && count.min.value && !may_still_be_too_many) {
            judged.verdict = "satisfied";
        } else if (is_cut_short(due)) {
            judged.verdict = "not_applicable";
        } else if (!is_over) {
            judged.verdict = "pending";
        } else {
            const bool is_enough = surely >= min;
            judged.verdict = is_enough ? "satisfied" : "violated";
            const bool may_be_otherwise = perhaps > surely && (!is_enough || count.max.value);
            if (may_be_otherwise) judged.verdict = "undetermined";
        }
        judged_.push_back(judged);
    }

    const NaiveRule& rule_;
    const Check& check_;
    const std::vector<NaiveEvent>& events_;
    const NaiveMoment now_;
    NaiveDuties case_;
    std::optional<std::size_t> end_;
    std::vector<JudgedDuty> judged_;
};

}  // namespace

std::vector<JudgedDuty> naive_counts(const NaiveRule& rule, const std::vector<NaiveEvent>& events,
                                     NaiveMoment now) {
    return NaiveCounter(rule, events, now).judge();
}

}  // namespace fallbuch::rules::testing
