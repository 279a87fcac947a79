#include "core/ledger/sequence.h"

#include <catch2/catch.hpp>

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <thread>
#include <utility>
#include <vector>

#include "core/base/ids.h"
#include "core/ledger/sequencer.h"
#include "core/storage/log_place.h"
#include "core/storage/segment.h"
#include "tests/support/fault_schedule.h"
#include "tests/support/faulty_file.h"
#include "tests/support/record_builder.h"

namespace fallbuch {
namespace {

using test::numbered;
using test::RecordBuilder;

// An empty log on a file system in memory, and its sequence.
struct Desk {
    FaultyFileSystem files;
    std::unique_ptr<Log> log = open();
    Sequence sequence{*log, Instant{}};

    std::unique_ptr<Log> open() {
        const LogPlace place{files, "/log", numbered<LedgerId>(1)};
        REQUIRE(Log::create(place));
        auto opened = Log::open(place, 0);
        REQUIRE(opened);
        return std::move(*opened);
    }
    Result<Appended> add(std::vector<RecordBuilder> builders) {
        Unit unit;
        for (const RecordBuilder& builder : builders) unit.records.push_back(builder.build());
        return sequence.add(unit);
    }
    HeaderPrefix prefix_at(std::uint64_t position) {
        const auto record = log->read(Position{position});
        REQUIRE(record);
        return *decode_prefix(record->header());
    }
};

ErrorCode code_of(const Result<Appended>& result) {
    REQUIRE_FALSE(result);
    return result.error().code;
}

TEST_CASE("records get gapless positions, and versions from 1 in their stream", "[core][ledger]") {
    Desk desk;
    REQUIRE(desk.add({RecordBuilder().event(1).stream(1), RecordBuilder().event(2).stream(1)}));
    REQUIRE(desk.add({RecordBuilder().event(3).stream(2)}));
    const auto last = desk.add({RecordBuilder().event(4).stream(1)});
    REQUIRE(last);
    CHECK(last->positions == std::vector<Position>{Position{3}});
    REQUIRE(desk.log->commit());
    CHECK(desk.prefix_at(0).stream_version == StreamVersion{1});
    CHECK(desk.prefix_at(1).stream_version == StreamVersion{2});
    CHECK(desk.prefix_at(2).stream_version == StreamVersion{1});
    CHECK(desk.prefix_at(3).stream_version == StreamVersion{3});
}

TEST_CASE("recorded never goes back, and a lifted claim is counted", "[core][ledger]") {
    Desk desk;
    const Instant noon(std::chrono::hours(12));
    REQUIRE(desk.add({RecordBuilder().event(1).recorded(noon)}));
    const auto earlier =
        desk.add({RecordBuilder().event(2).recorded(noon - std::chrono::hours(1)).claimed()});
    REQUIRE(earlier);
    CHECK(earlier->lifted_count == 1);
    const auto later =
        desk.add({RecordBuilder().event(3).recorded(noon + std::chrono::hours(1)).claimed()});
    REQUIRE(later);
    CHECK(later->lifted_count == 0);
    REQUIRE(desk.log->commit());
    CHECK(desk.prefix_at(1).recorded == noon);
    CHECK(desk.prefix_at(2).recorded == noon + std::chrono::hours(1));
}

TEST_CASE("the same event again is acknowledged at its old position", "[core][ledger]") {
    Desk desk;
    const auto first = desk.add({RecordBuilder().event(1), RecordBuilder().event(2)});
    const auto pending = desk.add({RecordBuilder().event(2)});
    REQUIRE(pending);
    CHECK(pending->known);
    CHECK(pending->positions == std::vector<Position>{Position{1}});
    REQUIRE(desk.log->commit());
    const auto durable = desk.add({RecordBuilder().event(1), RecordBuilder().event(2)});
    REQUIRE(durable);
    CHECK(durable->known);
    CHECK(durable->positions == first->positions);
    CHECK(desk.log->next() == Position{2});
}

TEST_CASE("a known id with other content is a conflict, whatever differs", "[core][ledger]") {
    Desk desk;
    REQUIRE(desk.add({RecordBuilder().event(1)}));
    REQUIRE(desk.log->commit());
    CHECK(code_of(desk.add({RecordBuilder().event(1).text("other words")})) == ErrorCode::conflict);
    CHECK(code_of(desk.add({RecordBuilder().event(1).stream(2)})) == ErrorCode::conflict);
    CHECK(code_of(desk.add({RecordBuilder().event(1).subject(9)})) == ErrorCode::conflict);
    CHECK(code_of(desk.add({RecordBuilder().event(1).type("de.fallbuch.other.done")})) ==
          ErrorCode::conflict);
    CHECK(desk.log->next() == Position{1});
}

TEST_CASE("dedupe comes before the version: a repeated event is known even if it is stale",
          "[core][ledger]") {
    Desk desk;
    REQUIRE(desk.add({RecordBuilder().event(1).expected(kNoStream)}));
    const auto again = desk.add({RecordBuilder().event(1).expected(kNoStream)});
    REQUIRE(again);
    CHECK(again->known);
}

TEST_CASE("a unit that mixes known and new events is a conflict and adds nothing",
          "[core][ledger]") {
    Desk desk;
    REQUIRE(desk.add({RecordBuilder().event(1)}));
    CHECK(code_of(desk.add({RecordBuilder().event(1), RecordBuilder().event(2)})) ==
          ErrorCode::conflict);
    CHECK(desk.log->next() == Position{1});
}

TEST_CASE("an expected version holds exactly at its number, on both sides", "[core][ledger]") {
    Desk desk;
    REQUIRE(desk.add({RecordBuilder().event(1).expected(kNoStream)}));
    CHECK(code_of(desk.add({RecordBuilder().event(2).expected(kNoStream)})) == ErrorCode::conflict);
    REQUIRE(desk.add({RecordBuilder().event(2)}));
    const auto expect = [](std::uint64_t version) {
        return ExpectedVersion(Exactly{StreamVersion{version}});
    };
    CHECK(code_of(desk.add({RecordBuilder().event(3).expected(expect(1))})) == ErrorCode::conflict);
    CHECK(code_of(desk.add({RecordBuilder().event(3).expected(expect(3))})) == ErrorCode::conflict);
    REQUIRE(desk.add({RecordBuilder().event(3).expected(expect(2)),
                      RecordBuilder().event(4).expected(expect(3))}));
}

TEST_CASE("a unit is refused as a whole if one of its events is", "[core][ledger]") {
    Desk desk;
    const auto stale = ExpectedVersion(Exactly{StreamVersion{7}});
    CHECK(code_of(desk.add({RecordBuilder().event(1), RecordBuilder().event(2).expected(stale)})) ==
          ErrorCode::conflict);
    CHECK(desk.log->next() == Position{0});
    CHECK(desk.log->open_group_count() == 0);
}

TEST_CASE("malformed units are invalid", "[core][ledger]") {
    Desk desk;
    CHECK(code_of(desk.add({})) == ErrorCode::invalid);
    CHECK(code_of(desk.add({RecordBuilder().event(1).stream(1),
                            RecordBuilder().event(2).stream(2)})) == ErrorCode::invalid);
    CHECK(code_of(desk.add({RecordBuilder().event(1), RecordBuilder().event(1)})) ==
          ErrorCode::invalid);
    CHECK(code_of(desk.add(std::vector<RecordBuilder>(kUnitRecordsMax + 1))) == ErrorCode::invalid);
    Unit cut;
    cut.records.push_back(RecordBuilder().build());
    cut.records[0].header.pop_back();
    CHECK(code_of(desk.sequence.add(cut)) == ErrorCode::invalid);
    Unit short_spans;
    short_spans.records.push_back(RecordBuilder().build());
    short_spans.records[0].spans.pop_back();
    CHECK(code_of(desk.sequence.add(short_spans)) == ErrorCode::invalid);
}

TEST_CASE("the largest unit is accepted", "[core][ledger]") {
    Desk desk;
    std::vector<RecordBuilder> builders;
    for (std::uint64_t i = 0; i < kUnitRecordsMax; ++i) {
        builders.push_back(RecordBuilder().event(i));
    }
    const auto added = desk.add(builders);
    REQUIRE(added);
    CHECK(added->positions.size() == kUnitRecordsMax);
}

TEST_CASE("many writers get one order: every event once, versions without gaps",
          "[core][ledger][threads]") {
    Desk desk;
    constexpr std::uint64_t kWriters = 8;
    constexpr std::uint64_t kUnits = 60;
    {
        Sequencer sequencer(*desk.log, Instant{});
        std::vector<std::thread> writers;
        for (std::uint64_t writer = 0; writer < kWriters; ++writer) {
            writers.emplace_back([&, writer] {
                for (std::uint64_t i = 0; i < kUnits; ++i) {
                    std::vector<Unit> units(1);
                    // Every second unit is sent twice, as after a lost answer.
                    units[0].records.push_back(
                        RecordBuilder().event(writer * 1000 + i / 2).stream(i % 5).build());
                    const auto batch = std::make_shared<AppendBatch>(std::move(units));
                    sequencer.submit(batch);
                    batch->wait();
                }
            });
        }
        for (std::thread& writer : writers) writer.join();
    }
    std::map<StreamId, std::uint64_t> versions;
    std::set<EventId> events;
    const auto scanned = desk.log->scan(
        Position{0}, Position{desk.log->count()}, [&](Position, const FrameView& frame) {
            const auto prefix = decode_prefix(frame.header);
            REQUIRE(prefix);
            REQUIRE(prefix->stream_version.value == ++versions[prefix->stream_id]);
            REQUIRE(events.insert(prefix->event_id).second);
            return Status{};
        });
    REQUIRE(scanned);
    CHECK(events.size() == desk.log->count());
}

TEST_CASE("after a failed write every waiting unit is told, and nothing more is accepted",
          "[core][ledger]") {
    Desk desk;
    desk.files.plan({FaultKind::failed_sync, 1, true, {}});
    Sequencer sequencer(*desk.log, Instant{});
    for (std::uint64_t i = 0; i < 3; ++i) {
        std::vector<Unit> units(2);
        units[0].records.push_back(RecordBuilder().event(i * 2).build());
        units[1].records.push_back(RecordBuilder().event(i * 2 + 1).build());
        const auto batch = std::make_shared<AppendBatch>(std::move(units));
        sequencer.submit(batch);
        for (const auto& result : batch->wait()) {
            CHECK(code_of(result) == ErrorCode::unavailable);
        }
    }
    CHECK(desk.log->count() == 0);
}

}  // namespace
}  // namespace fallbuch
