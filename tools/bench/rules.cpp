#include "tools/bench/rules.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <memory>
#include <ratio>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/clock.h"
#include "core/calendar/berlin.h"
#include "core/calendar/holiday_law.h"
#include "core/events/catalogue.h"
#include "core/events/event_type.h"
#include "core/events/held_events.h"
#include "projections/engine/case_history.h"
#include "projections/rules/calendars.h"
#include "projections/rules/case_evaluator.h"
#include "projections/rules/faults.h"
#include "projections/rules/office.h"
#include "projections/rules/rule_library.h"
#include "projections/rules/rule_set.h"
#include "projections/rules/vocabulary.h"
#include "tools/bench/cpu_time.h"
#include "tools/bench/made_events.h"
#include "tools/bench/rule_texts.h"
#include "tools/bench/workload.h"

namespace fallbuch {
namespace {

using SteadyClock = std::chrono::steady_clock;
using Microseconds = std::chrono::duration<double, std::micro>;

constexpr std::string_view kMadeType = "de.fallbuch.trace.event.v2";
constexpr std::size_t kRounds = 9;
constexpr std::size_t kTimedRounds = 5;
constexpr std::size_t kShortCases = 1000;
constexpr std::size_t kShortCaseEvents = 150;
constexpr std::size_t kLongCaseEvents = 100'000;
constexpr std::size_t kSlidingRounds = 10;

// A rulebook and what it is judged with.
struct Rules {
    std::shared_ptr<const Catalogue> catalogue;
    rules::RulebookFamily family;
    BerlinTime berlin;
    rules::Calendars calendars;
    rules::Office office;
};

Result<Rules> read_rules(const std::string& text) {
    ASSIGN_OR_RETURN(const std::shared_ptr<const Catalogue> catalogue,
                     Catalogue::from_files(built_in_catalogue()));
    ASSIGN_OR_RETURN(rules::RulebookFamily family, rules::read_family(text, catalogue, {}));
    if (!family.faults.none()) {
        return Error{ErrorCode::invalid, rules::describe(family.faults.all())};
    }
    ASSIGN_OR_RETURN(BerlinTime berlin, BerlinTime::load());
    ASSIGN_OR_RETURN(const HolidayLaw law, HolidayLaw::built_in());
    ASSIGN_OR_RETURN(rules::Calendars calendars, rules::Calendars::of(law));
    return Rules{catalogue, std::move(family), berlin, std::move(calendars), {}};
}

// Cases in the order in which their events count.
std::vector<Arrangement> arranged(const MadeEvents& events) {
    std::vector<Arrangement> all;
    for (const HeldEvents& one : events.cases()) all.push_back(arrange(one, {}));
    return all;
}

// A case after the other; what is done with the verdicts is counting them.
class Rounds {
public:
    Rounds(const Rules& rules, const MadeEvents& events)
        : events_(events),
          cases_(arranged(events)),
          evaluator_(*rules.family.rules, rules.office, rules.calendars, rules.berlin) {
        for (const Arrangement& one : cases_) {
            if (!one.events.empty()) now_ = std::max(now_, one.events.back().at.place.occurred);
        }
    }

    // CPU seconds of one round over all cases.
    double run() {
        activations_ = 0;
        const double before = cpu_seconds();
        for (std::size_t i = 0; i < cases_.size(); ++i) {
            const auto held = events_.cases()[i].events();
            evaluator_.begin([] { return std::string_view(); });
            for (const ArrangedEvent& one : cases_[i].events) {
                evaluator_.apply(one.at, held[one.index]);
            }
            evaluator_.advance(now_);
            activations_ += evaluator_.outcomes(now_).size();
        }
        return cpu_seconds() - before;
    }

    // Microseconds of each event from a place in its case on.
    std::vector<double> time_events(std::size_t from) {
        std::vector<double> all_us;
        for (std::size_t i = 0; i < cases_.size(); ++i) {
            const auto held = events_.cases()[i].events();
            evaluator_.begin([] { return std::string_view(); });
            for (std::size_t j = 0; j < cases_[i].events.size(); ++j) {
                const ArrangedEvent& one = cases_[i].events[j];
                const auto begin = SteadyClock::now();
                evaluator_.apply(one.at, held[one.index]);
                const auto end = SteadyClock::now();
                if (j >= from) all_us.push_back(Microseconds(end - begin).count());
            }
        }
        return all_us;
    }

    // The same, of several rounds the least: what else the machine does comes in one of them.
    std::vector<double> time_events_alone(std::size_t from) {
        std::vector<double> least_us = time_events(from);
        for (std::size_t round = 1; round < kTimedRounds; ++round) {
            const std::vector<double> again_us = time_events(from);
            for (std::size_t i = 0; i < least_us.size(); ++i) {
                least_us[i] = std::min(least_us[i], again_us[i]);
            }
        }
        return least_us;
    }

