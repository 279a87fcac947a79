#include "projections/rules/office_reader.h"

#include <catch2/catch.hpp>

#include <memory>
#include <string>

#include "core/base/ids.h"
#include "core/calendar/timestamp.h"
#include "core/events/held_events.h"
#include "projections/rules/parameters.h"
#include "projections/rules/scenario_events.h"
#include "tests/projections/findings/judged_office.h"

namespace fallbuch::rules {
namespace {

constexpr const char* kBook = R"({
  "rulebook": "haus", "version": "1", "title": "Haus", "applies": "by_activation",
  "unit": "fact.responsible.unit", "facts": {"responsible": {"latest": "ResponsibilityAssigned"}},
  "calendar": {"place": "DE"},
  "params": {"frist": {"title": "Frist", "values": [{"value": "P1D"}]}},
  "rules": [{"id": "R-1", "title": "T", "statement": "S", "type": "M", "template": "response",
    "on": "CaseOpened", "require": "ContactHeld", "within": {"before": {"param": "frist"}}}]})";

// What an office has said in these lines.
class Said {
public:
    explicit Said(const std::string& lines) : judged_(kBook) {
        auto told = std::make_shared<ScenarioEvents>(judged_.story(lines));
        const std::shared_ptr<const HeldEvents> held(told, &told->of_office);
        known_ =
            std::make_unique<KnownOffice>(read_office(held, {}, judged_.rules(), judged_.berlin()));
    }
    bool applies(const std::string& unit, const std::string& day) const {
        return known_->office.applies("haus", "1", unit, *parse_day(day));
    }
    const KnownOffice& known() const { return *known_; }

private:
    JudgedOffice judged_;
    std::unique_ptr<KnownOffice> known_;
};

const std::string kBoth =
    "  2025-01-01 RuleSetActivated ruleSetId=haus version=1 scope.units=[\"A\",\"B\"] "
    "validity.from=2025-01-01\n";

TEST_CASE("what is retired for one unit goes on in the others", "[projections][rules]") {
    const Said said(
        kBoth + "  2025-03-31 RuleSetRetired ruleSetId=haus to=2025-03-31 scope.units=[\"A\"]\n");
    CHECK(said.applies("A", "2025-03-31"));
    CHECK_FALSE(said.applies("A", "2025-04-01"));
    CHECK(said.applies("B", "2025-04-01"));
    CHECK_FALSE(said.applies("C", "2025-02-01"));
    CHECK_FALSE(said.applies("A", "2024-12-31"));
}

TEST_CASE("what is retired without a unit ends everywhere", "[projections][rules]") {
    const Said said(kBoth + "  2025-03-31 RuleSetRetired ruleSetId=haus to=2025-03-31\n");
    CHECK(said.applies("B", "2025-03-31"));
    CHECK_FALSE(said.applies("A", "2025-04-01"));
    CHECK_FALSE(said.applies("B", "2025-04-01"));
}

TEST_CASE("a scope that names something else than units holds nowhere and is told",
          "[projections][rules]") {
    const std::string activated = "  2025-01-01 RuleSetActivated ruleSetId=haus version=1 ";
    CHECK(Said(activated + "validity.from=2025-01-01\n").applies("A", "2025-02-01"));
    for (const std::string scope : {"scope.teams=[\"T1\"]", "scope.legalCircles=[SGB_II]",
                                    "scope.units=[\"A\"] scope.orgTypes=[GE]"}) {
        INFO(scope);
        const Said said(activated + scope + " validity.from=2025-01-01\n");
        CHECK_FALSE(said.applies("A", "2025-02-01"));
        CHECK(said.known().beyond_units.size() == 1);
    }
    const Said changed(
        "  2025-01-01 ParameterChanged ruleSetId=haus parameter=frist value=P9D "
        "scope.teams=[\"T1\"] validity.from=2025-01-01\n");
    CHECK(changed.known().office.changes.empty());
    CHECK(changed.known().beyond_units.size() == 1);
}

TEST_CASE("a change of a parameter that means nothing is not taken and is told",
          "[projections][rules]") {
    const auto changed = [](const std::string& change) {
        return Said("  2025-01-01 ParameterChanged ruleSetId=" + change +
                    " validity.from=2025-01-01\n");
    };
    const Said right = changed("haus parameter=frist value=P9D");
    CHECK(right.known().refused.empty());
    REQUIRE(right.known().office.changes.size() == 1);
    CHECK(text_of(right.known().office.changes.front().value) == "P9D");
    const auto why = [&](const std::string& change) {
        const Said said = changed(change);
        CHECK(said.known().office.changes.empty());
        REQUIRE(said.known().refused.size() == 1);
        CHECK(said.known().refused.front().position == Position{1});
        return said.known().refused.front().why;
    };
    CHECK(why("haus parameter=frist value=bald") ==
          "parameter frist of haus is not \"bald\": it is a length, as P7D");
    CHECK(why("haus parameter=frist value=-P1D") ==
          "parameter frist of haus is not \"-P1D\": in a rule this window ends before what "
          "activates it, with frist = -P1D");
    CHECK(why("haus parameter=eile value=P1D") ==
          "parameter eile of haus is not \"P1D\": it has no such parameter");
    CHECK(why("haus parameter=frist value=P9D validity.to=2024-12-31") ==
          "parameter frist of haus is not \"P9D\": it ends before it begins");
    // Of a rulebook that is not judged by.
    const Said other = changed("anderes parameter=frist value=bald");
    CHECK(other.known().refused.empty());
    CHECK(other.known().office.changes.empty());
}

}  // namespace
}  // namespace fallbuch::rules
