#include "tests/support/faulty_file.h"

#include <catch2/catch.hpp>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/file.h"
#include "core/base/result.h"
#include "tests/support/builders.h"
#include "tests/support/fault_schedule.h"
#include "tests/support/power_cuts.h"

namespace fallbuch {

TEST_CASE("each kind of fault strikes the call it is meant for and no other", "[support][faulty]") {
    using Call = Status (*)(FaultyFileSystem&, File&);
    const std::map<FaultKind, Call> calls = {
        {FaultKind::short_write, [](auto&, auto& f) { return f.write_at(0, as_bytes("123")); }},
        {FaultKind::failed_sync, [](auto&, auto& f) { return f.sync(); }},
        {FaultKind::read_error,
         [](auto&, auto& f) -> Status {
             Bytes out(3);
             RETURN_IF_ERROR(f.read_at(0, out));
             return {};
         }},
        {FaultKind::failed_open,
         [](auto& s, auto&) -> Status {
             RETURN_IF_ERROR(s.open("/a", OpenMode::read));
             return {};
         }},
        {FaultKind::failed_rename, [](auto& s, auto&) { return s.rename("/b", "/c"); }},
        {FaultKind::failed_remove, [](auto& s, auto&) { return s.remove("/b"); }},
        {FaultKind::failed_truncate, [](auto&, auto& f) { return f.truncate(1); }},
        {FaultKind::failed_list,
         [](auto& s, auto&) -> Status {
             RETURN_IF_ERROR(s.list("/"));
             return {};
         }},
    };
    for (const auto& [planned, ignored] : calls) {
        for (const auto& [made_kind, call] : calls) {
            CAPTURE(static_cast<int>(planned), static_cast<int>(made_kind));
            FaultyFileSystem files;
            make_durable(files, "/b", as_bytes("b"));
            const auto file = made(files, "/a", as_bytes("abc"));
            files.plan({planned});
            const auto status = call(files, *file);
            CHECK(status.has_value() == (planned != made_kind));
            CHECK(files.fault_fired() == (planned == made_kind));
            if (!status) CHECK(status.error().code == ErrorCode::unavailable);
            files.plan({FaultKind::any});
            CHECK_FALSE(call(files, *file));
        }
    }
}

TEST_CASE("a fault strikes the planned call only, or all from it on", "[support][faulty]") {
    FaultyFileSystem files;
    const bool lasting = GENERATE(false, true);
    const auto a = made(files, "/a", {});
    const auto b = made(files, "/b", {});
    files.plan({FaultKind::no_space, 2, lasting, "/a"});
    CHECK(a->write_at(0, as_bytes("1")));
    CHECK(b->write_at(0, as_bytes("1")));
    CHECK(a->sync());
    CHECK_FALSE(files.fault_fired());
    const auto full = a->write_at(0, as_bytes("2"));
    REQUIRE_FALSE(full);
    CHECK(full.error().message == "/a: cannot write: No space left on device");
    CHECK(files.fault_fired());
    CHECK(b->write_at(0, as_bytes("2")));
    CHECK(a->write_at(0, as_bytes("3")).has_value() == !lasting);
    files.clear_plan();
    CHECK(a->write_at(0, as_bytes("4")));
}

TEST_CASE("a short write leaves a prefix that is shorter than what was asked for",
          "[support][faulty]") {
    std::set<std::string> seen;
    for (std::uint64_t seed = 0; seed < 50; ++seed) {
        FaultyFileSystem files(seed);
        const auto file = made(files, "/a", {});
        files.plan({FaultKind::short_write});
        const Bytes first = bytes_of("ab");
        const Bytes second = bytes_of("cd");
        const std::vector<ByteView> parts = {first, second};
        REQUIRE_FALSE(file->write_at(0, parts));
        seen.insert(text_at(files, "/a"));
    }
    CHECK(seen == std::set<std::string>{"", "a", "ab", "abc"});
}

TEST_CASE("all calls are counted, also those of files", "[support][faulty]") {
    FaultyFileSystem files;
    const auto file = made(files, "/a", as_bytes("abc"));
    CHECK(files.calls() == 2);
    CHECK(file->size());
    CHECK(files.exists("/nothing"));
    CHECK(files.calls() == 4);
    CHECK(files.files().size() == 1);
    CHECK(files.calls() == 4);
}

TEST_CASE("what the faulty file system cannot hold is unavailable", "[support][faulty]") {
    constexpr std::uint64_t kGibibyte = std::uint64_t{1} << 30;
    FaultyFileSystem files;
    const auto file = made(files, "/a", as_bytes("abc"));
    for (const Status& refused :
         {file->write_at(kGibibyte, as_bytes("d")),
          file->write_at(~std::uint64_t{0}, as_bytes("d")), file->truncate(kGibibyte + 1),
          files.rename("/", "/b"), files.remove("/")}) {
        REQUIRE_FALSE(refused);
        CHECK(refused.error().code == ErrorCode::unavailable);
    }
    CHECK(text_at(files, "/a") == "abc");
    CHECK(file->truncate(kGibibyte));
    CHECK(files.files().at("/a") == kGibibyte);
}

TEST_CASE("when the power is cut every call fails and does nothing", "[support][faulty]") {
    FaultyFileSystem files;
    const auto file = made(files, "/a", as_bytes("old"));
    files.crash_after(1);
    REQUIRE(file->sync());
    CHECK_FALSE(files.power_is_cut());
    const auto refused = file->write_at(0, as_bytes("new"));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::unavailable);
    CHECK(files.power_is_cut());
    CHECK_FALSE(files.rename("/a", "/b"));
    CHECK_FALSE(files.exists("/a"));
    CHECK_FALSE(files.sync_all("/"));
    CHECK_FALSE(files.lock("/lock"));
    files.clear_plan();
    CHECK(text_at(files, "/a") == "old");
}

