#include "core/events/event_store.h"

#include <catch2/catch.hpp>

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/events/admission.h"
#include "core/events/checked_event.h"
#include "core/events/decoded_event.h"
#include "core/events/envelope.h"
#include "core/events/event_reader.h"
#include "core/ledger/append.h"
#include "core/vault/vault.h"
#include "tests/support/casework_types.h"
#include "tests/support/event_office.h"

namespace fallbuch {
namespace {

CheckedEvent checked(EventStore& store, const std::string& text) {
    AdmissionParser parser(store.admission());
    CheckedEvent event;
    REQUIRE(parser.check(text, store.arrival(Entrance::ordinary), event).empty());
    return event;
}

std::vector<std::string> ids_of_case(EventOffice& office, const std::string& name) {
    Ledger& ledger = office.store().ledger();
    const auto reader = EventReader::open(ledger.log(), ledger.vault(), casework_catalogue());
    REQUIRE(reader);
    const auto stream = (*reader)->find_case(name);
    REQUIRE(stream);
    std::vector<std::string> ids;
    REQUIRE((*reader)->read_case(*stream, [&](Position, const DecodedEvent& event) -> Status {
        ids.emplace_back(event.text_of(EnvelopeField::id));
        return {};
    }));
    return ids;
}

TEST_CASE("a unit is found again as it was appended, also after the ledger was closed",
          "[core][events]") {
    EventOffice office;
    std::vector<CheckedEvent> unit;
    for (int i = 0; i < 3; ++i) {
        unit.push_back(checked(office.store(), trace_event_text("fall-1", i)));
    }
    const auto appended = office.store().append(unit);
    REQUIRE(appended);
    CHECK_FALSE(appended->known);
    CHECK(ids_of_case(office, "fall-1") == std::vector<std::string>{"e0", "e1", "e2"});

    office.reopen();
    CHECK(ids_of_case(office, "fall-1") == std::vector<std::string>{"e0", "e1", "e2"});
    const auto again = office.store().append(unit);
    REQUIRE(again);
    CHECK(again->known);
    CHECK(again->positions == appended->positions);
}

TEST_CASE("events that need more names than one batch may make are sealed all the same",
          "[core][events]") {
    EventOffice office;
    // Three rows each: stream, person, key.
    constexpr std::size_t kEvents = Vault::Batch::kRowsMax / 3 + 1'000;
    const CheckedEvent pattern = checked(office.store(), trace_event_text("fall-0", 0));
    std::vector<CheckedEvent> events(kEvents, pattern);
    for (std::size_t i = 0; i < kEvents; ++i) {
        const std::string name = "fall-" + std::to_string(100'000 + i);
        events[i].id = "e" + std::to_string(i);
        events[i].case_name = name;
        REQUIRE(events[i].persons.size() == 1);
        events[i].names = name;
        events[i].persons[0].name = {0, name.size()};
    }
    auto units = office.store().seal(events, UnitOf::each_event);
    REQUIRE(units);
    const auto batch = office.store().submit(*std::move(units));
    std::set<std::uint64_t> positions;
    for (const auto& answer : batch->wait()) {
        REQUIRE(answer);
        positions.insert(answer->positions.front().value);
    }
    CHECK(positions.size() == kEvents);
    CHECK(ids_of_case(office, "fall-100000").size() == 1);
}

constexpr int kSharedCases = 50;

// Appends an event to each shared case; returns how many failed.
int append_to_all(EventStore& store, int writer) {
    AdmissionParser parser(store.admission());
    CheckedEvent event;
    int failure_count = 0;
    for (int i = 0; i < kSharedCases; ++i) {
        const auto text = trace_event_text("fall-" + std::to_string(i), 1000 * writer + i);
        const bool accepted = parser.check(text, store.arrival(Entrance::ordinary), event).empty();
        if (!accepted || !store.append({&event, 1})) ++failure_count;
    }
    return failure_count;
}

TEST_CASE("threads that meet the same new names agree on them", "[core][events][threads]") {
    EventOffice office;
    std::vector<int> failure_counts(4, -1);
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < failure_counts.size(); ++i) {
        threads.emplace_back([&office, &count = failure_counts[i], i] {
            count = append_to_all(office.store(), static_cast<int>(i));
        });
    }
    for (std::thread& thread : threads) thread.join();
    CHECK(failure_counts == std::vector<int>(failure_counts.size(), 0));
    for (int i = 0; i < kSharedCases; ++i) {
        CHECK(ids_of_case(office, "fall-" + std::to_string(i)).size() == failure_counts.size());
    }
}

}  // namespace
}  // namespace fallbuch
