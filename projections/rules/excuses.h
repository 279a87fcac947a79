// What excuses a breach: events behind it, and in front of it if the rule says how long.
#pragma once

#include <cstdint>

#include "projections/rules/activation.h"
#include "projections/rules/case_event.h"
#include "projections/rules/check_parts.h"
#include "projections/rules/check_state.h"
#include "projections/rules/evaluation.h"
#include "projections/rules/limits.h"
#include "projections/rules/memory.h"
#include "projections/rules/rule_set.h"

namespace fallbuch::rules {

// Borrows the evaluation. Events are the newest ones.
class Excuses {
public:
    explicit Excuses(Evaluation& state) : state_(state) {}

    // The event excuses the activations that are open, and is kept for those that may follow it.
    void take(const Subscription& by, EventIndex event);
    // A breach that was found at once waits for an excuse until the last one comes too late.
    void set_limits(std::uint32_t number);
    // What came before the activation, or on the same bare day.
    void look_back(std::uint32_t number);

private:
    Limits limits_of(const Activation& one, const Excuse& excuse) const;
    bool is_soon_enough(const Activation& one, const Excuse& excuse, const CaseEvent& other) const;
    // It fits the excuse, and another person answers for it, if that is asked for.
    bool fits(const Activation& one, const Excused& by) const;
    // It is simultaneous with the event, or not too long before it.
    bool is_near(std::uint32_t check, EventIndex event, const Excused& by) const;
    // Keeps the event, and lets go what is too old to lie before anything that still comes.
    void keep(std::uint32_t check, const Excused& by);

    Evaluation& state_;
};

}  // namespace fallbuch::rules