TEST_CASE("handles and locks die with the power and with the process", "[support][faulty]") {
    FaultyFileSystem files;
    const bool power_cut = GENERATE(false, true);
    make_durable(files, "/a", as_bytes("abc"));
    const auto file = *files.open("/a", OpenMode::write);
    auto lock = *files.lock("/lock");
    files.crash_after(0);
    power_cut ? files.crash(1) : files.kill();
    const std::uint64_t calls_before = files.calls();
    Bytes out(3);
    CHECK_FALSE(file->read_at(0, out));
    CHECK_FALSE(file->write_at(0, out));
    CHECK_FALSE(file->sync());
    CHECK_FALSE(file->truncate(0));
    CHECK_FALSE(file->size());
    CHECK_FALSE(file->drop_cache(0));
    CHECK(files.calls() == calls_before);
    CHECK(text_at(files, "/a") == "abc");

    const auto next = files.lock("/lock");
    REQUIRE(next);
    lock.reset();  // the dead holder frees nothing
    CHECK_FALSE(files.lock("/lock"));
}

TEST_CASE("a killed process loses nothing that it wrote", "[support][faulty]") {
    FaultyFileSystem files;
    const auto file = made(files, "/a", as_bytes("unsynced"));
    files.kill();
    CHECK(text_at(files, "/a") == "unsynced");
    CHECK(outcomes(files, "/a").size() > 1);
}

TEST_CASE("a path has one lock holder, under any of its spellings", "[support][faulty]") {
    FaultyFileSystem files;
    REQUIRE(files.make_directories("/d"));
    auto held = *files.lock("/d/lock");
    const auto refused = files.lock("d/../d/./lock");
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::unavailable);
    CHECK(files.lock("/d/other"));
    held.reset();
    CHECK(files.lock("/d/lock"));
}

TEST_CASE("a snapshot brings back contents and names, cached and durable", "[support][faulty]") {
    FaultyFileSystem files;
    make_durable(files, "/a", as_bytes("old"));
    REQUIRE((*files.open("/a", OpenMode::write))->write_at(0, as_bytes("new")));
    const auto before = files.snapshot();
    REQUIRE(files.remove("/a"));
    const auto other = made(files, "/b", as_bytes("b"));
    REQUIRE(files.sync_all("/"));
    files.restore(before);
    CHECK(files.files() == std::map<std::string, std::uint64_t>{{"/a", 3}});
    CHECK(outcomes(files, "/a") == std::set<std::string>{"old", "new"});
    CHECK_FALSE(other->size());
}

