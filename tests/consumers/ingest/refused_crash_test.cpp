// What is left of refused events when a call fails or the power is cut?
#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "consumers/ingest/refused_store.h"
#include "core/base/result.h"
#include "tests/consumers/ingest/refused_office.h"
#include "tests/support/fault_schedule.h"

namespace fallbuch::refused_test {
namespace {

// Adds a batch of two, another one on the next day, and removes what a month later is too old.
// Says after each commit what must be kept from then on.
Status live(Office& office, std::vector<std::string>& acknowledged) {
    {
        ASSIGN_OR_RETURN(const auto store, office.open());
        RETURN_IF_ERROR(store->add(event_of("a")));
        RETURN_IF_ERROR(store->add(event_of("b")));
        RETURN_IF_ERROR(store->commit());
        acknowledged = {"a", "b"};
        RETURN_IF_ERROR(store->add(event_of("c")));
        RETURN_IF_ERROR(store->commit());
        acknowledged = {"a", "b", "c"};
        office.clock.advance(std::chrono::hours(24));
        RETURN_IF_ERROR(store->add(event_of("d")));
        RETURN_IF_ERROR(store->commit());
        acknowledged = {"a", "b", "c", "d"};
    }
    office.clock.set(FakeClock::kStart + kRefusedRetention + std::chrono::days(1));
    acknowledged = {"d"};
    ASSIGN_OR_RETURN(const auto store, office.open());
    RETURN_IF_ERROR(store->add(event_of("e")));
    RETURN_IF_ERROR(store->commit());
    acknowledged = {"d", "e"};
    return {};
}

// Whatever happened: the directory is sound, holds what was acknowledged, and work goes on.
void require_sound(Office& office, const std::vector<std::string>& acknowledged) {
    CHECK(office.check().empty());
    const auto store = office.store();
    CHECK(store->damage().empty());
    std::vector<std::string> texts = office.texts();
    std::sort(texts.begin(), texts.end());
    CHECK(std::includes(texts.begin(), texts.end(), acknowledged.begin(), acknowledged.end()));
    CHECK(std::adjacent_find(texts.begin(), texts.end()) == texts.end());
    CHECK(keep(*store, "afterwards"));
    CHECK(office.texts().size() == texts.size() + 1);
    CHECK(office.check().empty());
}

TEST_CASE("a crash or a failure at any call keeps what was committed",
          "[consumers][ingest][simulation]") {
    const auto kind = GENERATE(FaultKind::any, FaultKind::short_write, FaultKind::no_space,
                               FaultKind::failed_sync, FaultKind::torn_sync,
                               FaultKind::failed_rename, FaultKind::failed_remove);
    const bool power_cut = GENERATE(false, true);
    std::uint64_t k = 1;
    for (bool fired = true; fired; ++k) {
        Office office;
        std::vector<std::string> acknowledged;
        office.files.plan({kind, k, false, {}});
        const Status lived = live(office, acknowledged);
        fired = office.files.fault_fired();
        CAPTURE(static_cast<int>(kind), power_cut, k);
        if (!fired) REQUIRE(lived);
        if (power_cut) {
            office.files.crash(k);
        } else {
            office.files.kill();
        }
        require_sound(office, acknowledged);
    }
    CHECK(k > 2);
}

TEST_CASE("a power cut after any call keeps what was committed",
          "[consumers][ingest][simulation]") {
    bool cut = true;
    for (std::uint64_t calls = 0; cut; ++calls) {
        for (std::uint64_t seed = 1; seed <= 4; ++seed) {
            Office office;
            std::vector<std::string> acknowledged;
            office.files.crash_after(calls);
            const Status lived = live(office, acknowledged);
            cut = office.files.power_is_cut();
            CAPTURE(calls, seed);
            CHECK(lived.has_value() == !cut);
            office.files.crash(seed);
            require_sound(office, acknowledged);
        }
    }
}

TEST_CASE("after a failure the store has stopped", "[consumers][ingest]") {
    Office office;
    const auto store = office.store();
    REQUIRE(store->add(event_of("a")));
    office.files.plan({FaultKind::failed_sync, 1, false, {}});
    CHECK(store->commit().error().code == ErrorCode::unavailable);
    CHECK(store->commit().error().code == ErrorCode::unavailable);
    CHECK(store->add(event_of("b")).error().code == ErrorCode::unavailable);
    CHECK(store->remove_older_than(kFirstDay).error().code == ErrorCode::unavailable);
}

TEST_CASE("a reader that cannot read says so", "[consumers][ingest]") {
    Office office;
    keep(*office.store(), "a");
    for (std::uint64_t k = 1;; ++k) {
        office.files.plan({FaultKind::any, k, false, {}});
        const auto damage = office.reader().check();
        if (!office.files.fault_fired()) break;
        REQUIRE_FALSE(damage);
        CHECK(damage.error().code == ErrorCode::unavailable);
    }
}

}  // namespace
}  // namespace fallbuch::refused_test
