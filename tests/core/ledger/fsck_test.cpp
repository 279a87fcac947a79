#include "core/ledger/fsck.h"

#include <algorithm>
#include <atomic>
#include <catch2/catch.hpp>
#include <cstdint>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/codec/hex.h"
#include "core/codec/record.h"
#include "core/ledger/append.h"
#include "core/ledger/ledger.h"
#include "core/ledger/ledger_file.h"
#include "core/ledger/ledger_place.h"
#include "core/storage/durable_mark.h"
#include "core/storage/group_scanner.h"
#include "core/storage/log_place.h"
#include "core/storage/segment.h"
#include "core/storage/segment_files.h"
#include "core/vault/master_key.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fault_schedule.h"
#include "tests/support/faulty_file.h"
#include "tests/support/sealed_note.h"
#include "tests/support/seeded_random.h"

namespace fallbuch {
namespace {

using test::append_note;

// A ledger on a machine in memory, with a tree that is about to fill its first tile.
class Machine {
public:
    static constexpr std::uint64_t kStartCount = 240;

    Machine() : random_(3), master_(*MasterKey::generate(random_)) {
        REQUIRE(Ledger::create(place(), master_, "test.local/ledger"));
        const auto ledger = open();
        for (std::uint64_t i = 0; i < kStartCount; ++i) REQUIRE(append_note(*ledger, i));
        REQUIRE(ledger->close());
    }

    LedgerPlace place() { return {files_, clock_, random_, "/ledger", segment_bytes_max_}; }
    void end_segments_at(std::uint64_t bytes_max) { segment_bytes_max_ = bytes_max; }
    FaultyFileSystem& files() { return files_; }
    const MasterKey& master() const { return master_; }

    std::unique_ptr<Ledger> open() {
        auto ledger = Ledger::open(place(), master_);
        REQUIRE(ledger);
        return std::move(*ledger);
    }

    FsckReport check() {
        const auto report = fsck(place(), master_, {});
        INFO((report ? "" : report.error().message));
        REQUIRE(report);
        return *report;
    }

    void require_clean() {
        for (const FsckFinding& finding : check().findings)
            FAIL(finding.file + ": " + finding.what);
    }

    LogPlace log_place() {
        return {files_, place().log_path(), read_ledger_file(place()).value().id};
    }

