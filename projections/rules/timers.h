// Days on which something happens although no event comes.
#pragma once

#include <cstdint>
#include <functional>
#include <queue>
#include <vector>

#include "core/calendar/civil_day.h"

namespace fallbuch::rules {

enum class TimerKind : std::uint8_t { object_ends, breach, count, law_changes };
struct Timer {
    CivilDay day{};
    TimerKind kind = TimerKind::object_ends;
    std::uint32_t check = 0;   // of an object: its kind, among all
    std::uint32_t number = 0;  // of the activation or the object
    bool operator>(const Timer& other) const { return day > other.day; }
};
using Timers = std::priority_queue<Timer, std::vector<Timer>, std::greater<>>;

}  // namespace fallbuch::rules
