#include "core/ledger/fsck.h"

#include <atomic>
#include <catch2/catch.hpp>
#include <cstdint>
#include <memory>
#include <string>
#include <thread>

#include "core/base/result.h"
#include "core/ledger/ledger.h"
#include "core/ledger/ledger_file.h"
#include "core/ledger/ledger_place.h"
#include "core/storage/durable_mark.h"
#include "core/storage/log_place.h"
#include "core/vault/master_key.h"
#include "tests/support/fake_clock.h"
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

    LedgerPlace place() { return {files_, clock_, random_, "/ledger"}; }
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

private:
    FaultyFileSystem files_;
    FakeClock clock_;
    SeededRandom random_;
    MasterKey master_;
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

}  // namespace
}  // namespace fallbuch
