// What time and the next events do to activations that wait: bare days, chains, conditions that
// have to hold on, states that no longer except, laws that end.
#pragma once

#include <cstdint>

#include "projections/rules/evaluation.h"
#include "projections/rules/memory.h"
#include "projections/rules/timers.h"
#include "projections/rules/value.h"

namespace fallbuch::rules {

// Borrows the evaluation.
class Watcher {
public:
    explicit Watcher(Evaluation& state) : state_(state) {}

    // Before the event is judged: what only the very next event decides.
    void settle_chains(EventIndex event);
    // After it: what it may have decided beside its own roles.
    void look_again(EventIndex event);
    // Objects that have ended activate, and duties that a state excepted are owed from today on.
    void settle_objects();
    // The event closes the case for these rulebooks: nothing begins anew behind it.
    void close_case(EventIndex event);
    // A new day has begun.
    void begin_day();
    // One timer whose day has come.
    void fire(const Timer& timer);

private:
    void look_again_at_days();
    void look_again_at_maintained(EventIndex event);
    void look_again_at_last(EventIndex event);
    // `may_have_ended`: an event has left in doubt whether an object is open.
    void reactivate(EventIndex ended_by, bool may_have_ended);
    // Under the law of the day; unknown: nobody can tell whether it is owed.
    void activate_anew(std::uint32_t number, EventIndex ended_by, Truth is_owed = Truth::yes);
    void begin_fact(const Timer& timer);
    void change_law(const Timer& timer);
    void repair(const Timer& timer);

    Evaluation& state_;
};

}  // namespace fallbuch::rules
