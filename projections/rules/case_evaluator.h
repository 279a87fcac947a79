// Judges one case by all rules, event by event: START HERE for the evaluator.
//
// Each check is an obligation automaton: what an event may be to it is known by the event's type,
// so that an event costs what the checks cost that ask for its type, however long the history is.
// Time passes with the events and with advance(); verdicts are asked for as of a moment.
#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "core/base/clock.h"
#include "core/calendar/berlin.h"
#include "core/calendar/civil_day.h"
#include "core/events/decoded_event.h"
#include "projections/engine/case_projection.h"
#include "projections/rules/calendars.h"
#include "projections/rules/case_event.h"
#include "projections/rules/day_clock.h"
#include "projections/rules/evaluation.h"
#include "projections/rules/memory.h"
#include "projections/rules/office.h"
#include "projections/rules/outcome.h"
#include "projections/rules/rule_set.h"
#include "projections/rules/trace.h"
#include "projections/rules/vocabulary.h"

namespace fallbuch::rules {

// How events are seen by the rules. Belongs to one thread; borrows the lens.
class EventViewer {
public:
    EventViewer(EventLens& lens, const BerlinTime& berlin) : lens_(lens), clock_(berlin) {}
    CaseEvent see(const HistoryPlace& at, const DecodedEvent& event) const;

private:
    EventLens& lens_;
    mutable DayClock clock_;
};

// Belongs to one thread; rules, office and calendars outlive it. Its memory serves case after case.
class CaseEvaluator {
public:
    CaseEvaluator(const RuleSet& rules, const Office& office, const Calendars& calendars,
                  const BerlinTime& berlin);

    // A case begins: nothing of the one before is left. The number is asked for only if a rule
    // needs it; what it gives has to stay until the next begin().
    void begin(std::function<std::string_view()> case_number);

    // The next event in the order of the case. It is borrowed until the next begin().
    void apply(const HistoryPlace& at, const DecodedEvent& event);
    void apply(const CaseEvent& event);

    // Time passes without an event. Not back: a moment before the last event changes nothing.
    void advance(Instant now);

    // Of all activations so far, in the order in which they were opened, as of `now`.
    std::vector<Outcome> outcomes(Instant now) const;
    const Evaluation& state() const { return state_; }
    // From now on the trace is told what happens; it is borrowed, also by cases that begin later.
    void tell(Trace& trace) { state_.trace = &trace; }

private:
    void fire_timers(CivilDay until);
    void begin_day(CivilDay day);
    bool has_first_unit(EventIndex event);
    void begin_again(bool has_first_unit);
    void begin_case();
    void open_days(CivilDay until);
    void dispatch(EventIndex event);
    void take(const Subscription& by, EventIndex event);
    void note_waivers(EventIndex event);

    mutable DayClock clock_;
    EventLens lens_;
    Evaluation state_;
    bool has_begun_ = false;
    CivilDay opened_to_{};  // checks that a day activates: up to here they have been opened
};

}  // namespace fallbuch::rules
