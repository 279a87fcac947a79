// Closes activations: what discharges, excepts, supersedes and ends them.
#pragma once

#include <cstdint>
#include <vector>

#include "projections/rules/activation.h"
#include "projections/rules/case_event.h"
#include "projections/rules/definitions.h"
#include "projections/rules/evaluation.h"
#include "projections/rules/memory.h"
#include "projections/rules/rule_set.h"
#include "projections/rules/value.h"

namespace fallbuch::rules {

// Borrows the evaluation. Events are the newest ones.
class Discharger {
public:
    explicit Discharger(Evaluation& state) : state_(state) {}

    void take_target(const Subscription& by, EventIndex event);
    void take_exception(const Subscription& by, EventIndex event);
    void take_deadline(const Subscription& by, EventIndex event);
    void take_scope_begin(const Subscription& by, EventIndex event);
    void take_scope_end(const Subscription& by, EventIndex event);
    void take_suspension(const Subscription& by, EventIndex event);
    void take_resumption(const Subscription& by, EventIndex event);
    // Numbers of the activations that the event supersedes; they are closed.
    std::vector<std::uint32_t> take_supersession(const Subscription& by, EventIndex event);

    // Events that came before, for a check that looks back. The activation has its limits.
    void look_back(std::uint32_t number);
    // Bare days of today that came first in the order, and are simultaneous.
    void look_back_in_day(std::uint32_t number);
    void look_back_at_exceptions(std::uint32_t number);
    // The event before, alone (chain_precedence).
    void look_at_previous(std::uint32_t number);
    // The next event, alone, is here (chain_response).
    void settle_chain(std::uint32_t number, EventIndex event);

    // Where exceptions look no more; says whether it may lie there.
    bool set_aside(std::uint32_t number);

    void close(std::uint32_t number, ActivationState as, Reason why, EventIndex by = kNoEvent);

private:
    bool is_too_late_to_supersede(const Activation& one, EventIndex event) const;
    // Tries the event as a target of the group; afterwards the activation is open or not.
    void attempt(std::uint32_t number, std::uint16_t group, EventIndex event);
    Truth fits_group(const Activation& one, const Patterns& group, const CaseEvent& event) const;
    bool may_be_target(const Subscription& by, EventIndex event) const;
    void hit(std::uint32_t number, std::uint16_t group, EventIndex event);
    void count_in_window(std::uint32_t number, EventIndex event, bool is_in_window);
    // The event may fit an exception of the activation, which is open.
    void except(std::uint32_t number, const Pattern& pattern, EventIndex event);

    Evaluation& state_;
};

}  // namespace fallbuch::rules
