#include "tests/support/casework_case.h"

#include <catch2/catch.hpp>
#include <chrono>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/base/clock.h"
#include "core/base/ids.h"
#include "core/calendar/berlin.h"
#include "core/calendar/civil_day.h"
#include "core/calendar/timestamp.h"
#include "core/events/decoded_event.h"
#include "core/events/event_type.h"
#include "tests/support/casework_types.h"

namespace fallbuch {

CaseDesk::CaseDesk() : catalogue_(casework_catalogue()), model_(catalogue_, *BerlinTime::load()) {}

CaseState CaseDesk::state_of(const std::vector<CaseEvent>& events) {
    CaseState state(model_);
    std::uint64_t position = 0;
    for (const CaseEvent& told : events) {
        const EventType* type = nullptr;
        for (const EventType* one : catalogue_->types()) {
            if (one->name() == told.name) type = one;
        }
        REQUIRE(type != nullptr);
        const Instant ten = model_.berlin().start_of_day(day_of(told.day)) + std::chrono::hours(10);
        const std::string when =
            told.of_day ? told.day + R"(","timeprecision":"day)" : timestamp_text(ten);
        const std::string text =
            R"({"specversion":"1.0","id":"e)" + std::to_string(++count_) +
            R"(","source":"urn:test","subject":"fall","actor":"ifk-1","type":")" +
            type->wire_type() + R"(","time":")" + when + R"(","data":)" + told.data + "}";
        const DecodedEvent& event = desk_.decode(desk_.seal(text));
        const Position at{position++};
        REQUIRE(
            state.apply({{event.fold_time(), at}, *event.type, at, event.prefix.recorded}, event));
    }
    return state;
}

CivilDay day_of(const std::string& text) {
    const auto day = parse_day(text);
    REQUIRE(day);
    return *day;
}

}  // namespace fallbuch
