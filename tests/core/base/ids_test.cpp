#include "core/base/ids.h"

#include <catch2/catch.hpp>
#include <cstdint>
#include <set>
#include <type_traits>
#include <unordered_set>

#include "core/base/bytes.h"
#include "tests/support/builders.h"

namespace fallbuch {

TEST_CASE("an id keeps its sixteen bytes and orders by them", "[core][base]") {
    const Bytes bytes = some_bytes(16);
    const auto id = EventId::from_bytes(bytes.data());
    CHECK(Bytes(id.view().begin(), id.view().end()) == bytes);
    Bytes last_byte_greater(16, 1);
    last_byte_greater[15] = 2;
    Bytes first_byte_greater(16, 0);
    first_byte_greater[0] = 2;
    const auto smaller = EventId::from_bytes(last_byte_greater.data());
    const auto greater = EventId::from_bytes(first_byte_greater.data());
    CHECK(smaller < greater);
    CHECK(EventId{} < smaller);
}

TEST_CASE("ids serve as keys of hashed and ordered containers", "[core][base]") {
    std::unordered_set<SubjectId> hashed;
    std::set<SubjectId> ordered;
    for (std::uint64_t i = 0; i < 1000; ++i) {
        hashed.insert(some_id<SubjectId>(i % 500));
        ordered.insert(some_id<SubjectId>(i % 500));
    }
    CHECK(hashed.size() == 500);
    CHECK(ordered.size() == 500);
    CHECK(hashed.contains(some_id<SubjectId>(499)));
    CHECK_FALSE(hashed.contains(some_id<SubjectId>(500)));
}

TEST_CASE("no kind of id or number converts to another", "[core][base]") {
    STATIC_REQUIRE_FALSE(std::is_convertible_v<EventId, StreamId>);
    STATIC_REQUIRE_FALSE(std::is_convertible_v<SubjectId, LedgerId>);
    STATIC_REQUIRE_FALSE(std::is_convertible_v<Position, StreamVersion>);
    STATIC_REQUIRE_FALSE(std::is_convertible_v<Position, std::uint64_t>);
    CHECK(Position{1} < Position{2});
    CHECK(StreamVersion{3} == StreamVersion{3});
}

TEST_CASE("expecting no stream is expecting exactly no event", "[core][base]") {
    CHECK(ExpectedVersion(kNoStream) == ExpectedVersion(Exactly{StreamVersion{0}}));
    CHECK_FALSE(ExpectedVersion(Any{}) == ExpectedVersion(kNoStream));
    CHECK_FALSE(ExpectedVersion(Exactly{StreamVersion{1}}) == ExpectedVersion(kNoStream));
}

}  // namespace fallbuch
