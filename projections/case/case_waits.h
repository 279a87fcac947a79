// Since when, or until when, does a case wait for what? What worklists go by, in a few days that
// are the same on whichever day they are asked.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "core/calendar/civil_day.h"

namespace fallbuch {

class CaseState;

enum class Wait : std::uint8_t {
    appointment,   // the latest that was agreed and not cancelled
    missed,        // the first that was missed and followed by nothing: no talk, no new invitation
    unanswered,    // the first appointment of an invitation after which nothing was noted
    plan,          // when a plan has to be looked at again (plan_clock.h)
    plan_missing,  // since when there is a strategy and no plan in force
    need,          // since when the oldest open need has no strategy that is under way
    goal,          // the earliest target date of a goal or intermediate goal that is not reached
    strategy,      // the earliest planned end of a strategy that is under way
    activity,      // the earliest that was agreed and neither fulfilled nor missed
    running_measure,  // the earliest planned end of a measure that has not ended
    ended_measure,  // the latest end of a measure without a qualified talk within four weeks of it
    phase,          // the last step in the 4-Phasen-Modell
};
inline constexpr std::size_t kWaitCount = static_cast<std::size_t>(Wait::phase) + 1;

// Nothing: the case does not wait for this.
class CaseWaits {
public:
    std::optional<CivilDay> of(Wait wait) const { return days_[static_cast<std::size_t>(wait)]; }
    void set(Wait wait, std::optional<CivilDay> day) {
        days_[static_cast<std::size_t>(wait)] = day;
    }
    bool operator==(const CaseWaits&) const = default;

private:
    std::array<std::optional<CivilDay>, kWaitCount> days_{};
};

CaseWaits waits_of(const CaseState& state);

}  // namespace fallbuch
