#include "projections/rules/next_change.h"

#include <algorithm>
#include <chrono>
#include <cstdint>

#include "core/calendar/civil_day.h"
#include "projections/rules/case_event.h"
#include "projections/rules/check.h"
#include "projections/rules/rule_set.h"

namespace fallbuch::rules {
namespace {

class Earliest {
public:
    explicit Earliest(const BerlinTime& berlin) : berlin_(berlin) {}

    void take(Instant moment) {
        if (!found_ || moment < *found_) found_ = moment;
    }
    void take_start_of(CivilDay day) { take(berlin_.start_of_day(day)); }
    std::optional<Instant> found() const { return found_; }

private:
    const BerlinTime& berlin_;
    std::optional<Instant> found_;
};

}  // namespace

std::optional<Instant> next_change(const Evaluation& state, const std::vector<Outcome>& outcomes,
                                   const BerlinTime& berlin) {
    constexpr std::chrono::days kDay{1};
    Earliest earliest(berlin);
    // A bare day of today is judged at its end.
    const bool has_bare_day = std::any_of(
        state.events.begin() + state.first_of_day, state.events.end(),
        [&](const CaseEvent& event) { return event.is_whole_day && event.day == state.today; });
    if (has_bare_day || !state.whole_days.empty()) earliest.take_start_of(state.today + kDay);
    if (!state.timers.empty()) earliest.take_start_of(state.timers.top().day);
    for (const std::uint32_t check : state.rules.day_checks()) {
        const CivilDay day = state.rules.checks()[check].check->on_day;
        if (day > state.today) earliest.take_start_of(day);
    }
    for (const Outcome& outcome : outcomes) {
        if (!state.activations[outcome.activation].is_open()) continue;
        if (outcome.due && *outcome.due >= state.today) earliest.take_start_of(*outcome.due + kDay);
        if (outcome.due_second && *outcome.due_second >= state.second) {
            earliest.take(Instant(std::chrono::seconds(*outcome.due_second + 1)));
        }
    }
    return earliest.found();
}

}  // namespace fallbuch::rules