    // The first byte of a record's frame, or of its group.
    struct Spot {
        std::uint64_t frame_byte = 0;
        std::uint64_t group_byte = 0;
        std::uint64_t spans_byte = 0;
        std::string event;
    };
    Spot spot_of(std::uint64_t position) {
        SegmentFiles segments(log_place());
        GroupScanner scanner(segments, {1, kSegmentHeaderBytes}, Position{0});
        for (;;) {
            const auto group = scanner.next(ScanCheck::frames);
            REQUIRE(group);
            REQUIRE(*group);
            ByteView rest = (*group)->frames;
            std::uint64_t at = (*group)->header.first_position.value;
            for (; !rest.empty(); ++at) {
                const auto frame = decode_frame(rest);
                REQUIRE(frame);
                if (at == position) {
                    const std::uint64_t group_byte = (*group)->location.offset_bytes;
                    const std::uint64_t frame_byte =
                        group_byte + kGroupHeaderBytes + (*group)->frames.size() - rest.size();
                    return {frame_byte, group_byte,
                            frame_byte + kFrameOverheadBytes + frame->header.size(),
                            to_hex(decode_prefix(frame->header)->event_id.view())};
                }
                rest = rest.subspan(frame->size_bytes());
            }
        }
    }
    std::string segment() { return log_place().segment_path(segment_name(1)); }

private:
    FaultyFileSystem files_;
    FakeClock clock_;
    SeededRandom random_;
    MasterKey master_;
    std::uint64_t segment_bytes_max_ = kSegmentBytesMax;
};

TEST_CASE("fsck right after a kill finds the ledger whole, before any writer has opened it",
          "[core][ledger][fsck]") {
    Machine machine;
    const auto start = machine.files().snapshot();
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
        CAPTURE(seed);
        machine.files().restore(start);
        SeededRandom choices(seed);
        {
            const auto ledger = machine.open();
            machine.files().crash_after(choices.below(1500));
            std::uint64_t next = Machine::kStartCount;
            while (append_note(*ledger, next)) {
                if (choices.one_in(8) && !ledger->cover(next + 1)) break;
                if (++next == Machine::kStartCount + 60) break;
            }
            machine.files().kill();
        }
        machine.require_clean();
        machine.require_clean();
    }
}

TEST_CASE("fsck beside an active writer finds the ledger whole", "[core][ledger][fsck][threads]") {
    Machine machine;
    const auto ledger = machine.open();
    std::atomic<bool> stop{false};
    std::atomic<std::uint64_t> failed_count{0};
    std::thread writer([&] {
        for (std::uint64_t next = Machine::kStartCount; !stop; ++next) {
            if (!append_note(*ledger, next)) ++failed_count;
            if (next % 5 == 0 && !ledger->cover(next + 1)) ++failed_count;
        }
    });
    std::string found;
    for (int i = 0; i < 40 && found.empty(); ++i) {
        const auto report = fsck(machine.place(), machine.master(), {});
        if (!report) {
            found = report.error().message;
        } else if (!report->is_clean()) {
            found = report->findings[0].file + ": " + report->findings[0].what;
        }
    }
    stop = true;
    writer.join();
    CHECK(found == "");
    CHECK(failed_count == 0);
}

TEST_CASE("a durable mark beyond the log is damage, each time fsck looks, and no writer opens it",
          "[core][ledger][fsck]") {
    Machine machine;
    {
        auto mark = DurableMarkFile::open_writer(machine.files(), machine.log_place().mark_path(),
                                                 machine.log_place().ledger);
        REQUIRE(mark);
        DurableMark beyond = mark->read().value();
        REQUIRE(beyond.record_count == Machine::kStartCount);
        beyond.record_count += 5;
        REQUIRE(mark->write(beyond));
    }
    for (int i = 0; i < 2; ++i) {
        const FsckReport report = machine.check();
        REQUIRE(report.findings.size() == 1);
        CHECK(report.findings[0].file == machine.log_place().directory);
        CHECK(report.findings[0].what ==
              "the log ends after 240 records, but 245 records were acknowledged, says the durable "
              "mark");
        CHECK_FALSE(report.findings[0].rebuilt);
        const auto opened = Ledger::open(machine.place(), machine.master());
        REQUIRE_FALSE(opened);
        CHECK(opened.error().code == ErrorCode::corrupt);
        CHECK(opened.error().message.find("245 records were acknowledged") != std::string::npos);
    }
}

TEST_CASE("a segment that was begun and holds nothing yet is no damage", "[core][ledger]") {
    Machine machine;
    machine.end_segments_at(1);
    for (std::uint64_t i = 0; i < 3; ++i) {
        {
            const auto ledger = machine.open();
            REQUIRE(append_note(*ledger, Machine::kStartCount + i));
            REQUIRE(ledger->close());
        }
        const std::string begun = "000000000" + std::to_string(i + 2) + ".segment";
        REQUIRE(machine.files().exists(machine.log_place().segment_path(begun)).value());
        machine.require_clean();
    }
}

// Five records of one case in one group, and one in the next.
void append_five_and_one(Machine& machine) {
    const auto ledger = machine.open();
    Unit unit;
    for (std::uint64_t i = 0; i < 5; ++i) {
        unit.records.push_back(
            test::sealed_note(ledger->vault(), Machine::kStartCount + 7 * (i + 1)).value());
    }
    const auto appended = ledger->append(std::move(unit));
    REQUIRE(appended);
    REQUIRE(append_note(*ledger, Machine::kStartCount + 5));
    REQUIRE(ledger->close());
}

std::vector<std::string> whats(const FsckReport& report) {
    std::vector<std::string> all;
    for (const FsckFinding& finding : report.findings) all.push_back(finding.what);
    return all;
}

// Tiles are compared all the same, but nothing is mended by a damaged log.
void require_tiles_compared(Machine& machine, std::size_t findings_before) {
    const std::string tile = machine.place().tlog_path() + "/tile/0/000.p/246";
    machine.files().flip_bit(tile, 9);
    for (int i = 0; i < 2; ++i) {
        const auto findings = machine.check().findings;
        REQUIRE(findings.size() == findings_before + 1);
        CHECK(std::ranges::count(findings, tile, &FsckFinding::file) == 1);
    }
}

TEST_CASE("fsck goes on behind each damaged record, and names it", "[core][ledger][fsck]") {
    Machine machine;
    append_five_and_one(machine);
    const auto flip = [&](std::uint64_t byte) {
        machine.files().flip_bit(machine.segment(), byte * 8 + 3);
    };
    const auto in_group = machine.spot_of(242);
    const auto alone = machine.spot_of(100);
    const auto last = machine.spot_of(245);
    std::vector<std::string> expected;
    SECTION("a sealed span") {
        flip(in_group.spans_byte);
        flip(last.spans_byte);
        const std::string why = "spans: a sealed span is not the one that its record names";
        expected = {"record 242 (event " + in_group.event + "): " + why,
                    "record 245 (event " + last.event + "): " + why};
    }
    SECTION("a record's header: its event cannot be named without an index") {
        flip(alone.frame_byte + 30);
        flip(in_group.frame_byte + 30);
        expected = {"record 100: frame: its checksum does not fit",
                    "record 242: frame: its checksum does not fit"};
    }
    SECTION("a frame's length: the rest of its group cannot be followed") {
        flip(in_group.frame_byte);
        flip(last.frame_byte + 30);
        expected = {"record 242 to record 244: frame: its checksum does not fit",
                    "record 245: frame: its checksum does not fit"};
    }
    SECTION("a group's header") {
        flip(alone.group_byte + 9);
        flip(last.spans_byte);
        expected = {"record 100 to record 100 could not be read: " + machine.segment() +
                        " at byte " + std::to_string(alone.group_byte) +
                        ": group header: its checksum does not fit",
                    "record 245 (event " + last.event +
                        "): spans: a sealed span is not the one that its record names"};
    }
    const FsckReport report = machine.check();
    CHECK(whats(report) == expected);
    for (const FsckFinding& finding : report.findings) {
        CHECK(finding.file == machine.segment());
        CHECK_FALSE(finding.rebuilt);
    }
    require_tiles_compared(machine, expected.size());
}

TEST_CASE("where neither log nor tiles hold an entry, fsck says what it could not compare",
          "[core][ledger][fsck]") {
    Machine machine;
    machine.files().flip_bit(machine.segment(), (machine.spot_of(7).frame_byte + 30) * 8);
    machine.files().truncate_file(machine.place().tlog_path() + "/tile/entries/000.p/240", 5);
    const FsckReport report = machine.check();
    REQUIRE(report.findings.size() == 2);
    CHECK(report.findings[1].file == machine.place().tlog_path());
    CHECK(report.findings[1].what ==
          "tiles from record 7 on and the signed root could not be compared with the log");
}

TEST_CASE("where nothing can be written fsck checks all the same, and mends nothing",
          "[core][ledger][fsck]") {
    Machine machine;
    const std::string mark = machine.log_place().mark_path();
    machine.files().plan({FaultKind::any, 1, true, machine.place().lock_path()});
    const FsckReport whole = machine.check();
    CHECK(whole.is_clean());
    REQUIRE(whole.notes.size() == 1);
    CHECK(whole.notes[0].find("cannot be written to") == 0);
    SECTION("a damaged mark") {
        machine.files().flip_bit(mark, 99);
        for (int i = 0; i < 2; ++i) {
            machine.files().plan({FaultKind::any, 1, true, machine.place().lock_path()});
            const FsckReport report = machine.check();
            REQUIRE(report.findings.size() == 1);
            CHECK(report.findings[0].file == mark);
            CHECK_FALSE(report.findings[0].rebuilt);
        }
    }
    SECTION("records behind a lost mark are checked too") {
        REQUIRE(machine.files().remove(mark));
        CHECK(machine.check().record_count == Machine::kStartCount);
    }
}

TEST_CASE("a ledger without its first file or its keys is damaged", "[core][ledger][fsck]") {
    Machine machine;
    SECTION("LEDGER") {
        REQUIRE(machine.files().remove(machine.place().ledger_file_path()));
        const FsckReport report = machine.check();
        REQUIRE(report.findings.size() == 1);
        CHECK(report.findings[0].file == machine.place().ledger_file_path());
    }
    SECTION("keys") {
        REQUIRE(machine.files().remove(machine.place().vault_path()));
        const FsckReport report = machine.check();
        REQUIRE(report.findings.size() == 1);
        CHECK(report.findings[0].file == machine.place().vault_path());
        CHECK(report.record_count == Machine::kStartCount);
    }
}

}  // namespace
}  // namespace fallbuch
