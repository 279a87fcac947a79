// Any machine, cut off at any call: what was acknowledged is there, what was signed is still true.
#include <catch2/catch.hpp>

#include <cstdint>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/codec/digest.h"
#include "core/codec/record.h"
#include "core/ledger/append.h"
#include "core/ledger/checkpoints.h"
#include "core/ledger/fsck.h"
#include "core/ledger/fsck_tree.h"
#include "core/ledger/ledger.h"
#include "core/ledger/ledger_place.h"
#include "core/merkle/hash.h"
#include "core/merkle/tile_builder.h"
#include "core/storage/log.h"
#include "core/storage/segment.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fault_schedule.h"
#include "tests/support/faulty_file.h"
#include "tests/support/record_builder.h"
#include "tests/support/seeded_random.h"

namespace fallbuch {
namespace {

using test::numbered;
using test::RecordBuilder;

// One ledger on a machine in memory, and what the world outside has been told by it.
class World {
public:
    explicit World(std::uint64_t seed)
        : files_(seed), random_(seed), master_(*MasterKey::generate(random_)) {
        REQUIRE(Ledger::create(place(), master_, "test.local/ledger"));
        start_ = files_.snapshot();
    }

    LedgerPlace place() { return {files_, clock_, random_, "/ledger", segment_bytes_max_}; }
    // Of the next start: small segments end often.
    void use_segments_of(std::uint64_t bytes_max) { segment_bytes_max_ = bytes_max; }
    FaultyFileSystem& files() { return files_; }
    const MasterKey& master() const { return master_; }

    void reset() {
        files_.restore(start_);
        acknowledged_.clear();
        published_.clear();
        sent_count_ = 0;
    }

    // Appends units of one to four events until something fails or the work is done.
    void work(SeededRandom& choices, std::uint64_t unit_count) {
        auto ledger = Ledger::open(place(), master_);
        if (!ledger) return;
        for (std::uint64_t i = 0; i < unit_count; ++i) {
            Unit unit;
            std::vector<EventId> ids;
            const std::uint64_t stream = choices.below(4);
            for (std::uint64_t k = 0; k <= choices.below(4); ++k) {
                ids.push_back(numbered<EventId>(sent_count_));
                unit.records.push_back(
                    RecordBuilder().event(sent_count_++).stream(stream).subject(stream).build());
            }
            const auto appended = (*ledger)->append(std::move(unit));
            if (!appended) return;
            acknowledged_.insert(ids.begin(), ids.end());
            if (choices.one_in(3)) remember_checkpoint(**ledger);
        }
        if (choices.one_in(2)) static_cast<void>((*ledger)->close());
    }

    // Before anybody has opened it: a crash may cost what is derived, and nothing else.
    void check_unopened() {
        const auto before = files_.snapshot();
        const auto report = fsck(place(), master_, {});
        INFO((report ? "" : report.error().message));
        REQUIRE(report);
        for (const FsckFinding& finding : report->findings) {
            // The records are built without a vault.
            const bool is_known = finding.what.ends_with("vault: there is no such key");
            if (!finding.rebuilt && !is_known) FAIL(finding.file + ": " + finding.what);
        }
        files_.restore(before);
    }

