#include "core/ledger/fsck_tree.h"

#include <catch2/catch.hpp>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/file.h"
#include "core/ledger/fsck.h"
#include "core/ledger/ledger_place.h"
#include "core/merkle/tile_builder.h"
#include "tests/support/builders.h"
#include "tests/support/fake_clock.h"
#include "tests/support/faulty_file.h"
#include "tests/support/seeded_random.h"

namespace fallbuch {
namespace {

constexpr std::uint64_t kSize = 300;

// The tiles of a tree of kSize entries, with the partials that every tenth size left behind.
class Directory {
public:
    Directory() {
        TileBuilder builder;
        for (std::uint64_t i = 0; i < kSize; ++i) {
            std::vector<TileFile> completed;
            REQUIRE(builder.append(entry(i), completed));
            for (const TileFile& tile : completed) write(tile.path, tile.bytes);
            if (builder.size() % 10 != 0) continue;
            for (const TileFile& tile : builder.partials()) write(tile.path, tile.bytes);
        }
        write("checkpoint", bytes_of("is not looked at here"));
        start_ = files_.files();
    }

    void write(const std::string& path, const Bytes& bytes) {
        const std::string whole = place_.tlog_path() + "/" + path;
        REQUIRE(files_.make_directories(whole.substr(0, whole.rfind('/'))));
        REQUIRE(replace_file(files_, whole, bytes, Durability::none));
    }

    FsckReport audit(bool mend) {
        FsckReport report;
        TreeAudit audit(place_, mend, report);
        for (std::uint64_t i = 0; i < kSize; ++i) REQUIRE(audit.add(entry(i)));
        REQUIRE(audit.compare_partials());
        REQUIRE(audit.check_directory(kSize));
        return report;
    }

    // Writes the full tile, or the bundle, as if more entries had come.
    void fill_up(const std::string& path) {
        TileBuilder builder;
        for (std::uint64_t i = 0; i < 512; ++i) {
            std::vector<TileFile> completed;
            REQUIRE(builder.append(entry(i), completed));
            for (const TileFile& tile : completed) {
                if (tile.path == path) write(tile.path, tile.bytes);
            }
        }
    }

    std::string path_of(const std::string& path) const { return place_.tlog_path() + "/" + path; }
    FaultyFileSystem& files() { return files_; }
    bool is_as_written() const { return files_.files() == start_; }

private:
    static Bytes entry(std::uint64_t number) { return some_bytes(32, number); }

    FaultyFileSystem files_;
    FakeClock clock_;
    SeededRandom random_{1};
    LedgerPlace place_{files_, clock_, random_, "/ledger"};
    std::map<std::string, std::uint64_t> start_;
};

TEST_CASE("partial tiles that earlier checkpoints left behind are no damage", "[core][ledger]") {
    Directory directory;
    for (const bool mend : {false, true}) {
        const FsckReport report = directory.audit(mend);
        CHECK(report.is_clean());
        CHECK(report.notes.empty());
        CHECK(directory.is_as_written());
    }
}

TEST_CASE("a partial tile that is not the beginning of its tile is found and written anew",
          "[core][ledger]") {
    Directory directory;
    // Beside a full tile, and at the right edge narrower than the one the checkpoint needs.
    const std::string path =
        GENERATE("tile/0/000.p/10", "tile/0/000.p/250", "tile/entries/000.p/120", "tile/0/001.p/4",
                 "tile/entries/001.p/34");
    CAPTURE(path);
    SECTION("flipped") { directory.files().flip_bit(directory.path_of(path), 77); }
    SECTION("cut") { directory.files().truncate_file(directory.path_of(path), 5); }
    SECTION("emptied") { directory.files().truncate_file(directory.path_of(path), 0); }
    SECTION("of another width") {
        directory.files().swap_files(directory.path_of(path), directory.path_of("checkpoint"));
        directory.write("checkpoint", bytes_of("is not looked at here"));
    }
    for (const bool mend : {false, true}) {
        const FsckReport report = directory.audit(mend);
        REQUIRE(report.findings.size() == 1);
        CHECK(report.findings[0].file == directory.path_of(path));
        CHECK(report.findings[0].rebuilt == mend);
    }
    CHECK(directory.audit(false).is_clean());
    CHECK(directory.is_as_written());
}

TEST_CASE("a partial tile may be gone once the full one is there, before that is signed",
          "[core][ledger]") {
    Directory directory;
    for (const std::string path : {"tile/0/001", "tile/entries/001"}) {
        directory.fill_up(path);
        REQUIRE(directory.files().remove(directory.path_of(path + ".p/44")));
    }
    CHECK(directory.audit(false).is_clean());
    SECTION("a dead writer's full tile goes, and what the checkpoint needs is there again") {
        CHECK(directory.audit(true).is_clean());
        CHECK(directory.is_as_written());
        CHECK(directory.audit(true).is_clean());
    }
    SECTION("a full tile that begins otherwise does not stand in for it") {
        directory.files().flip_bit(directory.path_of("tile/0/001"), 77);
        CHECK(directory.audit(false).findings.size() == 1);
    }
}

TEST_CASE("a file that belongs to no tree is found and left where it is", "[core][ledger]") {
    Directory directory;
    const std::string path =
        GENERATE("index.html", "tile/0/000.p/044", "tile/0/000.p/256", "tile/0/x", "tile/64/000",
                 "tile/entries/000.bak", "notes/a", "tile/0/001.p/4.old", "index.html.new");
    CAPTURE(path);
    directory.write(path, bytes_of("secret"));
    for (const bool mend : {false, true}) {
        const FsckReport report = directory.audit(mend);
        REQUIRE(report.findings.size() == 1);
        CHECK(report.findings[0].file == directory.path_of(path));
        CHECK_FALSE(report.findings[0].rebuilt);
    }
}

TEST_CASE("what a dead writer had not signed yet is removed, beside a living one it stays",
          "[core][ledger]") {
    Directory directory;
    const std::vector<std::string> paths{"tile/0/001.p/45", "tile/0/001", "tile/entries/002.p/1",
                                         "tile/1/000.p/2",  "tile/5/000", "tile/0/001.p/44.new",
                                         "checkpoint.new"};
    for (const std::string& path : paths) directory.write(path, bytes_of("half a tile"));
    CHECK(directory.audit(false).is_clean());
    CHECK_FALSE(directory.is_as_written());
    const FsckReport report = directory.audit(true);
    CHECK(report.is_clean());
    REQUIRE(report.notes.size() == 1);
    CHECK(report.notes[0].find("removed 7 file(s)") != std::string::npos);
    CHECK(directory.is_as_written());
}

}  // namespace
}  // namespace fallbuch
