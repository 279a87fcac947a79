#include "projections/case/case_card.h"

#include <catch2/catch.hpp>

#include <cstddef>
#include <random>
#include <string>
#include <utility>
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

// Empty: nobody.
std::string responsible_on(CaseDesk& desk, const std::vector<CaseEvent>& events,
                           const std::string& day) {
    const CaseCard card = card_of(desk.state_of(events));
    const ResponsibleTerm* term = card.responsible_on(day_of(day));
    return term == nullptr ? "" : term->caseworker;
}

TEST_CASE("whoever stands in does so beside the one who is responsible",
          "[projections][case][card]") {
    CaseDesk desk;
    const auto deputy = R"(,"deputy":true,"from":"2025-07-01","to":"2025-07-14")";
    const CaseCard card = card_of(desk.state_of(
        {responsible("2025-01-02", "U-1"), responsible("2025-06-20", "U-2", deputy)}));
    REQUIRE(card.responsible_on(day_of("2025-07-01")));
    CHECK(card.responsible_on(day_of("2025-07-01"))->caseworker == "U-1");
    CHECK(card.responsible_on(day_of("2025-07-01"))->team == "Team 1");
    CHECK(card.deputies_on(day_of("2025-06-30")).empty());
    CHECK(card.deputies_on(day_of("2025-07-01")).size() == 1);
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
    CHECK(responsible_on(desk, events, "2025-09-01") == "U-3");
}

TEST_CASE("whoever is assigned for a day to come is responsible from that day on",
          "[projections][case][card]") {
    CaseDesk desk;
    std::vector<CaseEvent> events{
        responsible("2025-01-02", "U-1"),
        responsible("2025-03-01", "U-2", R"(,"from":"2025-04-01","to":"2025-06-30")")};
    CHECK(responsible_on(desk, events, "2025-03-31") == "U-1");
    CHECK(responsible_on(desk, events, "2025-04-01") == "U-2");
    CHECK(responsible_on(desk, events, "2025-06-30") == "U-2");
    CHECK(responsible_on(desk, events, "2025-07-01").empty());
    const CaseCard card = card_of(desk.state_of(events));
    REQUIRE(card.assigned_on(day_of("2025-07-01")));
    CHECK(card.assigned_on(day_of("2025-07-01"))->caseworker == "U-2");
    CHECK(card.assigned_on(day_of("2025-01-01")) == nullptr);
    // A newer one for an earlier day leaves nothing of it.
    events.push_back(responsible("2025-03-10", "U-3", R"(,"from":"2025-03-20")"));
    CHECK(responsible_on(desk, events, "2025-03-19") == "U-1");
    CHECK(responsible_on(desk, events, "2025-03-20") == "U-3");
    CHECK(responsible_on(desk, events, "2025-04-01") == "U-3");
}

// The newest assignment whose first day has come, looked for among all.
TEST_CASE("who is responsible is who the newest assignment says that counts on the day",
          "[projections][case][card][volume]") {
    constexpr int kDays = 28;
    std::mt19937 random(7);
    const auto some_day = [&] { return static_cast<int>(random() % kDays) + 1; };
    const auto text = [](int day) {
        return "2025-03-" + std::string(day < 10 ? "0" : "") + std::to_string(day);
    };
    for (int round = 0; round < 100; ++round) {
        CAPTURE(round);
        CaseDesk desk;
        std::vector<CaseEvent> events;
        std::vector<std::pair<int, int>> told;  // on which day, from which day
        int day = 1;
        for (int i = 0; i < 5; ++i) {
            const int from = random() % 3 == 0 ? day : some_day();
            const std::string more = from == day ? "" : R"(,"from":")" + text(from) + R"(")";
            events.push_back(responsible(text(day), "U-" + std::to_string(i), more));
            told.emplace_back(day, from);
            day += static_cast<int>(random() % 4) + 1;
        }
        for (int asked = told.back().first; asked <= kDays; ++asked) {
            CAPTURE(asked);
            std::string truth;
            for (std::size_t i = 0; i < told.size(); ++i) {
                if (told[i].second <= asked) truth = "U-" + std::to_string(i);
            }
            CHECK(responsible_on(desk, events, text(asked)) == truth);
        }
    }
}