    std::uint64_t activations() const { return activations_; }

private:
    const MadeEvents& events_;
    const std::vector<Arrangement> cases_;
    rules::CaseEvaluator evaluator_;
    Instant now_{};
    std::uint64_t activations_ = 0;
};

// Hours to days apart, of any of the activities.
MadeEvents many_events(const EventType& type, std::size_t case_count, std::size_t event_count) {
    constexpr std::uint64_t kKeys = 8;
    constexpr std::uint64_t kAmounts = 100;
    constexpr std::uint64_t kHoursApartMax = 18;
    MadeEvents events(type);
    std::uint64_t noise = 1;
    for (std::size_t i = 0; i < case_count; ++i) {
        events.begin_case();
        Instant occurred{};
        for (std::size_t j = 0; j < event_count; ++j) {
            const std::uint64_t word = stir(noise);
            occurred += std::chrono::hours(static_cast<int>((word >> 8U) % kHoursApartMax));
            const MadeAttributes attributes{static_cast<std::int64_t>((word >> 16U) % kKeys),
                                            static_cast<std::int64_t>((word >> 24U) % kAmounts)};
            events.add("T" + std::to_string((word >> 32U) % kManyRulesTypes), occurred, attributes);
        }
    }
    return events;
}

// A contact every twenty minutes, and now and then a gap that is a breach.
MadeEvents contacts(const EventType& type) {
    constexpr std::size_t kEventsBetweenGaps = 1000;
    constexpr std::chrono::hours kGap(200 * 24);
    MadeEvents events(type);
    events.begin_case();
    Instant occurred{};
    events.add("T1", occurred);
    for (std::size_t i = 1; i < kLongCaseEvents; ++i) {
        occurred += std::chrono::minutes(20);
        if (i % kEventsBetweenGaps == 0) occurred += kGap;
        events.add("T0", occurred);
    }
    return events;
}

double share_of(std::vector<double> all, double share) {
    std::sort(all.begin(), all.end());
    return all[static_cast<std::size_t>(share * static_cast<double>(all.size() - 1))];
}

EventRuleFigures figures_of(const Rules& rules, const MadeEvents& events, std::size_t from) {
    const rules::RuleSet& set = *rules.family.rules;
    Rounds rounds(rules, events);
    const std::vector<double> all_us = rounds.time_events(from);
    const std::vector<double> alone_us = rounds.time_events_alone(from);
    EventRuleFigures figures;
    figures.rules = set.checks().size();
    figures.events = all_us.size();
    figures.subscribed = set.checks().size();
    for (std::uint16_t type = 0; type < kManyRulesTypes; ++type) {
        figures.subscribed =
            std::min(figures.subscribed, set.subscriptions(rules::TypeIndex{type}).size());
    }
    figures.p50_us = share_of(all_us, 0.50);
    figures.p99_us = share_of(all_us, 0.99);
    figures.alone_p50_us = share_of(alone_us, 0.50);
    figures.alone_p99_us = share_of(alone_us, 0.99);
    return figures;
}

}  // namespace

Result<LogRuleFigures> bench_log_rules(InputStream& log) {
    ASSIGN_OR_RETURN(const Rules rules, read_rules(log_rules()));
    MadeEvents events(*rules.catalogue->find(kMadeType));
    RETURN_IF_ERROR(read_complete_events(log, events));
    Rounds rounds(rules, events);
    rounds.run();
    std::vector<double> seconds;
    for (std::size_t i = 0; i < kRounds; ++i) seconds.push_back(rounds.run());
    std::sort(seconds.begin(), seconds.end());
    return LogRuleFigures{
        events.cases().size(), events.event_count(), rules.family.rules->checks().size(),
        rounds.activations(),  seconds[kRounds / 2], seconds.front()};
}

Result<StreamRuleFigures> bench_stream_rules() {
    StreamRuleFigures figures;
    {
        ASSIGN_OR_RETURN(const Rules rules, read_rules(many_rules()));
        const EventType& type = *rules.catalogue->find(kMadeType);
        const MadeEvents short_events = many_events(type, kShortCases, kShortCaseEvents);
        figures.short_cases = figures_of(rules, short_events, 0);
        const MadeEvents long_events = many_events(type, 1, kLongCaseEvents);
        figures.long_case = figures_of(rules, long_events, kLongCaseEvents / 10 * 9);
    }
    ASSIGN_OR_RETURN(const Rules rules, read_rules(sliding_count_rule()));
    const MadeEvents events = contacts(*rules.catalogue->find(kMadeType));
    Rounds rounds(rules, events);
    rounds.run();
    double seconds = 0;
    for (std::size_t i = 0; i < kSlidingRounds; ++i) seconds += rounds.run();
    figures.sliding_events = kSlidingRounds * events.event_count();
    figures.sliding_events_per_second = static_cast<double>(figures.sliding_events) / seconds;
    return figures;
}

}  // namespace fallbuch
