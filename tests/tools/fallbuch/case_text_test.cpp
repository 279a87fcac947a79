#include "tools/fallbuch/case_text.h"

#include <catch2/catch.hpp>

#include <cstddef>
#include <string>
#include <vector>

#include "core/events/catalogue.h"
#include "core/events/event_type.h"
#include "projections/case/case_changes.h"
#include "projections/case/case_model.h"
#include "projections/case/case_state.h"
#include "tests/support/casework_case.h"
#include "tools/fallbuch/field_order.h"

namespace fallbuch {
namespace {

const std::vector<CaseEvent> kObjections{
    {"2025-01-02", "ObjectionRaised", R"({"objectionId":"W-1","ground":"P76","text":"Erster"})"},
    {"2025-02-02", "ObjectionRaised", R"({"objectionId":"W-1","ground":"P76"})"},
    {"2025-02-03", "RecipientsNotified", R"({"recipients":[{"name":"AOK"}]})"},
};

std::size_t count_of(const std::string& part, const std::string& text) {
    std::size_t count = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
        ++count;
    }
    return count;
}

TEST_CASE("what the model has no row for stands under Weiteres, by its German title",
          "[tools][fallbuch]") {
    CaseDesk desk;
    const CaseState state = desk.state_of(kObjections);
    const FieldOrder order(desk.model(), built_in_catalogue());
    const CaseText texts(desk.model(), order, 80);
    const auto text = texts.state(state, {day_of("2025-03-01"), false});
    REQUIRE(text);
    CAPTURE(*text);
    CHECK(text->starts_with("Weiteres\n"));
    CHECK(count_of("Widerspruch erhoben ", *text) == 2);
    CHECK(count_of("Empfänger benachrichtigt ", *text) == 1);
    CHECK(text->find("Empfänger benachrichtigt") < text->find("Widerspruch erhoben"));
    CHECK(count_of(": W-1", *text) == 2);
    CHECK(count_of(": Erster", *text) == 1);
    for (const EventType* type : desk.model().catalogue().types()) {
        CHECK(text->find(type->name()) == std::string::npos);
    }
}

TEST_CASE("two things of one title are two among the changes", "[tools][fallbuch]") {
    CaseDesk desk;
    const CaseState none = desk.state_of({});
    const CaseState state = desk.state_of(kObjections);
    const FieldOrder order(desk.model(), built_in_catalogue());
    const auto text = CaseText(desk.model(), order, 80).changes(changes_between(none, state));
    REQUIRE(text);
    CAPTURE(*text);
    CHECK(count_of("Widerspruch erhoben ", *text) == 2);
    CHECK(count_of("Empfänger benachrichtigt ", *text) == 1);
}

}  // namespace
}  // namespace fallbuch