TEST_CASE("nobody is his own deputy, and a deputy ends when somebody else takes over",
          "[projections][case][card]") {
    CaseDesk desk;
    const auto deputy = R"(,"deputy":true,"from":"2025-02-01","to":"2025-12-31")";
    const CaseCard same = card_of(
        desk.state_of({responsible("2025-01-02", "U-1"), responsible("2025-02-01", "U-2", deputy),
                       responsible("2025-03-01", "U-2", R"(,"from":"2025-04-01")")}));
    CHECK(same.deputies_on(day_of("2025-03-31")).size() == 1);
    CHECK(same.deputies_on(day_of("2025-04-01")).empty());
    const auto open = deputies_of(desk.state_of(
        {responsible("2025-01-02", "U-1"), responsible("2025-02-01", "U-2", R"(,"deputy":true)"),
         responsible("2025-03-01", "U-3", R"(,"from":"2025-04-01")")}));
    REQUIRE(open.size() == 1);
    CHECK(open.front().to == day_of("2025-03-31"));
}

TEST_CASE(
    "the placement into an apprenticeship can be delegated without changing who is responsible",
    "[projections][case][card]") {
    CaseDesk desk;
    const CaseState state = desk.state_of(
        {responsible("2025-01-02", "U-1", R"(,"to":"2025-12-31")"),
         {"2025-03-01", "ApprenticeshipPlacementDelegated", R"({"to":"Agentur für Arbeit"})"}});
    const CaseCard card = card_of(state);
    REQUIRE(card.responsible.size() == 1);
    CHECK(card.responsible.front().to == day_of("2025-12-31"));
}

TEST_CASE("a contact is a personal talk with whoever places or counsels, about integration",
          "[projections][case][card]") {
    CaseDesk desk;
    const auto last = [&](const std::string& more) {
        return card_of(
                   desk.state_of({{"2025-02-03", "ContactHeld",
                                   R"({"contactId":"K-1","kind":"FOLGEGESPRAECH")" + more + "}"}}))
            .last_contact;
    };
    const auto with = [&](const std::string& role, const std::string& channel) {
        return last(R"(,"counterpartRole":")" + role + R"(","channel":")" + channel + R"(")");
    };
    for (const char* role : {"IFK", "FALLMANAGEMENT", "REHA_BERATUNG", "BBIE"}) {
        CAPTURE(role);
        CHECK(with(role, "PERSOENLICH"));
        CHECK_FALSE(with(role, "TELEFON"));
        CHECK_FALSE(with(role, "VIDEO"));
    }
    for (const char* role : {"EINGANGSZONE", "LEISTUNG", "FACHDIENST", "TEAMLEITUNG"}) {
        CAPTURE(role);
        CHECK_FALSE(with(role, "PERSOENLICH"));
    }
    const std::string talk = R"(,"counterpartRole":"IFK","channel":"PERSOENLICH","purpose":)";
    CHECK(last(talk + R"("INTEGRATIONSPLAN")"));
    CHECK(last(talk + R"("KOOPERATIONSPLAN")"));
    for (const char* other : {"VERWALTUNG", "LEISTUNG", "ANHOERUNG", "INFORMATION"}) {
        CAPTURE(other);
        CHECK_FALSE(last(talk + '"' + other + '"'));
    }
    CHECK_FALSE(last(""));
}

