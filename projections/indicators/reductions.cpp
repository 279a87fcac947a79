#include "projections/indicators/reductions.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <initializer_list>
#include <span>
#include <string_view>
#include <utility>

#include "core/calendar/civil_day.h"
#include "core/calendar/timestamp.h"
#include "projections/indicators/case_outline.h"
#include "projections/indicators/disclosure.h"

namespace fallbuch::indicators {
namespace {

constexpr std::string_view kMissing = "missing";
constexpr std::string_view kPresent = "present";
constexpr std::string_view kNotApplicable = "not_applicable";

// A reduction with what had happened before it was determined.
struct Reduction {
    const OutlineEvent& event;
    std::span<const OutlineEvent> before;
    CivilDay violation;
    const IndicatorQuestion& question;
};

bool is_any(const OutlineEvent& event, std::initializer_list<std::string_view> names) {
    return std::ranges::any_of(names, [&](std::string_view name) { return event.is(name); });
}

template <typename Condition>
std::string_view found_before(const Reduction& one, const Condition& condition) {
    return std::ranges::any_of(one.before, condition) ? kPresent : kMissing;
}

std::string_view analysis(const Reduction& one) {
    return found_before(one, [&](const OutlineEvent& event) {
        return event.day <= one.violation &&
               is_any(event, {"PotentialAnalysisCompleted", "PotentialAnalysisUpdated"});
    });
}

std::string_view goal(const Reduction& one) {
    return found_before(one, [&](const OutlineEvent& event) {
        return event.day <= one.violation && event.is("GoalSet");
    });
}

std::string_view plan(const Reduction& one) {
    return found_before(one, [&](const OutlineEvent& event) {
        return event.day <= one.violation &&
               is_any(event, {"IntegrationAgreementConcluded", "CooperationPlanCreated"});
    });
}

bool is_named(const OutlineEvent& event, std::string_view id) {
    return id == event.text("demandId") || id == event.text("orderId") ||
           id == event.text("invitationId");
}

// A demand that tells of the consequences.
std::string_view notice(const Reduction& one) {
    const std::string_view named = one.event.text("demandRef");
    return found_before(one, [&](const OutlineEvent& event) {
        const std::string_view version = event.text("legalNoticeVersion");
        return event.day <= one.violation && !event.is("ReductionDetermined") && !version.empty() &&
               version != "KEINE" && (named.empty() || is_named(event, named));
    });
}

std::string_view talk(const Reduction& one) {
    const CivilDay first = one.violation - std::chrono::days(one.question.talk_days);
    return found_before(one, [&](const OutlineEvent& event) {
        return event.is("ContactHeld") && first <= event.day && event.day < one.violation;
    });
}

// Only an appointment that was missed has its good cause told.
std::string_view good_cause(const Reduction& one) {
    const bool is_asked = std::ranges::any_of(one.before, [&](const OutlineEvent& event) {
        return event.is("AppointmentMissed") && event.day == one.violation;
    });
    if (!is_asked) return kNotApplicable;
    return found_before(one, [&](const OutlineEvent& event) {
        return event.is("GoodCauseAssessed") && one.violation <= event.day;
    });
}

std::string_view hearing(const Reduction& one) {
    return found_before(one, [&](const OutlineEvent& event) {
        return event.is("HearingHeld") && one.violation <= event.day;
    });
}

struct Step {
    std::string_view key;
    std::string_view title;
    std::string_view (*look)(const Reduction&);
};

constexpr auto kSteps = std::to_array<Step>({
    {"analysis", "Potenzialanalyse", analysis},
    {"goal", "Ziel", goal},
    {"plan", "Vereinbarung oder Plan", plan},
    {"talk", "Gespräch kurz davor", talk},
    {"notice", "Aufforderung mit Belehrung", notice},
    {"good_cause", "Wichtiger Grund geprüft", good_cause},
    {"hearing", "Anhörung", hearing},
});

}  // namespace

void Reductions::count(const CaseShare& share) {
    const std::span<const OutlineEvent> events = share.outline.events();
    std::map<std::string, Tally::CaseCounts> steps;
    for (std::size_t i = 0; i < events.size(); ++i) {
        if (!events[i].is("ReductionDetermined") || !share.counts(events[i])) continue;
        const CivilDay violation =
            parse_day(events[i].text("violationDate")).value_or(events[i].day);
        const Reduction one{events[i], events.first(i), violation, share.question};
        for (const Step& step : kSteps) ++steps[std::string(step.key)][std::string(step.look(one))];
    }
    for (const auto& [step, counts] : steps) steps_[step].add_case(counts);
}

void Reductions::merge(const Reductions& other) {
    for (const auto& [step, tally] : other.steps_) steps_[step].merge(tally);
}

std::vector<IndicatorTable> Reductions::tables(const TableParts& parts) const {
    IndicatorTable table{
        "steps_before", "Schritte vor der Minderung", "Minderungen", {}, false, true};
    const std::vector<GroupName> groups{{std::string(kMissing), "fehlte"},
                                        {std::string(kPresent), "lag vor"},
                                        {std::string(kNotApplicable), "entfällt"}};
    for (const Step& step : kSteps) {
        const auto found = steps_.find(std::string(step.key));
        table.lines.push_back(disclose(found == steps_.end() ? Tally() : found->second, groups,
                                       {std::string(step.key), std::string(step.title)},
                                       parts.question.group_min));
    }
    return {std::move(table)};
}

}  // namespace fallbuch::indicators
