#include "projections/case/case_card.h"

#include <catch2/catch.hpp>

#include <cstddef>
#include <string>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/calendar/berlin.h"
#include "core/codec/hex.h"
#include "core/events/catalogue.h"
#include "projections/case/case_model.h"
#include "projections/case/case_state.h"
#include "projections/case/case_waits.h"
#include "projections/case/thing_kind.h"
#include "tests/support/casework_case.h"
#include "tests/support/casework_types.h"

namespace fallbuch {
namespace {

CaseEvent responsible(const std::string& day, const std::string& who,
                      const std::string& more = "") {
    return {day, "ResponsibilityAssigned",
            R"({"caseworker":")" + who + R"(","unit":"JC","team":"Team 1")" + more + "}"};
}

TEST_CASE("whoever stands in does so beside the one who is responsible",
          "[projections][case][card]") {
    CaseDesk desk;
    const auto deputy = R"(,"deputy":true,"from":"2025-07-01","to":"2025-07-14")";
    const CaseCard card = card_of(desk.state_of(
        {responsible("2025-01-02", "U-1"), responsible("2025-06-20", "U-2", deputy)}));
    CHECK(card.caseworker == "U-1");
    CHECK(card.team == "Team 1");
    REQUIRE(card.deputies.size() == 1);
    const DeputyTerm& term = card.deputies.front();
    CHECK(term.caseworker == "U-2");
    CHECK_FALSE(term.covers(day_of("2025-06-30")));
    CHECK(term.covers(day_of("2025-07-01")));
    CHECK(term.covers(day_of("2025-07-14")));
    CHECK_FALSE(term.covers(day_of("2025-07-15")));
}

TEST_CASE("who stands in for no certain time does until somebody else becomes responsible",
          "[projections][case][card]") {
    CaseDesk desk;
    std::vector<CaseEvent> events{responsible("2025-01-02", "U-1"),
                                  responsible("2025-06-20", "U-2", R"(,"deputy":true)")};
    const auto deputies = deputies_of(desk.state_of(events));
    REQUIRE(deputies.size() == 1);
    CHECK_FALSE(deputies.front().covers(day_of("2025-06-19")));
    CHECK(deputies.front().covers(day_of("2026-06-19")));
    events.push_back(responsible("2025-09-01", "U-3"));
    CHECK(deputies_of(desk.state_of(events)).empty());
    CHECK(card_of(desk.state_of(events)).caseworker == "U-3");
}

TEST_CASE(
    "the placement into an apprenticeship can be delegated without changing who is responsible",
    "[projections][case][card]") {
    CaseDesk desk;
    const CaseState state = desk.state_of(
        {responsible("2025-01-02", "U-1", R"(,"to":"2025-12-31")"),
         {"2025-03-01", "ApprenticeshipPlacementDelegated", R"({"to":"Agentur für Arbeit"})"}});
    CHECK(card_of(state).waits.of(Wait::responsible) == day_of("2025-12-31"));
}

CaseCard full_card() {
    CaseCard card;
    card.is_open = true;
    card.phase = Phase::strategy;
    card.customer_number = "1";
    card.name = "N";
    card.unit = "JC";
    card.team = "T";
    card.caseworker = "U";
    card.deputies = {{"V", day_of("1970-01-02"), {}}};
    card.circle = "SGB_II";
    card.last_contact = Instant(Instant::duration(1));
    card.last_event = Instant(Instant::duration(2));
    card.event_count = 3;
    card.waits.set(Wait::appointment, day_of("1969-12-31"));
    card.waits.set(Wait::responsible, day_of("1970-01-03"));
    return card;
}

// Whoever changes these bytes raises kCardVersion: cards that lie otherwise must not be read.
TEST_CASE("the bytes of a card belong to its version", "[projections][case][card]") {
    Bytes bytes;
    encode_card(full_card(), bytes);
    CHECK(std::string(kCardVersion) == "fallbuch case card v2");
    CHECK(to_hex(bytes) ==
          "01030131014e024a4301540155065347425f494901015601010000000001010000000000000"
          "002000000000000000301ffffffff00000000000000000000000102000000");
    const auto back = decode_card(bytes);
    REQUIRE(back);
    CHECK(*back == full_card());
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        const auto cut = decode_card(ByteView(bytes).first(size));
        REQUIRE_FALSE(cut);
        CHECK(cut.error().code == ErrorCode::corrupt);
    }
}

TEST_CASE("a model's digest changes with the catalogue and with nothing else",
          "[projections][case][card]") {
    const BerlinTime berlin = *BerlinTime::load();
    const CaseModel one(casework_catalogue(), berlin);
    const CaseModel again(casework_catalogue(), berlin);
    CHECK(one.digest() == again.digest());
    auto files = built_in_catalogue();
    files.push_back({"probe.json", kProbeType});
    const CaseModel more(*Catalogue::from_files(files), berlin);
    CHECK(one.digest() != more.digest());
}

}  // namespace
}  // namespace fallbuch