TEST_CASE("damage reaches the cache and the disk alike", "[support][faulty]") {
    FaultyFileSystem files;
    make_durable(files, "/a", as_bytes("abc"));
    make_durable(files, "/b", as_bytes("other"));
    files.flip_bit("/a", 8);  // the lowest bit of 'b'
    CHECK(text_at(files, "/a") == "acc");
    CHECK(outcomes(files, "/a") == std::set<std::string>{"acc"});
    files.flip_bit("/a", 8);
    files.swap_files("/a", "/b");
    CHECK(outcomes(files, "/a") == std::set<std::string>{"other"});
    CHECK(outcomes(files, "/b") == std::set<std::string>{"abc"});
    files.truncate_file("/a", 2);
    CHECK(outcomes(files, "/a") == std::set<std::string>{"ot"});
    CHECK(files.files() == std::map<std::string, std::uint64_t>{{"/a", 2}, {"/b", 3}});
    CHECK(as_text(*files.durable_content("/a")) == "ot");
    CHECK_FALSE(files.durable_content("/missing"));
}

TEST_CASE("a bit flipped in an unsynced page is flipped whatever survives", "[support][faulty]") {
    FaultyFileSystem files;
    make_durable(files, "/a", as_bytes("0"));
    REQUIRE((*files.open("/a", OpenMode::write))->write_at(0, as_bytes("2")));
    files.flip_bit("/a", 0);
    CHECK(outcomes(files, "/a") == std::set<std::string>{"1", "3"});
}

TEST_CASE("the same seed gives the same damage", "[support][faulty]") {
    const auto run = [](std::uint64_t seed, std::uint64_t crash_seed) {
        FaultyFileSystem files(seed);
        make_durable(files, "/a", Bytes(8192, 'o'));
        files.plan({FaultKind::short_write});
        const auto written = (*files.open("/a", OpenMode::write))->write_at(0, Bytes(8192, 'n'));
        REQUIRE_FALSE(written);
        files.crash(crash_seed);
        return *files.durable_content("/a");
    };
    std::set<Bytes> contents;
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        CHECK(run(seed, seed) == run(seed, seed));
        contents.insert(run(1, seed));
    }
    CHECK(contents.size() > 3);
}

TEST_CASE("threads that are cut off keep all that was acknowledged to them", "[support][faulty]") {
    constexpr std::size_t kThreads = 4;
    constexpr std::uint64_t kRecordBytes = 100;
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        CAPTURE(seed);
        FaultyFileSystem files(seed);
        for (std::size_t i = 0; i < kThreads; ++i) make_durable(files, std::to_string(i), {});
        files.crash_after(50 + seed * 17);
        std::vector<std::uint64_t> acknowledged(kThreads, 0);
        std::vector<std::thread> threads;
        for (std::size_t i = 0; i < kThreads; ++i) {
            threads.emplace_back([&files, i, &count = acknowledged[i]] {
                const auto file = files.open(std::to_string(i), OpenMode::write);
                if (!file) return;
                const Bytes record(kRecordBytes, static_cast<std::uint8_t>('0' + i));
                while ((*file)->write_at(count * kRecordBytes, record) && (*file)->sync()) ++count;
            });
        }
        for (std::thread& thread : threads) thread.join();
        CHECK(files.power_is_cut());
        files.crash(seed);
        for (std::size_t i = 0; i < kThreads; ++i) {
            const std::string found = text_at(files, std::to_string(i));
            REQUIRE(found.size() >= acknowledged[i] * kRecordBytes);
            CHECK(found.substr(0, acknowledged[i] * kRecordBytes) ==
                  std::string(acknowledged[i] * kRecordBytes, static_cast<char>('0' + i)));
        }
    }
}

}  // namespace fallbuch
