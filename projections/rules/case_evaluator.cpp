#include "projections/rules/case_evaluator.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "core/base/assert.h"
#include "projections/engine/case_projection.h"
#include "projections/rules/activation.h"
#include "projections/rules/activator.h"
#include "projections/rules/case_event.h"
#include "projections/rules/case_notes.h"
#include "projections/rules/counting.h"
#include "projections/rules/definitions.h"
#include "projections/rules/discharger.h"
#include "projections/rules/excuses.h"
#include "projections/rules/judge.h"
#include "projections/rules/memory.h"
#include "projections/rules/memory_keeper.h"
#include "projections/rules/timers.h"
#include "projections/rules/watcher.h"

namespace fallbuch::rules {
namespace {

std::int64_t second_of(Instant instant) {
    return std::chrono::floor<std::chrono::seconds>(instant).time_since_epoch().count();
}

CaseEvent seen_as(EventLens& lens, DayClock& clock, const HistoryPlace& at,
                  const DecodedEvent& event) {
    CaseEvent seen;
    seen.event = &event;
    seen.lens = &lens.of(*event.type);
    const bool counts_as_itself = &at.counts_as == event.type;
    seen.type =
        counts_as_itself ? lens.type_of(*seen.lens, event) : lens.type_of(at.counts_as, event);
    seen.position = at.place.position;
    seen.content = at.position;
    seen.day = clock.day_of(at.place.occurred);
    seen.second = second_of(at.place.occurred);
    seen.is_whole_day = event.day_precision && event.occurred.has_value();
    seen.recorded = at.first_recorded;
    seen.recorded_day = clock.day_of(at.first_recorded);
    return seen;
}

}  // namespace

CaseEvaluator::CaseEvaluator(const RuleSet& rules, const Office& office, const Calendars& calendars,
                             const BerlinTime& berlin)
    : clock_(berlin), lens_(rules.vocabulary()), state_(rules, office, calendars) {}

void CaseEvaluator::begin(std::function<std::string_view()> case_number) {
    state_.clear();
    state_.hindsight.clear();
    state_.case_number = std::move(case_number);
    has_begun_ = false;
}

CaseEvent EventViewer::see(const HistoryPlace& at, const DecodedEvent& event) const {
    return seen_as(lens_, clock_, at, event);
}

void CaseEvaluator::apply(const HistoryPlace& at, const DecodedEvent& event) {
    apply(seen_as(lens_, clock_, at, event));
}

void CaseEvaluator::apply(const CaseEvent& event) {
    LEDGER_ASSERT(event.second >= state_.second || state_.events.empty());
    if (!has_begun_) {
        begin_day(event.day);
        state_.second = event.second;
        begin_case();
    }
    fire_timers(event.day);
    if (event.day != state_.today) begin_day(event.day);
    state_.second = event.second;
    const auto index = static_cast<EventIndex>(state_.events.size());
    state_.events.push_back(event);
    MemoryKeeper(state_).take(index);
    const bool has_unit = has_first_unit(index);
    if (has_unit || state_.has_new_hindsight) return begin_again(has_unit);
    Watcher watcher(state_);
    watcher.settle_chains(index);
    dispatch(index);
    const bool is_special = state_.rules.notes(state_.events[index].type).closes_or_waives;
    if (is_special) watcher.close_case(index);
    watcher.settle_objects();
    watcher.look_again(index);
    if (is_special) note_waivers(index);
}

// Does it tell the unit first, when others have been judged without?
bool CaseEvaluator::has_first_unit(EventIndex event) {
    bool is_early = false;
    for (std::size_t book = 0; book < state_.gates.size(); ++book) {
        BookGate& gate = state_.gates[book];
        if (gate.is_unit_told || state_.newest_unit_event_of(book) != event) continue;
        gate.is_unit_told = state_.unit_event_of(book) == event;
        const bool is_in_time = event == 0 && gate.is_unit_told;
        is_early = is_early || (!is_in_time && gate.early_event.empty());
    }
    return is_early;
}

// As if it had been known from the beginning where the case belongs, and what hindsight tells: few
// events come before the one, and few cases have the other.
void CaseEvaluator::begin_again(bool has_first_unit) {
    const std::vector<CaseEvent> events = std::move(state_.events);
    const auto newest = static_cast<EventIndex>(events.size() - 1);
    std::vector<std::pair<std::size_t, CaseEvent>> units;
    for (std::size_t book = 0; book < state_.gates.size(); ++book) {
        const BookGate& gate = state_.gates[book];
        if (!gate.early_event.empty()) units.emplace_back(book, gate.early_event.front());
        const bool is_told_now =
            gate.early_event.empty() && state_.newest_unit_event_of(book) == newest;
        if (has_first_unit && is_told_now) {
            units.emplace_back(book, events.back());
        }
    }
    state_.clear();
    if (state_.trace != nullptr) state_.trace->hits.clear();
    for (const auto& [book, event] : units) state_.set_early_unit(book, event);
    has_begun_ = false;
    for (const CaseEvent& event : events) apply(event);
}

void CaseEvaluator::begin_case() {
    has_begun_ = true;
    for (const std::uint32_t check : state_.rules.case_checks()) {
        Activation one;
        one.day = state_.today;
        Activator(state_).open(check, one);
    }
    opened_to_ = state_.today;
}

void CaseEvaluator::begin_day(CivilDay day) {
    Watcher(state_).begin_day();
    open_days(day);
    state_.today = day;
    state_.first_of_day = static_cast<EventIndex>(state_.events.size());
}

// Checks that a day of the calendar activates, if it lies in the life of the case.
void CaseEvaluator::open_days(CivilDay until) {
    if (!has_begun_ || state_.rules.day_checks().empty()) return;
    for (const std::uint32_t check : state_.rules.day_checks()) {
        const CivilDay day = state_.rules.checks()[check].check->on_day;
        if (day <= opened_to_ || day > until) continue;
        state_.today = day;
        Activation one;
        one.day = day;
        Activator(state_).open(check, one);
    }
    opened_to_ = until;
}

void CaseEvaluator::fire_timers(CivilDay until) {
    while (!state_.timers.empty() && state_.timers.top().day <= until) {
        const Timer timer = state_.timers.top();
        state_.timers.pop();
        if (timer.day > state_.today) begin_day(timer.day);
        Watcher(state_).fire(timer);
    }
}

void CaseEvaluator::dispatch(EventIndex event) {
    for (const Subscription& by : state_.rules.subscriptions(state_.events[event].type)) {
        if (!state_.is_idle(state_.rules.checks()[by.check].book)) take(by, event);
    }
}

void CaseEvaluator::take(const Subscription& by, EventIndex event) {
    Discharger discharger(state_);
    const CompiledCheck& compiled = state_.rules.checks()[by.check];
    const bool is_open = state_.checks[by.check].open_count > 0;
    switch (by.role) {
        case Role::suspend_begin: return discharger.take_suspension(by, event);
        case Role::suspend_end: return discharger.take_resumption(by, event);
        case Role::target:
            if (!is_open && !compiled.looks_back) return;
            return compiled.counts ? Counting(state_).take_target(by, event)
                                   : discharger.take_target(by, event);
        case Role::excuse: return Excuses(state_).take(by, event);
        case Role::except:
            if (is_open) discharger.take_exception(by, event);
            return;
        case Role::deadline:
            if (is_open) discharger.take_deadline(by, event);
            return;
        case Role::rebound:
            if (is_open) Counting(state_).take_rebound(by.check);
            return;
        case Role::supersede:
            for (const std::uint32_t number : discharger.take_supersession(by, event)) {
                Activator(state_).reopen(number, event);
            }
            return;
        case Role::scope_end: return discharger.take_scope_end(by, event);
        case Role::scope_begin: return discharger.take_scope_begin(by, event);
        case Role::activate: return Activator(state_).take(by, event);
    }
}

void CaseEvaluator::note_waivers(EventIndex event) {
    for (std::size_t book = 0; book < state_.rules.books().size(); ++book) {
        const auto& waivers = state_.rules.books()[book]->waivers;
        if (!waivers) continue;
        for (const Pattern& pattern : waivers->events) {
            if (pattern.type != state_.events[event].type) continue;
            const Surroundings around = state_.around(book);
            const Judge judge(around);
            Bindings with;
            with.target = &state_.events[event];
            Waiver waiver;
            waiver.event = event;
            waiver.rule = judge.value(waivers->rule, with).text;
            waiver.from = judge.day(waivers->from, with);
            waiver.to = judge.day(waivers->to, with);
            state_.waivers.push_back(waiver);
        }
    }
}

void CaseEvaluator::advance(Instant now) {
    if (!has_begun_) return;
    const CivilDay day = clock_.day_of(now);
    fire_timers(day);
    if (day > state_.today) begin_day(day);
    state_.second = std::max(state_.second, second_of(now));
}

std::vector<Outcome> CaseEvaluator::outcomes(Instant now) const {
    std::vector<Outcome> all;
    all.reserve(state_.activations.size());
    const CivilDay day = clock_.day_of(now);
    for (std::uint32_t i = 0; i < state_.activations.size(); ++i) {
        all.push_back(outcome_of(state_, i, day, second_of(now)));
    }
    return all;
}

}  // namespace fallbuch::rules
