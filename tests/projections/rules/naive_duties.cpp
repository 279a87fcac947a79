#include "tests/projections/rules/naive_duties.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <variant>

#include "core/calendar/period.h"
#include "core/calendar/timestamp.h"
#include "projections/rules/check.h"
#include "projections/rules/condition.h"
#include "tests/projections/rules/naive_conditions.h"

namespace fallbuch::rules::testing {

bool is_negative(Template kind) {
    return kind == Template::not_response || kind == Template::not_co_existence ||
           kind == Template::absence;
}

bool is_backward(Template kind) {
    return kind == Template::precedence || kind == Template::chain_precedence ||
           kind == Template::alternate_precedence;
}

bool is_looking_at_neighbours(Template kind) {
    return kind == Template::chain_response || kind == Template::chain_precedence ||
           kind == Template::alternate_response || kind == Template::alternate_precedence;
}

namespace {

bool is_on_both_sides(const Check& check) {
    if (check.kind == Template::responded_existence || check.kind == Template::not_co_existence) {
        return true;
    }
    if (!check.within.after || !check.within.after->civil) return false;
    const Period& after = *check.within.after->civil;
    if (const auto* working = std::get_if<WorkingDays>(&after)) return working->count < 0;
    const auto& civil = std::get<CivilPeriod>(after);
    return civil.years < 0 || civil.months < 0 || civil.days < 0;
}

std::string rule_named_by(const NaiveEvent& event) {
    const auto found = event.values.find("rule");
    return found == event.values.end() ? "" : found->second;
}

}  // namespace

NaiveDuties::NaiveDuties(const NaiveRule& rule, const std::vector<NaiveEvent>& events)
    : rule_(rule), check_(rule.check), events_(events) {
    for (const ObjectKind& kind : rule.book.objects) {
        things_.push_back(naive_things(kind, events, rule.names));
    }
}

bool NaiveDuties::is_judged_at_once() const {
    return check_.that.has_value() && !check_.is_maintenance;
}

bool NaiveDuties::activates(std::size_t event) const { return is_trigger(event) == Kleene::yes; }

Kleene NaiveDuties::is_trigger(std::size_t event) const {
    NaiveDuty probe;
    probe.event = event;
    const NaiveLetters with = letters(probe, event);
    Kleene truth = Kleene::no;
    for (const Pattern& pattern : check_.on) {
        truth = std::max(truth, naive_fits(pattern, events_[event], with, rule_.names));
    }
    return truth;
}

// Whichever of the unknown triggers before it were none: is it the n-th?
Kleene NaiveDuties::is_nth(std::size_t event) const {
    std::uint32_t sure = 0;
    std::uint32_t unknown = 0;
    for (std::size_t i = 0; i < event; ++i) {
        sure += is_trigger(i) == Kleene::yes ? 1U : 0U;
        unknown += is_trigger(i) == Kleene::unknown ? 1U : 0U;
    }
    bool always = true;
    bool ever = false;
    for (std::uint32_t real = 0; real <= unknown; ++real) {
        const bool is_it = sure + real + 1 == check_.nth;
        always = always && is_it;
        ever = ever || is_it;
    }
    return always ? Kleene::yes : ever ? Kleene::unknown : Kleene::no;
}

bool NaiveDuties::ends_scope(std::size_t event) const {
    NaiveLetters with;
    with.x = &events_[event];
    return std::any_of(check_.scope_to.begin(), check_.scope_to.end(), [&](const Pattern& to) {
        return naive_fits(to, events_[event], with, rule_.names) == Kleene::yes;
    });
}

bool NaiveDuties::closes_case(std::size_t event) const {
    return std::any_of(
        rule_.book.closing.begin(), rule_.book.closing.end(),
        [&](const Pattern& one) { return rule_.names.type_name(one.type) == events_[event].type; });
}

bool NaiveDuties::is_in_scope(std::size_t event) const {
    if (check_.scope_from.empty()) return true;
    bool is_in = false;
    for (std::size_t i = 0; i <= event; ++i) {
        NaiveLetters with;
        with.x = &events_[i];
        if (ends_scope(i)) is_in = false;
        for (const Pattern& from : check_.scope_from) {
            if (naive_fits(from, events_[i], with, rule_.names) == Kleene::yes) is_in = true;
        }
    }
    return is_in;
}

bool NaiveDuties::is_strictly_before(std::size_t left, std::size_t right) const {
    return left < right && !are_simultaneous(events_[left], events_[right]);
}

bool NaiveDuties::is_at_or_after(const NaiveDuty& duty, std::size_t event) const {
    if (duty.event == NaiveDuty::kNone) return true;
    if (duty.is_anew) return events_[event].day >= duty.day;
    return !is_strictly_before(event, duty.event);
}

bool NaiveDuties::may_be_target(const NaiveDuty& duty, std::size_t event) const {
    if (event == duty.event) return false;
    if (is_on_both_sides(check_)) return true;
    if (is_backward(check_.kind)) return !is_strictly_before(duty.event, event);
    return is_at_or_after(duty, event);
}

NaiveLetters NaiveDuties::letters(const NaiveDuty& duty, std::size_t at) const {
    NaiveLetters with;
    if (duty.event != NaiveDuty::kNone) with.a = &events_[duty.event];
    if (duty.thing) with.o = &duty.thing->values;
    with.holds = [this, duty, at](const Condition& one) { return holds(one, duty, at); };
    return with;
}

Kleene NaiveDuties::truth_of_target(const NaiveDuty& duty, const Patterns& group,
                                    std::size_t event) const {
    NaiveLetters with = letters(duty, event);
    with.t = &events_[event];
    Kleene truth = Kleene::no;
    for (const Pattern& pattern : group) {
        truth = std::max(truth, naive_fits(pattern, events_[event], with, rule_.names));
    }
    return truth;
}

Kleene NaiveDuties::truth_of_other(const NaiveDuty& duty, const Pattern& pattern,
                                   std::size_t event) const {
    NaiveLetters with = letters(duty, event);
    with.x = &events_[event];
    return naive_fits(pattern, events_[event], with, rule_.names);
}

Kleene NaiveDuties::truth_of_that(const NaiveDuty& duty) const {
    return naive_truth(*check_.that, letters(duty, duty.event), rule_.names);
}

std::string NaiveDuties::verdict_of_last(const NaiveDuty& duty) const {
    std::vector<std::size_t> last;
    for (std::size_t i = 0; i < events_.size() && events_[i].day <= *duty.window.due; ++i) {
        std::erase_if(last, [&](std::size_t one) { return is_strictly_before(one, i); });
        last.push_back(i);
    }
    Kleene truth = Kleene::no;
    for (const std::size_t one : last) {
        truth = std::max(truth, truth_of_target(duty, check_.require.front(), one));
    }
    return truth == Kleene::yes ? "satisfied" : truth == Kleene::no ? "violated" : "undetermined";
}

std::vector<NaiveDuty> NaiveDuties::duties(CivilDay today) const {
    std::vector<NaiveDuty> all;
    std::vector<NaiveDuty> opened;
    if (check_.trigger == Trigger::case_begins) {
        NaiveDuty duty;
        duty.day = events_.front().day;
        opened.push_back(duty);
    }
    for (std::size_t i = 0; i < events_.size() && check_.trigger == Trigger::events; ++i) {
        const Kleene is_wanted = check_.nth == 0 ? Kleene::yes : is_nth(i);
        if (is_wanted != Kleene::no && is_in_scope(i)) add_duties_of(i, is_wanted, opened);
    }
    for (NaiveDuty& duty : opened) add(duty, today, all);
    std::stable_sort(all.begin(), all.end(), [](const NaiveDuty& left, const NaiveDuty& right) {
        return left.opens < right.opens;
    });
    return all;
}

void NaiveDuties::add_duties_of(std::size_t event, Kleene is_wanted,
                                std::vector<NaiveDuty>& duties) const {
    NaiveDuty duty;
    duty.event = event;
    duty.day = events_[event].day;
    duty.opens = 2 * event + 1;
    Kleene truth = std::min(is_wanted, is_trigger(event));
    if (check_.where) {
        truth = std::min(truth, naive_truth(*check_.where, letters(duty, event), rule_.names));
    }
    if (truth == Kleene::no) return;
    duty.is_unsure = truth == Kleene::unknown;
    if (!check_.each_object) return duties.push_back(duty);
    for (const NaiveThing& thing : things_[*check_.each_object]) {
        const Kleene is_open = is_open_at(thing, event, events_);
        if (is_open == Kleene::no) continue;
        duty.thing = thing;
        duty.is_unsure = std::min(truth, is_open) == Kleene::unknown;
        duties.push_back(duty);
    }
}

// The duty; and if a state excepts it, the one that begins anew when that ends, and before that
// when nobody knows any more whether it has ended.
void NaiveDuties::add(NaiveDuty duty, CivilDay today, std::vector<NaiveDuty>& duties) const {
    set_window(duty);
    std::optional<CivilDay> anew;
    std::optional<CivilDay> doubted;
    for (const Exception& exception : check_.unless) {
        const bool is_at_hand = exception.holds && !duty.is_anew && duty.event != NaiveDuty::kNone;
        if (!is_at_hand) continue;
        const Kleene truth = naive_truth(*exception.holds, letters(duty, duty.event), rule_.names);
        duty.may_be_excepted = duty.may_be_excepted || truth == Kleene::unknown;
        if (truth != Kleene::yes) continue;
        duty.is_excepted = duty.is_excepted_by_state = true;
        if (!exception.reactivates) continue;
        anew = end_of_state(*exception.holds, duty, {Kleene::no, today});
        doubted = end_of_state(*exception.holds, duty, {Kleene::unknown, today});
    }
    duties.push_back(duty);
    NaiveDuty unsure = duty;
    unsure.is_unsure = true;
    if (doubted && doubted != anew) add_anew(unsure, {*doubted, today}, duties);
    if (anew) add_anew(duty, {*anew, today}, duties);
}

void NaiveDuties::add_anew(const NaiveDuty& duty, std::pair<CivilDay, CivilDay> days,
                           std::vector<NaiveDuty>& duties) const {
    const auto& [day, today] = days;
    NaiveDuty again;
    again.event = duty.event;
    again.thing = duty.thing;
    again.day = day;
    again.is_anew = true;
    again.is_unsure = duty.is_unsure;
    again.opens = 0;
    while (again.opens / 2 < events_.size() && events_[again.opens / 2].day < day) {
        again.opens += 2;
    }
    add(again, today, duties);
}

std::vector<NaiveStop> NaiveDuties::stops_of(const NaiveDuty& duty) const {
    std::vector<NaiveStop> stops;
    for (const Suspension& suspension : check_.suspend) {
        bool stands_still = false;
        for (std::size_t i = 0; i < events_.size(); ++i) {
            if (!stands_still && truth_of_other(duty, suspension.from, i) == Kleene::yes) {
                stops.push_back({events_[i].day, std::nullopt});
                stands_still = true;
            } else if (stands_still && truth_of_other(duty, suspension.to, i) == Kleene::yes) {
                stops.back().to = events_[i].day;
                stands_still = false;
            }
        }
    }
    return stops;
}

void NaiveDuties::set_window(NaiveDuty& duty) const {
    NaiveAnchor anchor{duty.day, 0};
    if (duty.event != NaiveDuty::kNone) anchor.second = events_[duty.event].second;
    if (check_.anchor) {
        const auto day =
            parse_day(naive_words(*check_.anchor, letters(duty, duty.event), rule_.names));
        duty.window.is_unknown = !day;
        if (!day) return;
        anchor.day = *day;
    }
    if (is_backward(check_.kind)) {
        duty.window = naive_window_before(check_.within, anchor, rule_.calendar);
        return;
    }
    duty.window = naive_window(check_.within, anchor, stops_of(duty), rule_.calendar);
    if (check_.within.before || is_judged_at_once()) return;
    const Patterns& ends = check_.within.until.empty() ? rule_.book.closing : check_.within.until;
    for (std::size_t i = 0; i < events_.size() && !duty.window.due; ++i) {
        if (!is_at_or_after(duty, i)) continue;
        for (const Pattern& end : ends) {
            if (truth_of_other(duty, end, i) != Kleene::yes) continue;
            duty.window.due = events_[i].day;
            duty.due_by = i;
        }
    }
}

bool NaiveDuties::is_waived(const NaiveDuty& duty, const JudgedDuty& judged) const {
    const bool is_weak = check_.type == DutyType::should || check_.type == DutyType::may;
    const bool is_bad = judged.verdict == "pending" || judged.verdict == "violated" ||
                        judged.verdict == "undetermined";
    const auto due = is_judged_at_once() ? std::optional(duty.day) : duty.window.due;
    if (!is_weak || !is_bad || !due) return false;
    return std::any_of(events_.begin(), events_.end(), [&](const NaiveEvent& event) {
        if (event.type != "DelayJustified" || rule_named_by(event) != check_.id) return false;
        return event.values.at("period.from") <= day_text(*due) &&
               day_text(*due) <= event.values.at("period.to");
    });
}

std::optional<CivilDay> NaiveDuties::last_day_for(const NaiveDuty& duty,
                                                  const Excuse& excuse) const {
    Window window;
    window.before = excuse.within;
    window.calendar = check_.within.calendar;
    return naive_window(window, {duty.day, events_[duty.event].second}, {}, rule_.calendar).due;
}

bool NaiveDuties::may_be_excused(const NaiveDuty& duty, CivilDay day) const {
    return std::any_of(check_.excuse.begin(), check_.excuse.end(), [&](const Excuse& one) {
        const auto last = last_day_for(duty, one);
        return !last || *last >= day;
    });
}

bool NaiveDuties::is_near(const NaiveDuty& duty, const Excuse& excuse, std::size_t event) const {
    const NaiveEvent& other = events_[event];
    if (are_simultaneous(other, events_[duty.event])) return true;
    if (!is_strictly_before(event, duty.event)) {
        const auto last = last_day_for(duty, excuse);
        return !last || other.day <= *last;
    }
    if (!excuse.earlier) return false;
    Window window;
    window.before = excuse.earlier;
    window.calendar = check_.within.calendar;
    const NaiveAnchor anchor{duty.day, events_[duty.event].second};
    return !naive_window_before(window, anchor, rule_.calendar).is_before(other, other.day);
}

bool NaiveDuties::is_excused(const NaiveDuty& duty) const {
    for (std::size_t event = 0; event < events_.size(); ++event) {
        for (const Excuse& excuse : check_.excuse) {
            if (event == duty.event || !is_near(duty, excuse, event)) continue;
            if (truth_of_other(duty, excuse.event, event) == Kleene::yes) return true;
        }
    }
    return false;
}

}  // namespace fallbuch::rules::testing
