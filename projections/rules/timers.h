// Days on which something happens although no event comes.
#pragma once

#include <cstdint>
#include <functional>
#include <queue>
#include <tuple>
#include <vector>

#include "core/calendar/civil_day.h"

namespace fallbuch::rules {

// Those of one day in this order: what ends is judged by what the day has told.
enum class TimerKind : std::uint8_t { fact_begins, object_ends, breach, count, law_changes };
struct Timer {
    CivilDay day{};
    TimerKind kind = TimerKind::fact_begins;
    std::uint32_t check = 0;   // of an object: its kind, of a fact: which one, among all
    std::uint32_t number = 0;  // of the activation, the object, or the event that tells the fact
    bool operator>(const Timer& other) const {
        return std::tie(day, kind, check, number) >
               std::tie(other.day, other.kind, other.check, other.number);
    }
};
using Timers = std::priority_queue<Timer, std::vector<Timer>, std::greater<>>;

}  // namespace fallbuch::rules
