#include "core/storage/event_table.h"

#include <catch2/catch.hpp>

#include "tests/support/record_builder.h"

namespace fallbuch {
namespace {

using test::numbered;

TEST_CASE("every inserted event is found at its position, and no other is confirmed",
          "[core][storage]") {
    constexpr std::uint64_t kCount = 200'000;
    EventTable table;
    for (std::uint64_t i = 0; i < kCount; ++i) table.insert(numbered<EventId>(i), Position{i});
    std::uint64_t false_candidates = 0;
    for (std::uint64_t i = 0; i < kCount; ++i) {
        const bool found = table.find(numbered<EventId>(i), [&](Position candidate) {
            if (candidate.value != i) ++false_candidates;
            return candidate.value == i;
        });
        if (!found) FAIL("event " << i << " is lost");
    }
    for (std::uint64_t i = kCount; i < 2 * kCount; ++i) {
        table.find(numbered<EventId>(i), [&](Position) {
            ++false_candidates;
            return false;
        });
    }
    INFO("false candidates: " << false_candidates);
    CHECK(false_candidates < kCount / 100);
}

TEST_CASE("ids that differ only where the table does not look are told apart by the caller",
          "[core][storage]") {
    EventTable table;
    EventId one = numbered<EventId>(1);
    EventId two = one;
    two.bytes[15] = static_cast<std::uint8_t>(two.bytes[15] ^ 1U);
    table.insert(one, Position{5});
    table.insert(two, Position{6});
    std::vector<Position> candidates;
    CHECK_FALSE(table.find(two, [&](Position candidate) {
        candidates.push_back(candidate);
        return false;
    }));
    CHECK(candidates == std::vector<Position>{Position{5}, Position{6}});
}

}  // namespace
}  // namespace fallbuch