    // After a crash: opens, and holds the ledger against what the world was told.
    void check() {
        auto ledger = Ledger::open(place(), master_);
        INFO((ledger ? "opened" : ledger.error().message));
        REQUIRE(ledger);
        std::map<EventId, int> seen;
        TileBuilder tree;
        std::vector<TileFile> tiles;
        Log& log = (*ledger)->log();
        std::map<std::uint64_t, Digest> roots{{0, tree.root()}};
        FsckReport served;
        TreeAudit audit(place(), false, served);
        REQUIRE(log.scan(Position{0}, Position{log.count()},
                         [&](Position, const FrameView& frame) -> Status {
                             RETURN_IF_ERROR(check_spans(frame));
                             RETURN_IF_ERROR(audit.add(entry_of(frame.header).view()));
                             ++seen[decode_prefix(frame.header)->event_id];
                             RETURN_IF_ERROR(tree.append(entry_of(frame.header).view(), tiles));
                             roots[tree.size()] = tree.root();
                             return {};
                         }));
        for (const EventId& id : acknowledged_) REQUIRE(seen[id] == 1);
        for (const auto& [event, count] : seen) REQUIRE(count == 1);
        for (const TreeHead& head : published_) REQUIRE(roots[head.size] == head.root);
        const auto note = (*ledger)->cover(log.count());
        REQUIRE(note);
        REQUIRE((*ledger)->close());
        const auto newest = read_published(place(), (*ledger)->file());
        REQUIRE(newest);
        REQUIRE(newest->head.size == seen.size());
        REQUIRE(newest->head.root == tree.root());
        REQUIRE(audit.compare_partials());
        REQUIRE(audit.check_directory(newest->head.size));
        for (const FsckFinding& finding : served.findings) FAIL(finding.file + ": " + finding.what);
    }

    std::size_t acknowledged_count() const { return acknowledged_.size(); }

private:
    void remember_checkpoint(Ledger& ledger) {
        if (!ledger.cover(ledger.log().count())) return;
        const auto checkpoint = read_published(place(), ledger.file());
        if (checkpoint) published_.push_back(checkpoint->head);
    }

    FaultyFileSystem files_;
    FakeClock clock_;
    SeededRandom random_;
    MasterKey master_;
    FaultyFileSystem::Snapshot start_;
    std::set<EventId> acknowledged_;
    std::vector<TreeHead> published_;
    std::uint64_t sent_count_ = 0;
    std::uint64_t segment_bytes_max_ = kSegmentBytesMax;
};

TEST_CASE("a power cut at any moment loses nothing that was acknowledged or signed",
          "[simulation][ledger]") {
    World world(1);
    std::uint64_t cut_short_count = 0;
    std::size_t acknowledged_count = 0;
    constexpr std::uint64_t kSeeds = 1000;
    for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
        CAPTURE(seed);
        world.reset();
        SeededRandom choices(seed);
        world.files().crash_after(choices.below(400));
        world.use_segments_of(choices.one_in(2) ? 2'000 : kSegmentBytesMax);
        world.work(choices, 25);
        cut_short_count += world.files().power_is_cut() ? 1 : 0;
        acknowledged_count += world.acknowledged_count();
        world.files().crash(seed);
        world.check_unopened();
        world.check();
    }
    WARN(kSeeds << " seeds, " << cut_short_count << " cut short, " << acknowledged_count
                << " acknowledged events, none lost");
    CHECK(cut_short_count > kSeeds / 4);
}

TEST_CASE("whichever call fails, the ledger stops or goes on, and loses nothing",
          "[simulation][ledger]") {
    const auto kind = GENERATE(FaultKind::any, FaultKind::short_write, FaultKind::no_space,
                               FaultKind::failed_sync, FaultKind::torn_sync,
                               FaultKind::failed_rename, FaultKind::failed_open);
    World world(2);
    std::uint64_t k = 1;
    for (;; ++k) {
        CAPTURE(static_cast<int>(kind), k);
        world.reset();
        SeededRandom choices(5);
        world.files().plan({kind, k, false, {}});
        world.use_segments_of(k % 3 == 0 ? 2'000 : kSegmentBytesMax);
        world.work(choices, 8);
        const bool fired = world.files().fault_fired();
        if (k % 2 == 0) {
            world.files().crash(k);
        } else {
            world.files().kill();
        }
        world.check_unopened();
        world.check();
        if (!fired) break;
    }
    WARN("fault kind " << static_cast<int>(kind) << ": every call up to k = " << k - 1
                       << " was made to fail");
}

}  // namespace
}  // namespace fallbuch
