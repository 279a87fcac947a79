#include "projections/case/thing_kind.h"

#include <catch2/catch.hpp>

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/events/catalogue.h"
#include "core/events/event_type.h"
#include "projections/case/case_model.h"
#include "projections/case/case_state.h"
#include "tests/support/casework_case.h"

namespace fallbuch {
namespace {

std::vector<const CaseThing*> things_of(const CaseState& state, ThingKind kind) {
    std::vector<const CaseThing*> things;
    for (const CaseThing& thing : state.things()) {
        if (thing.kind == kind) things.push_back(&thing);
    }
    return things;
}

// The names of the types that a folder of the built-in catalogue holds.
std::set<std::string> names_in(const std::string& folder) {
    std::set<std::string> names;
    constexpr std::string_view kMark = R"("name": ")";
    for (const CatalogueFile& file : built_in_catalogue()) {
        if (file.name.find("casework/" + folder + "/") == std::string::npos) continue;
        const std::size_t begin = file.text.find(kMark) + kMark.size();
        names.insert(file.text.substr(begin, file.text.find('"', begin) - begin));
    }
    return names;
}

TEST_CASE("each event of casework is about a thing that the model knows", "[projections][case]") {
    CaseDesk desk;
    const CaseModel& model = desk.model();
    std::set<std::string> unknown;
    for (const EventType* type : model.catalogue().types()) {
        const EventPlan* const plan = model.find(*type);
        REQUIRE(plan != nullptr);
        if (plan->kind == ThingKind::other) unknown.insert(type->name());
    }
    for (const char* folder :
         {"analysis", "case", "contact", "goal", "measure", "placement", "plan"}) {
        const auto names = names_in(folder);
        CHECK(names.size() > 9);
        for (const std::string& name : names) {
            INFO(name);
            CHECK_FALSE(unknown.contains(name));
        }
    }
    // What is done with data, audits and rule sets is shown one by one.
    CHECK(names_in("protection").size() > 30);
    CHECK(unknown.contains("ObjectionRaised"));
}

TEST_CASE("what the model has no row for is a thing for each id", "[projections][case]") {
    CaseDesk desk;
    const CaseState state = desk.state_of({
        {"2025-01-02", "ObjectionRaised",
         R"({"objectionId":"W-1","ground":"P76","text":"Erster"})"},
        {"2025-02-02", "ObjectionRaised", R"({"objectionId":"W-2","ground":"P76"})"},
    });
    const auto things = things_of(state, ThingKind::other);
    REQUIRE(things.size() == 2);
    CHECK(things[0]->name == "ObjectionRaised W-1");
    CHECK(things[1]->name == "ObjectionRaised W-2");
    const auto text = desk.model().field_number("text");
    REQUIRE(text);
    CHECK(state.text(*things[0], *text) == "Erster");
    CHECK_FALSE(state.text(*things[1], *text));
}

TEST_CASE("what no id tells apart is a thing for each event", "[projections][case]") {
    CaseDesk desk;
    const CaseState state = desk.state_of({
        {"2025-01-02", "FollowUpActivityCovered",
         R"({"contactId":"K-1","activity":"1","cycleNo":1,"customerStatus":"TEILWEISE"})"},
        {"2025-02-02", "FollowUpActivityCovered",
         R"({"contactId":"K-2","activity":"2","cycleNo":1})"},
    });
    const auto things = things_of(state, ThingKind::follow_up);
    REQUIRE(things.size() == 2);
    const auto status = desk.model().field_number("customerStatus");
    REQUIRE(status);
    CHECK(state.text(*things[0], *status));
    CHECK_FALSE(state.text(*things[1], *status));
    CHECK(state.phase() == Phase::follow_up);
}

TEST_CASE("what does not say which one it is about is not lost", "[projections][case]") {
    CaseDesk desk;
    const CaseState state = desk.state_of({
        {"2025-01-02", "PostPlacementSupportChecked", R"({"result":"NICHT_ERFORDERLICH"})"},
        {"2025-02-02", "PostPlacementSupportChecked",
         R"({"employmentId":"B-1","result":"NICHT_ERFORDERLICH"})"},
    });
    const auto things = things_of(state, ThingKind::employment);
    REQUIRE(things.size() == 2);
    CHECK(things[0]->name == "#0");
    CHECK(things[1]->name == "B-1");
}

}  // namespace
}  // namespace fallbuch
