// A small office for tests of rules: a dozen types of events that all tell the same fields, stories
// made of them, and what a rulebook says about a story, by the evaluator and by definition.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/clock.h"
#include "core/calendar/berlin.h"
#include "core/calendar/civil_day.h"
#include "core/events/catalogue.h"
#include "projections/engine/case_history.h"
#include "projections/rules/calendars.h"
#include "projections/rules/case_evaluator.h"
#include "projections/rules/office.h"
#include "projections/rules/rule_library.h"
#include "projections/rules/scenario_events.h"
#include "tests/projections/rules/naive_conditions.h"
#include "tests/projections/rules/naive_evaluator.h"

namespace fallbuch::rules::testing {

// An event of a story. Types: QuestionAsked, AnswerGiven, QuestionWithdrawn, ClockStopped,
// ClockResumed, ThingOpened, ThingClosed, DelayJustified, NoiseHeard, CaseClosed. Fields: key and
// rule (texts), flag, number, day, period.
struct Told {
    std::string type;
    int day = 0;                // since kStoryBegins
    std::optional<int> second;  // of the day in Berlin; nothing: only the day is known
    Words values;
    std::optional<int> recorded;  // a day at whose beginning it was told; nothing: at once
};
using Story = std::vector<Told>;

inline constexpr CivilDay kStoryBegins{std::chrono::local_days(std::chrono::year(2025) / 12 / 8)};

// As scenarios of rulebooks write it.
std::string text_of(const Story& story);

// A story as the ledger holds it.
struct HeldStory {
    std::unique_ptr<ScenarioEvents> events;
    std::vector<NaiveEvent> told;
};

// A whole rulebook around rules, as JSON: months are rounded down, CaseClosed ends a case,
// DelayJustified justifies a deviation, and there are things and leases, which ThingOpened opens
// and ThingClosed closes; a lease also ends with the day that it names, and a loan is opened and
// closed if the flag says so. `head`: more members, each
// with a comma behind it.
std::string rulebook_text(const std::string& rules, const std::string& head = "");

// Does not move, for the evaluators borrow from it.
class RuleDesk {
public:
    // One rulebook with these rules, or several rulebooks. The test fails if they have mistakes.
    explicit RuleDesk(const std::string& rules) : RuleDesk(std::vector{rulebook_text(rules)}) {}
    explicit RuleDesk(const std::vector<std::string>& rulebooks);
    RuleDesk(const RuleDesk&) = delete;
    RuleDesk& operator=(const RuleDesk&) = delete;

    HeldStory hold(const Story& story) const;
    CaseEvaluator evaluator() const;
    Instant instant_of(const Told& told) const;
    Instant moment(int day, int second) const;

    // What the evaluator has come to, in the order of the activations.
    static std::vector<JudgedDuty> judged(const CaseEvaluator& evaluator, Instant now);
    // Of all that happened, or within bounds, from the beginning to `now`.
    std::vector<JudgedDuty> batch(const HeldStory& story, const HistoryBounds& bounds) const;
    // By definition. No event is left out.
    std::vector<JudgedDuty> by_definition(const HeldStory& story, Instant now) const;

private:
    std::shared_ptr<const Catalogue> catalogue_;
    std::optional<BerlinTime> berlin_;
    std::optional<Calendars> calendars_;
    Office office_;
    RuleLibrary library_;
};

// A line each, sorted.
std::string text_of(const std::vector<JudgedDuty>& duties);

}  // namespace fallbuch::rules::testing
