// One bit, anywhere in any file: fsck finds it, or everything that can be read is the same.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/file.h"
#include "core/base/result.h"
#include "core/codec/digest.h"
#include "core/ledger/fsck.h"
#include "core/ledger/ledger.h"
#include "core/ledger/ledger_place.h"
#include "core/ledger/tile_store.h"
#include "core/merkle/entry_bundle.h"
#include "tests/support/fake_clock.h"
#include "tests/support/faulty_file.h"
#include "tests/support/sealed_note.h"
#include "tests/support/seeded_random.h"

namespace fallbuch {
namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr int kFlips = 300;
#else
constexpr int kFlips = 10'000;
#endif

// A small ledger of real events, closed, in memory.
class SmallLedger {
public:
    SmallLedger() : random_(11), master_(*MasterKey::generate(random_)) {
        REQUIRE(Ledger::create(place(), master_, "test.local/ledger"));
        fill();
        start_ = files_.snapshot();
        const auto report = check();
        REQUIRE(report);
        for (const auto& finding : report->findings) WARN(finding.file << ": " << finding.what);
        REQUIRE(report->is_clean());
        digest_ = *report->digest;
        reset();
    }

    void reset() { files_.restore(start_); }
    FaultyFileSystem& files() { return files_; }
    std::vector<std::pair<std::string, std::uint64_t>> all_files() const {
        const auto files = files_.files();
        return {files.begin(), files.end()};
    }
    Result<FsckReport> check() {
        FsckOptions options;
        options.digest = true;
        return fsck(place(), master_, options);
    }
    const Digest& digest() const { return digest_; }

private:
    LedgerPlace place() { return {files_, clock_, random_, "/ledger"}; }
    void fill();
    void leave_partials();

    FaultyFileSystem files_;
    FakeClock clock_;
    SeededRandom random_;
    MasterKey master_;
    FaultyFileSystem::Snapshot start_;
    Digest digest_;
};

void SmallLedger::fill() {
    auto ledger = Ledger::open(place(), master_);
    REQUIRE(ledger);
    for (std::uint64_t i = 0; i < 300; ++i) {
        REQUIRE(test::append_note(**ledger, i));
        // Each checkpoint leaves partial tiles of its size behind.
        if (i % 20 == 0) REQUIRE((*ledger)->cover(i + 1));
    }
    REQUIRE((*ledger)->close());
    leave_partials();
}

// Beside the full tiles, as after a crash between writing those and removing these.
void SmallLedger::leave_partials() {
    const std::string tlog = place().tlog_path();
    const auto hashes = read_file(files_, tlog + "/tile/0/000", UINT64_MAX);
    const auto bundle = read_file(files_, tlog + "/tile/entries/000", UINT64_MAX);
    REQUIRE(hashes);
    REQUIRE(bundle);
    TileStore store(files_, tlog);
    const ByteView all = *hashes;
    const ByteView few = all.first(200 * Digest::kBytes);
    REQUIRE(store.repair({"tile/0/000.p/200", {few.begin(), few.end()}}));
    Bytes entries;
    const auto parsed = parse_bundle(*bundle);
    REQUIRE(parsed);
    for (std::size_t i = 0; i < 200; ++i) REQUIRE(append_entry(entries, (*parsed)[i]));
    REQUIRE(store.repair({"tile/entries/000.p/200", entries}));
}

// The tree's directory is read by strangers, who have no other copy to compare it with.
bool is_served(const std::string& path) { return path.starts_with("/ledger/tlog/"); }

// Found: an error, or findings. Harmless: all that can be read is the same.
bool is_found_or_harmless(SmallLedger& ledger) {
    const auto report = ledger.check();
    if (!report || !report->is_clean()) return true;
    return report->digest == ledger.digest();
}

// Damage, and not merely something wrong: it says which file and, in a segment, which record.
void require_named(const Result<FsckReport>& report, const std::string& path) {
    if (!report) {
        REQUIRE(report.error().code == ErrorCode::corrupt);
        REQUIRE(report.error().message.find(path) != std::string::npos);
        return;
    }
    const auto finding = std::find_if(report->findings.begin(), report->findings.end(),
                                      [&](const FsckFinding& one) { return one.file == path; });
    REQUIRE(finding != report->findings.end());
    if (path.ends_with(".segment")) {
        CAPTURE(finding->what);
        REQUIRE(finding->what.find("record ") != std::string::npos);
    }
}

TEST_CASE("every flipped bit is found, or harms nothing that can be read", "[simulation][ledger]") {
    SmallLedger ledger;
    SeededRandom random(2026);
    const auto files = ledger.all_files();
    std::uint64_t sum_bytes = 0;
    for (const auto& [path, size_bytes] : files) sum_bytes += size_bytes;
    int found_count = 0;
    for (int flip = 0; flip < kFlips; ++flip) {
        ledger.reset();
        std::uint64_t byte = random.below(sum_bytes);
        std::size_t file = 0;
        while (byte >= files[file].second) byte -= files[file++].second;
        const std::uint64_t bit = byte * 8 + random.below(8);
        CAPTURE(flip, files[file].first, bit);
        ledger.files().flip_bit(files[file].first, bit);
        const auto report = ledger.check();
        if (!report || !report->is_clean()) {
            ++found_count;
            require_named(report, files[file].first);
            continue;
        }
        REQUIRE(report->digest == ledger.digest());
        REQUIRE_FALSE(is_served(files[file].first));
    }
    WARN(kFlips << " flips in " << files.size() << " files: " << found_count << " found, "
                << kFlips - found_count << " harmless");
    CHECK(found_count > kFlips / 2);
}

TEST_CASE("in every file that strangers read a flipped bit is found", "[simulation][ledger]") {
    SmallLedger ledger;
    SeededRandom random(5);
    int served_count = 0;
    for (const auto& [path, size_bytes] : ledger.all_files()) {
        if (!is_served(path)) continue;
        ++served_count;
        for (int flip = 0; flip < 5; ++flip) {
            const std::uint64_t bit = random.below(size_bytes * 8);
            CAPTURE(path, bit);
            ledger.reset();
            ledger.files().flip_bit(path, bit);
            const auto report = ledger.check();
            REQUIRE(report);
            REQUIRE(report->findings.size() == 1);
            CHECK(report->findings[0].file == path);
        }
    }
    CHECK(served_count > 8);
}

TEST_CASE("every truncated file is found, or harms nothing that can be read",
          "[simulation][ledger]") {
    SmallLedger ledger;
    SeededRandom random(7);
    for (const auto& [path, size_bytes] : ledger.all_files()) {
        if (size_bytes == 0) continue;
        for (const std::uint64_t size :
             {std::uint64_t{0}, random.below(size_bytes), size_bytes - 1}) {
            CAPTURE(path, size);
            ledger.reset();
            ledger.files().truncate_file(path, size);
            CHECK(is_found_or_harmless(ledger));
        }
    }
}

TEST_CASE("every two swapped files are found, or harm nothing that can be read",
          "[simulation][ledger]") {
    SmallLedger ledger;
    const auto files = ledger.all_files();
    for (std::size_t i = 0; i < files.size(); ++i) {
        for (std::size_t k = 0; k < i; ++k) {
            CAPTURE(files[i].first, files[k].first);
            ledger.reset();
            ledger.files().swap_files(files[i].first, files[k].first);
            CHECK(is_found_or_harmless(ledger));
        }
    }
}

}  // namespace
}  // namespace fallbuch
