#include "core/storage/log.h"

#include <catch2/catch.hpp>

#include <thread>
#include <utility>

#include "core/codec/record.h"
#include "core/storage/log_view.h"
#include "core/storage/segment.h"
#include "tests/support/fault_schedule.h"
#include "tests/support/faulty_file.h"
#include "tests/support/record_builder.h"

namespace fallbuch {
namespace {

using test::numbered;
using test::RecordBuilder;

const LedgerId kLedger = numbered<LedgerId>(1);

LogPlace place_on(FaultyFileSystem& files) { return {files, "/log", kLedger}; }

// Adds one record to the open group; its event number is its position.
void add_record(Log& log, std::uint64_t stream = 1) {
    SealedRecord record =
        RecordBuilder().event(log.next().value).stream(stream).subject(stream + 100).build();
    RecordHeader header;
    REQUIRE(decode_header(record.header, header));
    const auto tail = log.find_stream(header.prefix.stream_id);
    stamp_header(record.header, Instant{}, StreamVersion{tail ? tail->version.value + 1 : 1});
    log.add({header.prefix.event_id, header.prefix.stream_id, header.subjects, record.header,
             record.spans});
}

Status write_groups(Log& log, std::uint64_t group_count, std::uint64_t records_each,
                    std::uint64_t& acknowledged_count) {
    for (std::uint64_t i = 0; i < group_count; ++i) {
        for (std::uint64_t k = 0; k < records_each; ++k) add_record(log, k % 3);
        ASSIGN_OR_RETURN(acknowledged_count, log.commit());
    }
    return {};
}

std::unique_ptr<Log> new_log(FaultyFileSystem& files) {
    REQUIRE(Log::create(place_on(files)));
    auto log = Log::open(place_on(files), 0);
    REQUIRE(log);
    return std::move(*log);
}

void require_records(RecordSource& log, std::uint64_t count) {
    REQUIRE(log.count() >= count);
    for (std::uint64_t i = 0; i < count; ++i) {
        const auto record = log.read(Position{i});
        REQUIRE(record);
        REQUIRE(check_spans(record->frame()));
        const auto prefix = decode_prefix(record->header());
        REQUIRE(prefix);
        REQUIRE(prefix->event_id == numbered<EventId>(i));
    }
}

TEST_CASE("what was committed is read back, also from another process", "[core][storage]") {
    FaultyFileSystem files;
    const auto log = new_log(files);
    std::uint64_t acknowledged = 0;
    REQUIRE(write_groups(*log, 5, 7, acknowledged));
    CHECK(acknowledged == 35);
    require_records(*log, 35);
    const auto view = LogView::open(place_on(files));
    REQUIRE(view);
    require_records(**view, 35);
    CHECK(*(*view)->stream_positions(numbered<StreamId>(0)) ==
          *log->stream_positions(numbered<StreamId>(0)));
    REQUIRE(write_groups(*log, 1, 3, acknowledged));
    CHECK((*view)->count() == 35);
    CHECK(*(*view)->refresh() == 38);
    require_records(**view, 38);
}

TEST_CASE("a record beyond the end is not found", "[core][storage]") {
    FaultyFileSystem files;
    const auto log = new_log(files);
    const auto record = log->read(Position{0});
    REQUIRE_FALSE(record);
    CHECK(record.error().code == ErrorCode::not_found);
    add_record(*log);
    CHECK_FALSE(log->read(Position{0}));
    CHECK(log->pending(Position{0}).has_value());
}

TEST_CASE("a scan begins and ends exactly where it was told, also within groups",
          "[core][storage]") {
    FaultyFileSystem files;
    const auto log = new_log(files);
    std::uint64_t acknowledged = 0;
    REQUIRE(write_groups(*log, 6, 4, acknowledged));
    for (std::uint64_t from = 0; from <= 24; ++from) {
        for (std::uint64_t to = from; to <= 24; ++to) {
            std::uint64_t next = from;
            REQUIRE(log->scan(Position{from}, Position{to}, [&](Position at, const FrameView&) {
                REQUIRE(at.value == next);
                ++next;
                return Status{};
            }));
            REQUIRE(next == to);
        }
    }
    CHECK(log->scan(Position{0}, Position{25}, [](Position, const FrameView&) { return Status{}; })
              .error()
              .code == ErrorCode::not_found);
}

TEST_CASE("a subscriber that waits is woken by the commit and misses nothing",
          "[core][storage][threads]") {
    FaultyFileSystem files;
    const auto log = new_log(files);
    std::vector<std::uint64_t> seen;
    std::atomic<bool> interrupted{false};
    std::thread subscriber([&] {
        RecordCursor cursor = log->cursor(Position{0});
        while (seen.size() < 400) {
            const std::uint64_t count = log->wait_beyond(seen.size(), interrupted);
            const auto read = cursor.advance(Position{count}, [&](Position at, const FrameView&) {
                seen.push_back(at.value);
                return Status{};
            });
            if (!read) return;
        }
    });
    std::uint64_t acknowledged = 0;
    REQUIRE(write_groups(*log, 100, 4, acknowledged));
    subscriber.join();
    REQUIRE(seen.size() == 400);
    for (std::uint64_t i = 0; i < seen.size(); ++i) REQUIRE(seen[i] == i);
}

TEST_CASE("after any failed call the log stops, and a restart finds every acknowledged record",
          "[core][storage][simulation]") {
    const auto kind = GENERATE(FaultKind::any, FaultKind::short_write, FaultKind::no_space,
                               FaultKind::failed_sync, FaultKind::torn_sync, FaultKind::read_error,
                               FaultKind::failed_open);
    std::uint64_t k = 1;
    for (;; ++k) {
        FaultyFileSystem files(k);
        REQUIRE(Log::create(place_on(files)));
        files.plan({kind, k, false, {}});
        std::uint64_t acknowledged = 0;
        {
            auto log = Log::open(place_on(files), 0);
            if (log) {
                const auto written = write_groups(**log, 6, 3, acknowledged);
                if (!written) {
                    add_record(**log);
                    CHECK((*log)->commit().error().code == ErrorCode::unavailable);
                }
            }
        }
        const bool fired = files.fault_fired();
        if (k % 2 == 0) {
            files.crash(k);
        } else {
            files.kill();
        }
        auto log = Log::open(place_on(files), acknowledged);
        CAPTURE(k, static_cast<int>(kind), acknowledged);
        INFO((log ? "opened" : log.error().message));
        REQUIRE(log);
        require_records(**log, acknowledged);
        REQUIRE((*log)->count() % 3 == 0);
        std::uint64_t more = 0;
        REQUIRE(write_groups(**log, 1, 3, more));
        require_records(**log, more);
        if (!fired) break;
    }
    WARN("fault kind " << static_cast<int>(kind) << ": every call up to k = " << k - 1
                       << " was made to fail");
}

TEST_CASE("a power cut at any call loses nothing acknowledged and leaves no part of a group",
          "[core][storage][simulation]") {
    std::uint64_t calls = 1;
    for (bool finished = false; !finished; ++calls) {
        for (std::uint64_t seed = 1; seed <= 8; ++seed) {
            FaultyFileSystem files(seed);
            REQUIRE(Log::create(place_on(files)));
            std::uint64_t acknowledged = 0;
            files.crash_after(calls);
            {
                auto log = Log::open(place_on(files), 0);
                if (log) finished = write_groups(**log, 8, 5, acknowledged).has_value();
            }
            files.crash(seed * 1000 + calls);
            auto log = Log::open(place_on(files), acknowledged);
            CAPTURE(calls, seed, acknowledged);
            INFO((log ? "opened" : log.error().message));
            REQUIRE(log);
            require_records(**log, acknowledged);
            REQUIRE((*log)->count() % 5 == 0);
        }
    }
    CHECK(calls > 30);
}

TEST_CASE("damage to a signed record is corruption, and nothing is cut", "[core][storage]") {
    FaultyFileSystem files;
    {
        const auto log = new_log(files);
        std::uint64_t acknowledged = 0;
        REQUIRE(write_groups(*log, 4, 2, acknowledged));
    }
    const std::string segment = "/log/0000000001.segment";
    const std::uint64_t size_bytes = files.files().at(segment);
    const auto start = files.snapshot();
    for (std::uint64_t bit = 0; bit < size_bytes * 8; bit += 37) {
        files.restore(start);
        files.flip_bit(segment, bit);
        const auto log = Log::open(place_on(files), 8);
        CAPTURE(bit);
        CHECK(files.files().at(segment) == size_bytes);
        if (log) {
            // Opening trusts sealed spans below the checkpoint; reading them does not.
            bool noticed = false;
            for (std::uint64_t i = 0; i < 8; ++i) {
                const auto record = (*log)->read(Position{i});
                noticed = noticed || !record || !check_spans(record->frame());
            }
            CHECK(noticed);
        } else {
            CHECK(log.error().code == ErrorCode::corrupt);
        }
    }
    files.restore(start);
    files.truncate_file(segment, size_bytes - 1);
    const auto cut = Log::open(place_on(files), 8);
    REQUIRE_FALSE(cut);
    CHECK(cut.error().code == ErrorCode::corrupt);
}

TEST_CASE("damage that a later group proves is corruption even without a checkpoint",
          "[core][storage]") {
    FaultyFileSystem files;
    {
        const auto log = new_log(files);
        std::uint64_t acknowledged = 0;
        REQUIRE(write_groups(*log, 3, 1, acknowledged));
    }
    files.flip_bit("/log/0000000001.segment", (kSegmentHeaderBytes + kGroupHeaderBytes + 20) * 8);
    const auto log = Log::open(place_on(files), 0);
    REQUIRE_FALSE(log);
    CHECK(log.error().code == ErrorCode::corrupt);
    CHECK(log.error().message.find("0000000001.segment at byte 64") != std::string::npos);
}

TEST_CASE("a log without its last group is corrupt if the group was acknowledged",
          "[core][storage]") {
    FaultyFileSystem files;
    const std::string path = "/log/" + segment_name(1);
    std::uint64_t acknowledged = 0;
    std::uint64_t before_bytes = 0;
    {
        const auto log = new_log(files);
        REQUIRE(write_groups(*log, 2, 3, acknowledged));
        before_bytes = files.files().at(path);
        REQUIRE(write_groups(*log, 1, 4, acknowledged));
    }
    const std::uint64_t whole_bytes = files.files().at(path);
    const auto whole = files.snapshot();
    for (std::uint64_t size = before_bytes; size < whole_bytes; ++size) {
        CAPTURE(size);
        files.restore(whole);
        files.truncate_file(path, size);
        for (int i = 0; i < 2; ++i) {
            const auto log = Log::open(place_on(files), 0);
            REQUIRE_FALSE(log);
            CHECK(log.error().code == ErrorCode::corrupt);
        }
        CHECK(files.files().at(path) == size);
    }
}

TEST_CASE("a lost index is made anew from the log and answers the same", "[core][storage]") {
    FaultyFileSystem files;
    std::uint64_t acknowledged = 0;
    {
        const auto log = new_log(files);
        REQUIRE(write_groups(*log, 60, 100, acknowledged));
    }
    std::vector<Position> before;
    {
        auto log = Log::open(place_on(files), 0);
        REQUIRE(log);
        CHECK((*log)->recovered().reindexed_count < 6000);
        before = *(*log)->subject_positions(numbered<SubjectId>(101));
    }
    CHECK(before.size() == 60 * 33);
    const auto start = files.snapshot();
    for (const bool removed : {true, false}) {
        files.restore(start);
        if (removed) {
            REQUIRE(files.remove("/log/index"));
        } else {
            files.flip_bit("/log/index", 9999);
        }
        auto log = Log::open(place_on(files), 0);
        REQUIRE(log);
        CHECK((*log)->recovered().reindexed_count == 6000);
        CHECK((*log)->recovered().index_damage.empty() == removed);
        CHECK(*(*log)->subject_positions(numbered<SubjectId>(101)) == before);
        CHECK((*log)->find_event(numbered<EventId>(5000))->has_value());
    }
}

TEST_CASE("segments of another ledger or under a wrong name are refused", "[core][storage]") {
    FaultyFileSystem files;
    {
        const auto log = new_log(files);
        std::uint64_t acknowledged = 0;
        REQUIRE(write_groups(*log, 2, 2, acknowledged));
    }
    const auto other = Log::open({files, "/log", numbered<LedgerId>(2)}, 0);
    REQUIRE_FALSE(other);
    CHECK(other.error().code == ErrorCode::corrupt);
    REQUIRE(files.rename("/log/0000000001.segment", "/log/0000000002.segment"));
    const auto renamed = Log::open(place_on(files), 0);
    REQUIRE_FALSE(renamed);
    CHECK(renamed.error().code == ErrorCode::corrupt);
}

}  // namespace
}  // namespace fallbuch
