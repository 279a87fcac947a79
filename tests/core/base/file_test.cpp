#include "core/base/file.h"

#include <catch2/catch.hpp>
#include <cstdint>
#include <set>
#include <string>

#include "core/base/bytes.h"
#include "core/base/posix_file.h"
#include "core/base/result.h"
#include "tests/support/builders.h"
#include "tests/support/fault_schedule.h"
#include "tests/support/faulty_file.h"
#include "tests/support/temporary_directory.h"

namespace fallbuch {
namespace {

constexpr std::uint64_t kSeeds = 200;
constexpr const char* kPath = "/d/file";

// Longer than a page and of several sectors, so that a torn one is neither.
const Bytes kOld = some_bytes(5000, 1);
const Bytes kNew = some_bytes(6000, 2);

void make_old(FaultyFileSystem& files) {
    REQUIRE(files.make_directories("/d"));
    REQUIRE(replace_file(files, kPath, kOld, Durability::synced));
    REQUIRE(files.sync_all("/"));
}

Bytes content(FileSystem& files) {
    const auto found = read_file(files, kPath, 100000);
    REQUIRE(found);
    return *found;
}

// Checks what is left of a replacement after many power cuts; returns how many outcomes there were.
std::size_t check_crashes(FaultyFileSystem& files, bool acknowledged) {
    const auto after = files.snapshot();
    std::set<Bytes> outcomes;
    for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
        CAPTURE(seed, acknowledged);
        files.restore(after);
        files.crash(seed);
        const Bytes found = content(files);
        REQUIRE((found == kNew || (found == kOld && !acknowledged)));
        outcomes.insert(found);
        // What is left beside it does not stop the next one.
        REQUIRE(replace_file(files, kPath, kOld, Durability::synced));
        REQUIRE(content(files) == kOld);
    }
    return outcomes.size();
}

}  // namespace

TEST_CASE("a synced replacement leaves the old or the new file under every fault", "[core][base]") {
    FaultyFileSystem files;
    make_old(files);
    const auto start = files.snapshot();
    const auto kind = GENERATE(FaultKind::any, FaultKind::no_space, FaultKind::torn_sync);
    std::set<std::size_t> outcomes;
    bool fired = true;
    for (std::uint64_t k = 1; fired; ++k) {
        CAPTURE(k);
        files.restore(start);
        files.plan({kind, k});
        const auto replaced = replace_file(files, kPath, kNew, Durability::synced);
        fired = files.fault_fired();
        CHECK(replaced.has_value() == !fired);
        if (!replaced) CHECK(replaced.error().code == ErrorCode::unavailable);
        files.clear_plan();
        const Bytes seen = content(files);
        REQUIRE((seen == kOld || seen == kNew));
        CHECK(*files.exists(std::string(kPath) + ".new") == false);
        outcomes.insert(check_crashes(files, replaced.has_value()));
    }
    CHECK(outcomes.contains(1));
}

TEST_CASE("a synced replacement leaves the old or the new file when the power is cut",
          "[core][base]") {
    FaultyFileSystem files;
    make_old(files);
    const auto start = files.snapshot();
    std::set<std::size_t> outcomes;
    bool cut = true;
    for (std::uint64_t calls = 0; cut; ++calls) {
        CAPTURE(calls);
        files.restore(start);
        files.crash_after(calls);
        const auto replaced = replace_file(files, kPath, kNew, Durability::synced);
        cut = files.power_is_cut();
        CHECK(replaced.has_value() == !cut);
        outcomes.insert(check_crashes(files, replaced.has_value()));
    }
    CHECK(outcomes == std::set<std::size_t>{1, 2});
}

TEST_CASE("an unsynced replacement is seen at once and promises nothing to a power cut",
          "[core][base]") {
    FaultyFileSystem files;
    make_old(files);
    const std::uint64_t calls_before = files.calls();
    REQUIRE(replace_file(files, kPath, kNew, Durability::none));
    CHECK(files.calls() == calls_before + 3);  // open, write, rename
    CHECK(content(files) == kNew);
    CHECK(*files.durable_content(kPath) != kNew);
}

TEST_CASE("a file in the current directory can be replaced", "[core][base]") {
    FaultyFileSystem files;
    REQUIRE(replace_file(files, "file", as_bytes("1"), Durability::synced));
    REQUIRE(replace_file(files, "file", as_bytes("2"), Durability::synced));
    files.crash(1);
    CHECK(*read_file(files, "/file", 1) == bytes_of("2"));
}

TEST_CASE("a whole file is read up to a limit and refused above it", "[core][base]") {
    const TemporaryDirectory directory;
    PosixFileSystem files;
    REQUIRE(replace_file(files, directory / "a", as_bytes("abc"), Durability::none));
    CHECK(*read_file(files, directory / "a", 3) == bytes_of("abc"));
    const auto larger = read_file(files, directory / "a", 2);
    REQUIRE_FALSE(larger);
    CHECK(larger.error().code == ErrorCode::invalid);
    const auto missing = read_file(files, directory / "b", 2);
    REQUIRE_FALSE(missing);
    CHECK(missing.error().code == ErrorCode::not_found);
}

TEST_CASE("a whole file that cannot be read is unavailable", "[core][base]") {
    FaultyFileSystem files;
    make_old(files);
    const std::uint64_t k = GENERATE(values<std::uint64_t>({1, 2, 3}));  // open, size, read
    files.plan({FaultKind::any, k});
    const auto failed = read_file(files, kPath, 100000);
    REQUIRE_FALSE(failed);
    CHECK(failed.error().code == ErrorCode::unavailable);
}

}  // namespace fallbuch
