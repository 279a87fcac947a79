// What the linter says of a check, beside what comes out: every history of the shipped rulebooks is
// judged after each of its events, and no verdict, target or activation may be there that the
// linter rules out.
#include "projections/rules/check_profile.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/clock.h"
#include "core/calendar/berlin.h"
#include "core/calendar/civil_day.h"
#include "core/calendar/holiday_law.h"
#include "core/events/catalogue.h"
#include "core/events/held_events.h"
#include "projections/engine/case_history.h"
#include "projections/rulebooks/shipped_rulebooks.h"
#include "projections/rules/activation.h"
#include "projections/rules/calendars.h"
#include "projections/rules/case_evaluator.h"
#include "projections/rules/case_event.h"
#include "projections/rules/check.h"
#include "projections/rules/check_parts.h"
#include "projections/rules/check_state.h"
#include "projections/rules/check_verdicts.h"
#include "projections/rules/evaluation.h"
#include "projections/rules/faults.h"
#include "projections/rules/lint_subject.h"
#include "projections/rules/memory.h"
#include "projections/rules/office_reader.h"
#include "projections/rules/outcome.h"
#include "projections/rules/rule_library.h"
#include "projections/rules/rule_set.h"
#include "projections/rules/rulebook.h"
#include "projections/rules/rulebook_source.h"
#include "projections/rules/scenario.h"
#include "projections/rules/scenario_events.h"
#include "projections/rules/uses.h"

namespace fallbuch::rules {
namespace {

struct World {
    std::shared_ptr<const Catalogue> catalogue = *Catalogue::from_files(built_in_catalogue());
    BerlinTime berlin = *BerlinTime::load();
    HolidayLaw law = *HolidayLaw::built_in();
    Calendars calendars = *Calendars::of(law);
    std::vector<RulebookFile> files = shipped_rulebooks();
};

std::string text_of_file(const World& world, const std::string& name) {
    const auto found = std::find_if(world.files.begin(), world.files.end(),
                                    [&](const RulebookFile& file) { return file.name == name; });
    REQUIRE(found != world.files.end());
    return found->text;
}

// A rulebook, and what the linter says of its checks.
struct Linted {
    explicit Linted(const World& world, const std::string& text)
        : family(std::move(*read_family(text, world.catalogue, world.files))),
          source(RulebookSource::read(text, find_among(world.files))),
          subject{*family.rules->books().front(), source, family.rules->vocabulary()} {
        for (const CompiledCheck& check : family.rules->checks()) {
            if (check.book == 0) profiles.push_back(profile_of(subject, check));
        }
    }
    Linted(const Linted&) = delete;
    Linted& operator=(const Linted&) = delete;

