// What does a power cut leave, and what does a failed sync?
#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/file.h"
#include "core/base/result.h"
#include "tests/support/builders.h"
#include "tests/support/fault_schedule.h"
#include "tests/support/faulty_file.h"
#include "tests/support/power_cuts.h"
#include "tests/support/seeded_random.h"

namespace fallbuch {
namespace {

constexpr std::size_t kSectorBytes = 512;

// Truncates or writes as the lot falls, and returns what the file must hold then.
std::string changed(File& file, std::string content, SeededRandom& random) {
    const std::uint64_t offset = random.below(9000);
    if (random.one_in(6)) {
        content.resize(offset);
        REQUIRE(file.truncate(offset));
        return content;
    }
    const Bytes bytes = some_bytes(1 + random.below(3000), random.next());
    content.resize(std::max<std::size_t>(content.size(), offset + bytes.size()));
    content.replace(offset, bytes.size(), as_text(bytes));
    REQUIRE(file.write_at(offset, bytes));
    return content;
}

// Whether one of the contents, with zeros behind its end, holds the bytes at `begin`.
bool has_sector(const std::vector<std::string>& contents, const std::string& bytes,
                std::size_t begin) {
    return std::any_of(contents.begin(), contents.end(), [&](std::string content) {
        content.resize(std::max(content.size(), begin + bytes.size()));
        return content.compare(begin, bytes.size(), bytes) == 0;
    });
}

}  // namespace

TEST_CASE("what was synced, name and content, survives every power cut", "[support][faulty]") {
    FaultyFileSystem files;
    make_durable(files, "/a", as_bytes("kept"));
    CHECK(outcomes(files, "/a") == std::set<std::string>{"kept"});
}

TEST_CASE("what was not synced survives some power cuts and not others", "[support][faulty]") {
    FaultyFileSystem files;
    make_durable(files, "/a", as_bytes("old"));
    REQUIRE((*files.open("/a", OpenMode::write))->write_at(0, as_bytes("new")));
    CHECK(outcomes(files, "/a") == std::set<std::string>{"old", "new"});
}

TEST_CASE("a size that was not synced leaves the old end or zeros", "[support][faulty]") {
    FaultyFileSystem files;
    make_durable(files, "/a", as_bytes("old"));
    REQUIRE((*files.open("/a", OpenMode::write))->write_at(3, as_bytes("new")));
    const std::string zeros = std::string("old") + std::string(3, '\0');
    CHECK(outcomes(files, "/a") == std::set<std::string>{"old", "oldnew", zeros});
}

TEST_CASE("a name that was not synced survives some power cuts and not others",
          "[support][faulty]") {
    FaultyFileSystem files;
    REQUIRE(made(files, "/a", as_bytes("content"))->sync());
    CHECK(outcomes(files, "/a") == std::set<std::string>{"none", "content"});
    REQUIRE(files.sync_directory("."));
    CHECK(outcomes(files, "/a") == std::set<std::string>{"content"});
    REQUIRE(files.remove("/a"));
    CHECK(text_at(files, "/a") == "none");
    CHECK(outcomes(files, "/a") == std::set<std::string>{"none", "content"});
}

TEST_CASE("a directory is lost with all it holds if its own name was not synced",
          "[support][faulty]") {
    FaultyFileSystem files;
    REQUIRE(files.make_directories("/d/e"));
    REQUIRE(made(files, "/d/e/a", as_bytes("content"))->sync());
    REQUIRE(files.sync_directory("/d/e"));
    REQUIRE(files.sync_directory("/d"));
    CHECK(outcomes(files, "/d/e/a") == std::set<std::string>{"none", "content"});
    REQUIRE(files.sync_directory("/"));
    CHECK(outcomes(files, "/d/e/a") == std::set<std::string>{"content"});
}

TEST_CASE("syncing everything makes names and contents durable", "[support][faulty]") {
    FaultyFileSystem files;
    REQUIRE(files.make_directories("/d"));
    const auto a = made(files, "/d/a", as_bytes("first"));
    REQUIRE(files.rename("/d/a", "/d/b"));
    REQUIRE(files.sync_all("/d"));
    CHECK(outcomes(files, "/d/b") == std::set<std::string>{"first"});
    CHECK(outcomes(files, "/d/a") == std::set<std::string>{"none"});
}

TEST_CASE("sectors of one write survive independently, but never in parts", "[support][faulty]") {
    constexpr std::size_t kSectors = 16;
    FaultyFileSystem files;
    const Bytes old_content(kSectors * 512, 'o');
    const Bytes new_content(kSectors * 512, 'n');
    make_durable(files, "/a", old_content);
    REQUIRE((*files.open("/a", OpenMode::write))->write_at(0, new_content));
    std::size_t torn_count = 0;
    for (const std::string& content : outcomes(files, "/a")) {
        REQUIRE(content.size() == old_content.size());
        for (std::size_t sector = 0; sector < kSectors; ++sector) {
            const std::string part = content.substr(sector * 512, 512);
            CHECK(part == std::string(512, part[0]));
        }
        const bool torn =
            content.find('o') != std::string::npos && content.find('n') != std::string::npos;
        torn_count += torn ? 1 : 0;
    }
    CHECK(torn_count > kPowerCuts / 10);
}

TEST_CASE("a truncation survives as a whole or not at all", "[support][faulty]") {
    FaultyFileSystem files;
    const std::string before(10000, 'x');
    make_durable(files, "/a", as_bytes(before));
    const auto file = *files.open("/a", OpenMode::write);
    REQUIRE(file->truncate(100));
    CHECK(outcomes(files, "/a") == std::set<std::string>{before, before.substr(0, 100)});
    REQUIRE((*files.open("/a", OpenMode::write))->truncate(300));
    const std::string grown = before.substr(0, 100) + std::string(200, '\0');
    CHECK(outcomes(files, "/a") == std::set<std::string>{before, before.substr(0, 100), grown});
}

TEST_CASE("after a power cut each sector holds a state it went through", "[support][faulty]") {
    for (std::uint64_t seed = 0; seed < kPowerCuts; ++seed) {
        CAPTURE(seed);
        SeededRandom random(seed);
        FaultyFileSystem files(seed);
        make_durable(files, "/a", {});
        const auto file = *files.open("/a", OpenMode::write);
        // A slow model: the whole content after each change since the last sync.
        std::vector<std::string> history(1);
        for (int i = 0; i < 12; ++i) {
            history.push_back(changed(*file, history.back(), random));
            REQUIRE(text_at(files, "/a") == history.back());
            if (!random.one_in(5)) continue;
            REQUIRE(file->sync());
            REQUIRE(as_text(*files.durable_content("/a")) == history.back());
            history = {history.back()};
        }
        files.crash(seed);
        const std::string found = text_at(files, "/a");
        REQUIRE(found == as_text(*files.durable_content("/a")));
        REQUIRE(std::any_of(history.begin(), history.end(), [&](const std::string& state) {
            return state.size() == found.size();
        }));
        for (std::size_t begin = 0; begin < found.size(); begin += kSectorBytes) {
            CAPTURE(begin);
            REQUIRE(has_sector(history, found.substr(begin, kSectorBytes), begin));
        }
    }
}

TEST_CASE("after a failed sync the cache lies until it is dropped", "[support][faulty]") {
    FaultyFileSystem files;
    make_durable(files, "/a", as_bytes("old"));
    auto file = *files.open("/a", OpenMode::write);
    REQUIRE(file->write_at(0, as_bytes("new")));
    files.plan({FaultKind::failed_sync});
    const auto failed = file->sync();
    REQUIRE_FALSE(failed);
    CHECK(failed.error().code == ErrorCode::unavailable);
    CHECK(files.fault_fired());
    CHECK(text_at(files, "/a") == "new");
    REQUIRE(file->sync());  // a success that brings nothing back
    CHECK(outcomes(files, "/a") == std::set<std::string>{"old"});

    files.kill();
    CHECK(text_at(files, "/a") == "new");  // the next process is told the same lie
    file = *files.open("/a", OpenMode::write);
    REQUIRE(file->drop_cache(0));
    CHECK(text_at(files, "/a") == "old");
}

TEST_CASE("dropping the cache forgets no page that is still to be written", "[support][faulty]") {
    FaultyFileSystem files;
    make_durable(files, "/a", as_bytes("old"));
    const auto file = *files.open("/a", OpenMode::write);
    REQUIRE(file->write_at(0, as_bytes("new")));
    REQUIRE(file->drop_cache(0));
    CHECK(text_at(files, "/a") == "new");
    REQUIRE(file->sync());
    CHECK(outcomes(files, "/a") == std::set<std::string>{"new"});
}

TEST_CASE("a page written again after a failed sync reaches the disk whole", "[support][faulty]") {
    FaultyFileSystem files;
    const auto file = made(files, "/a", as_bytes("lost"));
    files.plan({FaultKind::failed_sync});
    REQUIRE_FALSE(file->sync());
    REQUIRE(file->write_at(4, as_bytes(" and found")));
    REQUIRE(file->sync());
    CHECK(as_text(*files.durable_content("/a")) == "lost and found");
}

TEST_CASE("a torn sync leaves some pages on the disk and loses others", "[support][faulty]") {
    std::set<std::size_t> pages_kept;
    for (std::uint64_t seed = 0; seed < 50; ++seed) {
        FaultyFileSystem files(seed);
        make_durable(files, "/a", Bytes(4 * 4096, 'o'));
        const auto file = *files.open("/a", OpenMode::write);
        REQUIRE(file->write_at(0, Bytes(4 * 4096, 'n')));
        files.plan({FaultKind::torn_sync});
        REQUIRE_FALSE(file->sync());
        REQUIRE(file->drop_cache(0));
        const std::string found = text_at(files, "/a");
        CHECK(found == as_text(*files.durable_content("/a")));
        const auto kept = std::count(found.begin(), found.end(), 'n');
        CHECK(kept % 4096 == 0);
        pages_kept.insert(static_cast<std::size_t>(kept / 4096));
    }
    CHECK(pages_kept == std::set<std::size_t>{0, 1, 2, 3, 4});
}

TEST_CASE("a failed sync of everything loses the pages of every file", "[support][faulty]") {
    FaultyFileSystem files;
    make_durable(files, "/a", as_bytes("old"));
    const auto a = *files.open("/a", OpenMode::write);
    REQUIRE(a->write_at(0, as_bytes("new")));
    const auto b = made(files, "/b", as_bytes("b"));
    files.plan({FaultKind::failed_sync});
    REQUIRE_FALSE(files.sync_all("/"));
    REQUIRE(files.sync_all("/"));
    CHECK(outcomes(files, "/a") == std::set<std::string>{"old"});
    CHECK(outcomes(files, "/b") == std::set<std::string>{std::string(1, '\0')});
}

TEST_CASE("a rename without a directory sync may revert but is never half", "[support][faulty]") {
    FaultyFileSystem files;
    REQUIRE(files.make_directories("/d"));
    make_durable(files, "/a", as_bytes("moved"));
    REQUIRE(made(files, "/d/b", as_bytes("replaced"))->sync());
    REQUIRE(files.sync_all("/"));
    REQUIRE(files.rename("/a", "/d/b"));
    CHECK(outcomes(files, "/a", "/d/b") == std::set<std::string>{"moved replaced", "none moved"});
    const std::string either_directory = GENERATE("/", "/d");
    REQUIRE(files.sync_directory(either_directory));
    CHECK(outcomes(files, "/d/b") == std::set<std::string>{"moved"});
    CHECK(outcomes(files, "/a") == std::set<std::string>{"none"});
}

TEST_CASE("names of independent files survive independently", "[support][faulty]") {
    FaultyFileSystem files;
    REQUIRE(made(files, "/a", as_bytes("a"))->sync());
    REQUIRE(made(files, "/b", as_bytes("b"))->sync());
    CHECK(outcomes(files, "/a", "/b") ==
          std::set<std::string>{"none none", "a none", "none b", "a b"});
}

TEST_CASE("steps on the same name reach the disk in their order", "[support][faulty]") {
    FaultyFileSystem files;
    make_durable(files, "/a", as_bytes("1"));
    REQUIRE(files.rename("/a", "/b"));
    REQUIRE(made(files, "/a", as_bytes("2"))->sync());
    CHECK(outcomes(files, "/a", "/b") ==
          std::set<std::string>{"1 none", "none 1", "2 1"});  // never "2 none"
}

TEST_CASE("syncing one directory of a rename brings along what the rename builds on",
          "[support][faulty]") {
    FaultyFileSystem files;
    REQUIRE(files.make_directories("/d"));
    REQUIRE(files.sync_all("/"));
    REQUIRE(made(files, "/a", as_bytes("moved"))->sync());
    REQUIRE(files.rename("/a", "/d/b"));
    REQUIRE(files.sync_directory("/d"));
    CHECK(outcomes(files, "/d/b") == std::set<std::string>{"moved"});
    CHECK(outcomes(files, "/a") == std::set<std::string>{"none"});
}

}  // namespace fallbuch
