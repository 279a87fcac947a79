#include "projections/case/day_precision.h"

#include <catch2/catch.hpp>

#include <chrono>
#include <string>

#include "core/base/bytes.h"
#include "core/base/clock.h"
#include "core/base/ids.h"
#include "core/calendar/berlin.h"
#include "core/events/decoded_event.h"
#include "core/events/event_type.h"
#include "projections/case/case_state.h"
#include "tests/support/casework_case.h"

namespace fallbuch {
namespace {

TEST_CASE(
    "an event says itself whether only its day is known; of what it leaves as it was the "
    "start of a day is one",
    "[projections][case]") {
    const CaseDesk desk;
    const BerlinTime& berlin = desk.model().berlin();
    const EventType& type = *desk.model().catalogue().types().front();
    const Instant midnight = berlin.start_of_day(day_of("2025-01-08"));
    DecodedEvent event;
    const auto known = [&](Instant counts_at, Instant told, bool of_day) {
        event.occurred = told;
        event.day_precision = of_day;
        return is_of_day({{counts_at, Position{1}}, type, Position{2}, counts_at}, event, berlin);
    };
    const Instant later = midnight + std::chrono::hours(100);
    CHECK(known(midnight, midnight, true));
    CHECK_FALSE(known(midnight, midnight, false));
    CHECK(known(midnight, later, false));
    CHECK_FALSE(known(midnight + std::chrono::seconds(1), later, true));
}

TEST_CASE("a state knows of its newest event whether only its day is known, whatever came last",
          "[projections][case]") {
    CaseDesk desk;
    const CaseEvent talk{"2025-01-08", "ContactHeld", R"({"contactId":"K-1"})"};
    const CaseEvent of_day{"2025-01-09", "ContactHeld", R"({"contactId":"K-2"})", true};
    CHECK_FALSE(desk.state_of({talk}).newest_is_of_day());
    CHECK(desk.state_of({talk, of_day}).newest_is_of_day());
    CaseState state = desk.state_of({of_day, talk});
    CHECK(state.newest_is_of_day());
    Bytes encoded;
    state.encode(encoded);
    CaseState decoded(desk.model());
    REQUIRE(decoded.decode(encoded));
    CHECK(decoded.newest_is_of_day());
    state.begin(StreamId{});
    CHECK_FALSE(state.newest_is_of_day());
}

}  // namespace
}  // namespace fallbuch
