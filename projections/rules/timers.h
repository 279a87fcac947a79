// Days on which something happens although no event comes.
#pragma once

#include <cstdint>
#include <functional>
#include <queue>
#include <vector>

#include "core/calendar/civil_day.h"

namespace fallbuch::rules {

enum class TimerKind : std::uint8_t { object_ends, fact_begins, breach, count, law_changes };
struct Timer {
    CivilDay day{};
    TimerKind kind = TimerKind::object_ends;
    std::uint32_t check = 0;   // of an object: its kind, of a fact: which one, among all
    std::uint32_t number = 0;  // of the activation, the object, or the event that tells the fact
    bool operator>(const Timer& other) const { return day > other.day; }
};
using Timers = std::priority_queue<Timer, std::vector<Timer>, std::greater<>>;

}  // namespace fallbuch::rules
