// What files hold after power cuts: the questions that crash tests ask again and again.
#pragma once

#include <catch2/catch.hpp>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <utility>

#include "core/base/bytes.h"
#include "core/base/file.h"
#include "tests/support/fault_schedule.h"
#include "tests/support/faulty_file.h"

namespace fallbuch {

// Enough that every outcome of a few independent lots is met.
inline constexpr std::uint64_t kPowerCuts = 200;

// Makes a file with this content; nothing is synced.
inline std::unique_ptr<File> made(FileSystem& files, const std::string& path, ByteView content) {
    auto file = files.open(path, OpenMode::overwrite);
    REQUIRE(file);
    REQUIRE((*file)->write_at(0, content));
    return *std::move(file);
}

// Makes a file in the root directory, whose content and name are synced.
inline void make_durable(FileSystem& files, const std::string& path, ByteView content) {
    REQUIRE(made(files, path, content)->sync());
    REQUIRE(files.sync_directory("/"));
}

// The content of a file of at most a mebibyte; "none" if there is no such file.
inline std::string text_at(FileSystem& files, const std::string& path) {
    constexpr std::uint64_t kSizeBytesMax = 1 << 20;
    const auto content = read_file(files, path, kSizeBytesMax);
    return content ? std::string(as_text(*content)) : "none";
}

// What `look` can see after a power cut at this moment. Ends the processes on the file system.
inline std::set<std::string> outcomes(FaultyFileSystem& files,
                                      const std::function<std::string()>& look) {
    const auto before = files.snapshot();
    std::set<std::string> seen;
    for (std::uint64_t seed = 0; seed < kPowerCuts; ++seed) {
        files.restore(before);
        files.crash(seed);
        seen.insert(look());
    }
    files.restore(before);
    return seen;
}

// What a file can hold then.
inline std::set<std::string> outcomes(FaultyFileSystem& files, const std::string& path) {
    return outcomes(files, [&] { return text_at(files, path); });
}

// What two files can hold together, with a space between.
inline std::set<std::string> outcomes(FaultyFileSystem& files, const std::string& a,
                                      const std::string& b) {
    return outcomes(files, [&] { return text_at(files, a) + " " + text_at(files, b); });
}

// Runs the program as often as it makes calls: each time the power is cut at another call, and the
// check sees what is left. Returns after how many calls the program ended by itself; everything
// is then as it was before.
inline std::uint64_t cut_power_at_every_call(FaultyFileSystem& files,
                                             const std::function<void()>& program,
                                             const std::function<void()>& check) {
    const auto start = files.snapshot();
    for (std::uint64_t calls = 0;; ++calls) {
        CAPTURE(calls);
        files.restore(start);
        files.crash_after(calls);
        program();
        if (!files.power_is_cut()) {
            files.restore(start);
            return calls;
        }
        files.crash(calls);
        check();
    }
}

// The same with one call that fails and a power cut after the program has ended.
inline std::uint64_t fail_every_call(FaultyFileSystem& files, const std::function<void()>& program,
                                     const std::function<void()>& check) {
    const auto start = files.snapshot();
    for (std::uint64_t at_call = 1;; ++at_call) {
        CAPTURE(at_call);
        files.restore(start);
        files.plan({FaultKind::any, at_call, false, {}});
        program();
        if (!files.fault_fired()) {
            files.restore(start);
            return at_call;
        }
        files.crash(at_call);
        check();
    }
}

}  // namespace fallbuch