    RulebookFamily family;
    RulebookSource source;
    LintSubject subject;
    std::vector<CheckProfile> profiles;  // in the order of its checks, which come first
};

using Look = std::function<void(const Evaluation&, const std::vector<Outcome>&, CivilDay today)>;

// Judges a history after each event, and at the moments that it names.
void walk(const World& world, const Linted& linted, const Scenario& scenario, const Look& look) {
    const RuleSet& rules = *linted.family.rules;
    RulebookFaults faults;
    const auto events = std::make_shared<ScenarioEvents>(
        make_events(scenario, *world.catalogue, world.berlin, faults));
    REQUIRE(faults.none());
    const std::shared_ptr<const HeldEvents> office_events(events, &events->of_office);
    for (const Snapshot& snapshot : scenario.snapshots) {
        const Instant now = end_of_moment(snapshot.moment, world.berlin);
        const HistoryBounds bounds{now, now, std::nullopt};
        const KnownOffice office = read_office(office_events, bounds, rules, world.berlin);
        CaseEvaluator evaluator(rules, office.office, world.calendars, world.berlin);
        evaluator.begin([] { return std::string_view("F-1"); });
        for (const ArrangedEvent& one : arrange(events->of_case, bounds).events) {
            evaluator.apply(one.at, events->of_case.events()[one.index]);
            const Instant moment{std::chrono::seconds(evaluator.state().events.back().second)};
            look(evaluator.state(), evaluator.outcomes(moment), evaluator.state().today);
        }
        evaluator.advance(now);
        look(evaluator.state(), evaluator.outcomes(now), world.berlin.day_of(now));
    }
}

void walk_all(const World& world,
              const std::function<void(const Linted&, const Scenario&)>& visit) {
    for (const RulebookFile& file : world.files) {
        if (!file.name.ends_with(".json")) continue;
        INFO(file.name);
        const Linted linted(world, file.text);
        for (const std::string& name : linted.subject.book.scenario_files) {
            const ParsedScenarios parsed = parse_scenarios(text_of_file(world, name));
            for (const Scenario& scenario : parsed.scenarios) visit(linted, scenario);
        }
    }
}

// What has come out, so that the test cannot pass because nothing did.
struct Seen {
    std::size_t pending_at_once = 0;
    std::size_t violated = 0;
    std::size_t late = 0;
    std::size_t with_target = 0;
};

// The outcomes of the rulebook's own checks.
using LookAtOne = std::function<void(const Check&, const Activation&, const Outcome&, CivilDay)>;
Look each_own(const LookAtOne& look) {
    return [look](const Evaluation& state, const std::vector<Outcome>& outcomes, CivilDay today) {
        for (const Outcome& outcome : outcomes) {
            const Activation& one = state.activations[outcome.activation];
            const CompiledCheck& compiled = state.rules.checks()[one.check];
            if (compiled.book == 0) look(*compiled.check, one, outcome, today);
        }
    };
}

TEST_CASE("no verdict comes out, and nothing is known, that the linter rules out",
          "[projections][rules]") {
    const World world;
    Seen seen;
    walk_all(world, [&](const Linted& linted, const Scenario& scenario) {
        INFO(scenario.title);
        const auto look = [&](const Check& check, const Activation& one, const Outcome& outcome,
                              CivilDay) {
            const CheckVerdicts may(check, linted.subject);
            const std::string verdict(to_string(outcome.verdict));
            INFO(name_of(check) << ' ' << verdict);
            const bool is_late = outcome.late_by_days || outcome.late_by_seconds;
            const bool has_target = one.discharged_by != kNoEvent;
            CHECK((verdict != "pending" || may.may_be_pending()));
            CHECK((verdict != "satisfied" || may.may_be_satisfied()));
            CHECK((verdict != "violated" || may.may_be_violated()));
            CHECK((!is_late || may.knows_lateness(verdict)));
            CHECK((!has_target || may.knows_target(verdict)));
            const bool is_done = has_target && (verdict != "violated" || one.is_late);
            CHECK((!is_done || may.knows_done(verdict)));
            seen.pending_at_once += verdict == "pending" && decides_at_once(check) ? 1 : 0;
            seen.violated += verdict == "violated" ? 1 : 0;
            seen.late += is_late ? 1 : 0;
            seen.with_target += has_target ? 1 : 0;
        };
        walk(world, linted, scenario, each_own(look));
    });
    CHECK(seen.pending_at_once > 50);
    CHECK(seen.violated > 500);
    CHECK(seen.late > 20);
    CHECK(seen.with_target > 500);
}

bool asks_hindsight(const Check& check, const Rulebook& book) {
    const Uses uses = with_definitions(uses_of(check, book), book);
    return std::any_of(uses.objects.begin(), uses.objects.end(),
                       [&](std::uint16_t one) { return book.objects[one].is_retroactive; });
}

TEST_CASE("a breach comes out, and is final, when the linter says so", "[projections][rules]") {
    const World world;
    std::size_t at_once = 0;
    std::size_t after_due = 0;
    walk_all(world, [&](const Linted& linted, const Scenario& scenario) {
        INFO(scenario.title);
        const auto look = [&](const Check& check, const Activation& one, const Outcome& outcome,
                              CivilDay today) {
            if (outcome.verdict != Verdict::violated || one.reason == Reason::gap) return;
            INFO(name_of(check));
            const bool is_weak = check.type == DutyType::should || check.type == DutyType::may;
            const bool may_change = one.is_planned || asks_hindsight(check, linted.subject.book);
            CHECK(outcome.is_final == (!is_weak && !may_change));
            const std::string when = CheckVerdicts(check, linted.subject).violated_when();
            at_once += when == "at once" ? 1 : 0;
            if (when == "at once") CHECK(one.closed_on == one.day);
            if (when != "on the day after due") return;
            CHECK((outcome.due && *outcome.due < today));
            ++after_due;
        };
        walk(world, linted, scenario, each_own(look));
    });
    CHECK(at_once > 100);
    CHECK(after_due > 100);
}

// The event types behind "1 activation per"; nothing if more than events of them activates.
std::optional<std::set<std::string>> activating_types(const std::string& keeps) {
    constexpr std::string_view kBegin = "1 activation per ";
    const std::string rest = keeps.substr(0, keeps.find(", plus"));
    const bool is_by_events =
        rest.starts_with(kBegin) && keeps.find("1 activation more") == std::string::npos &&
        rest.find('"') == std::string::npos && rest.find(" and ") == std::string::npos &&
        rest.find("breach") == std::string::npos;
    if (!is_by_events) return std::nullopt;
    std::set<std::string> types;
    for (std::size_t at = kBegin.size(); at < rest.size();) {
        const std::size_t end = std::min(rest.find(" or ", at), rest.size());
        types.insert(rest.substr(at, end - at));
        at = end + std::string_view(" or ").size();
    }
    return types;
}

// What a check keeps of a case that its formula does not name; nothing if it keeps to it.
std::string beyond_formula(const Evaluation& state, std::uint32_t check, const std::string& keeps) {
    const CheckState& kept = state.checks[check];
    const auto says = [&](std::string_view what) { return keeps.find(what) != std::string::npos; };
    if (!kept.targets.empty() && !says("as it looks back")) return "targets";
    if (!kept.stops.empty() && !says("stop per")) return "stops";
    if (!kept.ring.empty() && !says("a ring of")) return "a ring";
    if (!kept.excuses.empty() && !says(" of the last ")) return "excuses";
    const auto types = activating_types(keeps);
    if (!types) return "";
    const auto events =
        std::count_if(state.events.begin(), state.events.end(), [&](const CaseEvent& event) {
            return types->contains(state.rules.vocabulary().type_name(event.type));
        });
    const auto activations =
        std::count_if(state.activations.begin(), state.activations.end(),
                      [&](const Activation& one) { return one.check == check; });
    return activations > events ? "activations" : "";
}

TEST_CASE("a case keeps no more than the linter says", "[projections][rules]") {
    const World world;
    std::size_t activations = 0;
    std::size_t targets = 0;
    const auto check_one = [&](const Evaluation& state, std::uint32_t check,
                               const CheckProfile& profile) {
        targets += state.checks[check].targets.size();
        const std::string beyond = beyond_formula(state, check, profile.keeps);
        if (beyond.empty()) return;
        FAIL_CHECK(profile.check << " keeps " << beyond << ": " << profile.keeps);
    };
    walk_all(world, [&](const Linted& linted, const Scenario& scenario) {
        INFO(scenario.title);
        walk(world, linted, scenario, [&](const Evaluation& state, const auto&, CivilDay) {
            activations += state.activations.size();
            std::uint32_t check = 0;
            for (const CheckProfile& profile : linted.profiles) check_one(state, check++, profile);
        });
    });
    CHECK(activations > 1'000);
    CHECK(targets > 100);
}

}  // namespace
}  // namespace fallbuch::rules
