#include "tests/projections/findings/judged_office.h"

#include <catch2/catch.hpp>

#include <utility>
#include <vector>

#include "core/calendar/holiday_law.h"
#include "core/events/held_events.h"
#include "projections/rulebooks/shipped_rulebooks.h"
#include "projections/rules/faults.h"
#include "projections/rules/scenario.h"
#include "projections/rules/vocabulary.h"
#include "tests/support/casework_types.h"

namespace fallbuch {

JudgedOffice::JudgedOffice(std::string_view rulebook) : catalogue_(casework_catalogue()) {
    if (rulebook.empty()) {
        std::vector<rules::RulebookFile> files = rules::shipped_rulebooks();
        std::erase_if(files, [](const auto& file) { return !file.name.ends_with(".json"); });
        auto library = rules::make_library(rules::EventsOf::casework, catalogue_, files);
        REQUIRE(library);
        REQUIRE(library->passed_over.empty());
        library_ = *std::move(library);
        rules_ = library_.rules.get();
    } else {
        auto family = rules::read_family(rulebook, catalogue_, {});
        REQUIRE(family);
        INFO(describe(family->faults.all()));
        REQUIRE(family->rules != nullptr);
        family_ = *std::move(family);
        rules_ = family_.rules.get();
    }
    const auto law = HolidayLaw::built_in();
    REQUIRE(law);
    auto calendars = rules::Calendars::of(*law);
    REQUIRE(calendars);
    calendars_ = std::make_unique<const rules::Calendars>(*std::move(calendars));
}

JudgingParts JudgedOffice::parts() {
    return {*catalogue_, *rules_, said_, *calendars_, berlin_, office_.store().ledger().vault()};
}

KnowledgeParts JudgedOffice::knowledge(const rules::ScenarioEvents& story) {
    // Borrowed: nobody counts on it.
    const std::shared_ptr<const HeldEvents> said(std::shared_ptr<void>(), &story.of_office);
    known_ = rules::read_office(said, {}, *rules_, berlin_);
    history_.emplace(*known_, *rules_, berlin_);
    return {{*catalogue_, *rules_, known_->office, *calendars_, berlin_,
             office_.store().ledger().vault()},
            *history_};
}

rules::ScenarioEvents JudgedOffice::story(const std::string& lines) const {
    const rules::ParsedScenarios parsed =
        rules::parse_scenarios("Szenario: Probe\n" + lines + "  Stand 2100-01-01\n    R-1 offen\n");
    INFO(describe(parsed.faults.all()));
    REQUIRE(parsed.faults.none());
    rules::RulebookFaults faults;
    rules::ScenarioEvents events =
        rules::make_events(parsed.scenarios.front(), *catalogue_, berlin_, faults);
    INFO(describe(faults.all()));
    REQUIRE(faults.none());
    return events;
}

Instant JudgedOffice::moment(const std::string& text) const {
    const rules::ParsedScenarios parsed =
        rules::parse_scenarios("Szenario: Probe\n  2000-01-01 CaseOpened kundennummer=1\n  Stand " +
                               text + "\n    R-1 offen\n");
    REQUIRE(parsed.faults.none());
    return rules::end_of_moment(parsed.scenarios.front().snapshots.front().moment, berlin_);
}

}  // namespace fallbuch
