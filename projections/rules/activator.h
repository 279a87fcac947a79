// Opens activations: does the check apply, in which window, and has it been settled already?
#pragma once

#include <cstdint>

#include "projections/rules/activation.h"
#include "projections/rules/condition.h"
#include "projections/rules/evaluation.h"
#include "projections/rules/memory.h"
#include "projections/rules/rule_set.h"

namespace fallbuch::rules {

// Borrows the evaluation.
class Activator {
public:
    explicit Activator(Evaluation& state) : state_(state) {}

    // The newest event may fit the trigger of the check.
    void take(const Subscription& by, EventIndex event);
    // Without an event of its own: the beginning of the case, a day of the calendar, the end of an
    // object, a breach that is to be repaired, a state that no longer excepts. Says whether it was
    // activated.
    bool open(std::uint32_t check, Activation as);
    // In the place of one that it supersedes.
    void reopen(std::uint32_t old, EventIndex superseded_by);

private:
    bool has_all_triggers(const Subscription& by, EventIndex event);
    void note_unknowns(Activation& as);
    void open_each_object(const Activation& as);
    void open_each_item(const Activation& as);
    void enter(Activation one);
    void settle(std::uint32_t number);
    bool is_excepted_by_state(std::uint32_t number);
    void judge_now(std::uint32_t number);
    bool is_due_without_law(std::uint32_t number);
    void set_limits(std::uint32_t number);
    const Length* length_of(Activation& one) const;
    void begin_waiting(std::uint32_t number);
    void set_bound(std::uint32_t number);
    void close_repeated(std::uint32_t number);
    void watch_law(std::uint32_t number);

    Evaluation& state_;
};

}  // namespace fallbuch::rules
