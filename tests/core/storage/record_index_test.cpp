#include "core/storage/record_index.h"

#include <algorithm>
#include <catch2/catch.hpp>

#include <map>

#include "core/base/bytes.h"
#include "core/base/posix_file.h"
#include "tests/support/record_builder.h"
#include "tests/support/seeded_random.h"
#include "tests/support/temporary_directory.h"

namespace fallbuch {
namespace {

using test::numbered;

// What an index is for, written down without any cleverness.
struct NaiveIndex {
    std::map<StreamId, std::vector<Position>> streams;
    std::map<SubjectId, std::vector<Position>> subjects;
    std::map<EventId, Position> events;
    std::vector<Location> locations;
};

void add_random_group(SeededRandom& random, RecordIndex& index, NaiveIndex& naive) {
    const std::uint64_t record_count = 1 + random.below(700);
    for (std::uint64_t i = 0; i < record_count; ++i) {
        const Position position{index.record_count()};
        const auto event = numbered<EventId>(position.value);
        const auto stream = numbered<StreamId>(random.below(50));
        std::vector<SubjectId> subjects;
        for (std::uint64_t who = 0; who < 60; ++who) {
            if (random.one_in(20)) subjects.push_back(numbered<SubjectId>(who));
        }
        std::sort(subjects.begin(), subjects.end());
        const Location location{1, position.value * 100};
        index.add(event, stream, subjects, location);
        naive.streams[stream].push_back(position);
        for (const SubjectId& subject : subjects) naive.subjects[subject].push_back(position);
        naive.events[event] = position;
        naive.locations.push_back(location);
    }
    REQUIRE(index.group_ended({1, index.record_count() * 100}));
}

std::vector<Position> below(const std::vector<Position>& positions, Position bound) {
    std::vector<Position> kept;
    for (const Position position : positions) {
        if (position < bound) kept.push_back(position);
    }
    return kept;
}

void require_equal(const RecordIndex& index, const NaiveIndex& naive, Position bound) {
    for (const auto& [stream, positions] : naive.streams) {
        const auto found = index.stream_positions(stream, bound);
        REQUIRE(found);
        REQUIRE(*found == below(positions, bound));
    }
    for (const auto& [subject, positions] : naive.subjects) {
        const auto found = index.subject_positions(subject, bound);
        REQUIRE(found);
        REQUIRE(*found == below(positions, bound));
    }
    for (std::uint64_t i = 0; i < bound.value; i += 97) {
        REQUIRE(index.location(Position{i}) == naive.locations[i]);
    }
}

TEST_CASE("an index answers like a naive one, before and after it was reloaded",
          "[core][storage]") {
    const std::uint64_t seed = 20261123;
    INFO("seed " << seed);
    SeededRandom random(seed);
    PosixFileSystem files;
    const TemporaryDirectory directory;
    const IndexPlace place{files, directory / "index", numbered<LedgerId>(1)};
    NaiveIndex naive;
    auto index = RecordIndex::load(place, IndexUse::write, UINT64_MAX);
    REQUIRE(index);
    while (index->record_count() < 12'000) add_random_group(random, *index, naive);
    const Position end{index->record_count()};
    require_equal(*index, naive, end);
    require_equal(*index, naive, Position{end.value / 3});
    for (const auto& [event, position] : naive.events) {
        const auto found = index->find_event(event);
        REQUIRE(found);
        REQUIRE(*found == position);
    }
    CHECK(*index->find_event(numbered<EventId>(end.value + 1)) == std::nullopt);

    const auto again = RecordIndex::load(place, IndexUse::write, UINT64_MAX);
    REQUIRE(again);
    CHECK(again->damage().empty());
    CHECK(again->record_count() > 8000);
    CHECK(again->record_count() <= index->record_count());
    require_equal(*again, naive, Position{again->record_count()});
    CHECK(again->end() == Location{1, again->record_count() * 100});
}

TEST_CASE("a damaged block ends what is believed, wherever the bit flipped", "[core][storage]") {
    SeededRandom random(7);
    PosixFileSystem files;
    const TemporaryDirectory directory;
    const IndexPlace place{files, directory / "index", numbered<LedgerId>(1)};
    {
        auto index = RecordIndex::load(place, IndexUse::write, UINT64_MAX);
        REQUIRE(index);
        NaiveIndex naive;
        while (index->record_count() < 9000) add_random_group(random, *index, naive);
    }
    const auto content = read_file(files, place.path, UINT64_MAX);
    REQUIRE(content);
    for (int trial = 0; trial < 200; ++trial) {
        Bytes flipped = *content;
        const std::uint64_t bit = random.below(flipped.size() * 8);
        flipped[bit / 8] = static_cast<std::uint8_t>(flipped[bit / 8] ^ (1U << (bit % 8)));
        REQUIRE(replace_file(files, place.path, flipped, Durability::none));
        const auto index = RecordIndex::load(place, IndexUse::read, UINT64_MAX);
        REQUIRE(index);
        CAPTURE(bit);
        CHECK_FALSE(index->damage().empty());
    }
}

TEST_CASE("an index of another ledger is not believed", "[core][storage]") {
    SeededRandom random(8);
    PosixFileSystem files;
    const TemporaryDirectory directory;
    {
        auto index = RecordIndex::load({files, directory / "index", numbered<LedgerId>(1)},
                                       IndexUse::write, UINT64_MAX);
        NaiveIndex naive;
        while (index->record_count() < 5000) add_random_group(random, *index, naive);
    }
    const auto index = RecordIndex::load({files, directory / "index", numbered<LedgerId>(2)},
                                         IndexUse::read, UINT64_MAX);
    REQUIRE(index);
    CHECK(index->record_count() == 0);
    CHECK_FALSE(index->damage().empty());
}

TEST_CASE("blocks beyond the bound of a reader are not loaded", "[core][storage]") {
    SeededRandom random(9);
    PosixFileSystem files;
    const TemporaryDirectory directory;
    const IndexPlace place{files, directory / "index", numbered<LedgerId>(1)};
    auto index = RecordIndex::load(place, IndexUse::write, UINT64_MAX);
    NaiveIndex naive;
    while (index->record_count() < 12'000) add_random_group(random, *index, naive);
    const auto view = RecordIndex::load(place, IndexUse::read, 5000);
    REQUIRE(view);
    CHECK(view->record_count() <= 5000);
    CHECK(view->record_count() >= 4096);
    CHECK(view->damage().empty());
}

}  // namespace
}  // namespace fallbuch
