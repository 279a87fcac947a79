// How many, in which window? Counts with a least and a greatest number.
//
// A window of its activation counts what lies in it. A sliding window asks of every stretch of its
// length: a ring of the last k events tells when the next breach is due (the oldest of them and the
// length), so that an event costs the same however long the history is; after a breach the ring
// begins anew, and what stays empty is one breach. A tumbling window is a month, quarter, half
// year or year of the calendar; one that is cut short asks for nothing.
#pragma once

#include <cstdint>

#include "core/calendar/civil_day.h"
#include "projections/rules/activation.h"
#include "projections/rules/evaluation.h"
#include "projections/rules/memory.h"
#include "projections/rules/rule_set.h"
#include "projections/rules/value.h"

namespace fallbuch::rules {

// Borrows the evaluation. Events are the newest ones.
class Counting {
public:
    explicit Counting(Evaluation& state) : state_(state) {}

    void begin(std::uint32_t number);
    void take_target(const Subscription& by, EventIndex event);
    void take_rebound(std::uint32_t check);
    // The next window of a tumbling count begins today.
    void turn(std::uint32_t number);

private:
    void begin_sliding(std::uint32_t number);
    void begin_tumbling(std::uint32_t number);
    void begin_window(std::uint32_t number);
    std::uint32_t go_on(const Activation& breached, CivilDay day);
    void slide(std::uint32_t number, EventIndex event);
    void slide_max(std::uint32_t number, EventIndex event);
    void count_in_window(std::uint32_t number, EventIndex event);
    void count_earlier(std::uint32_t number);
    bool is_in_window(const Activation& one, EventIndex event) const;
    Truth fits(std::uint32_t number, EventIndex event) const;
    // Or has its scope ended, even if it has begun again since?
    bool is_of_this_scope(const Activation& one) const;
    void note_unknown(std::uint32_t number, EventIndex event);
    Prorata prorata_of(std::uint32_t check) const;
    std::int64_t stamp_of(std::uint32_t check, EventIndex event) const;
    std::int64_t end_of(std::uint32_t check, std::int64_t stamp) const;
    void set_due(std::uint32_t number, std::int64_t stamp);

    Evaluation& state_;
};

}  // namespace fallbuch::rules