TEST_CASE("a call after a talk leaves the talk the last contact", "[projections][case][card]") {
    CaseDesk desk;
    const auto held = [](const std::string& day, const std::string& channel) {
        return CaseEvent{day, "ContactHeld",
                         R"({"contactId":"K-)" + day + R"(","counterpartRole":"IFK","channel":")" +
                             channel + R"("})"};
    };
    const CaseState state =
        desk.state_of({held("2025-01-10", "PERSOENLICH"), held("2025-02-03", "PERSOENLICH"),
                       held("2025-03-03", "TELEFON")});
    const auto last = card_of(state).last_contact;
    REQUIRE(last);
    CHECK(desk.model().berlin().day_of(*last) == day_of("2025-02-03"));
}

TEST_CASE("what only the office tells of its rulebooks is no case", "[projections][case][card]") {
    CaseDesk desk;
    const CaseEvent office{"2025-01-02", "RuleSetActivated", R"({"ruleSetId":"R"})"};
    CHECK_FALSE(card_of(desk.state_of({office})).is_case);
    CHECK(card_of(desk.state_of({office, responsible("2025-01-03", "U-1")})).is_case);
    CHECK(card_of(desk.state_of({{"2025-01-02", "ContactHeld", R"({"contactId":"K"})"}})).is_case);
    // Of a kind for which the model has no row.
    CHECK(card_of(desk.state_of({{"2025-01-02", "ErasureDue", R"({"erasureId":"E"})"}})).is_case);
}

TEST_CASE("a case keeps every Kundennummer that was ever told, its own first",
          "[projections][case][card]") {
    CaseDesk desk;
    using Numbers = std::vector<std::string>;
    const auto numbers = [&](const std::vector<CaseEvent>& events) {
        return card_of(desk.state_of(events)).customer_numbers;
    };
    std::vector<CaseEvent> events{{"2015-01-02", "CaseOpened", R"({"kundennummer":"A1"})"}};
    CHECK(numbers(events) == Numbers{"A1"});
    events.push_back({"2018-03-01", "CaseClosed", R"({"kundennummer":"A1"})"});
    events.push_back({"2025-04-30", "CaseReopened", R"({"kundennummer":"B2"})"});
    CHECK(numbers(events) == Numbers{"B2", "A1"});
    events.push_back({"2025-05-02", "PersonIdentifiersLinked", R"({"numbers":["C3","A1"]})"});
    CHECK(numbers(events) == Numbers{"B2", "A1", "C3"});
    // Told late: it was the number of a time before.
    events.push_back({"2010-01-04", "CaseOpened", R"({"kundennummer":"Z0"})"});
    CHECK(numbers(events) == Numbers{"B2", "A1", "C3", "Z0"});
    CHECK(card_of(desk.state_of(events)).customer_number() == "B2");
    CHECK(numbers({events[3]}) == Numbers{"A1", "C3"});
    CHECK(card_of(desk.state_of({})).customer_number().empty());
}

CaseCard full_card() {
    CaseCard card;
    card.is_case = true;
    card.is_open = true;
    card.phase = Phase::strategy;
    card.customer_numbers = {"1", "2"};
    card.name = "N";
    card.responsible = {{"U", "JC", "T", day_of("1970-01-03"), day_of("1970-01-04")}};
    card.deputies = {{"V", day_of("1970-01-02"), {}}};
    card.circle = "SGB_II";
    card.last_contact = Instant(Instant::duration(1));
    card.last_event = Instant(Instant::duration(2));
    card.event_count = 3;
    card.waits.set(Wait::appointment, day_of("1969-12-31"));
    card.waits.set(Wait::phase, day_of("1970-01-03"));
    return card;
}

// Whoever changes these bytes raises kCardVersion: cards that lie otherwise must not be read.
TEST_CASE("the bytes of a card belong to its version", "[projections][case][card]") {
    Bytes bytes;
    encode_card(full_card(), bytes);
    CHECK(std::string(kCardVersion) == "fallbuch case card v6");
    CHECK(to_hex(bytes) ==
          "010103014e065347425f494902013101320101"
          "55024a430154010200000001030000000101560101000000000"
          "101000000000000000200000000000000"
          "0301ffffffff000000000000000000000102000000");
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
