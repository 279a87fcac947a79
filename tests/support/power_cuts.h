// What files hold after power cuts: the questions that crash tests ask again and again.
#pragma once

#include <catch2/catch.hpp>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <utility>

#include "core/base/bytes.h"
#include "core/base/file.h"
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

// What a file can hold after a power cut at this moment. Ends the processes on the file system.
inline std::set<std::string> outcomes(FaultyFileSystem& files, const std::string& path) {
    const auto before = files.snapshot();
    std::set<std::string> seen;
    for (std::uint64_t seed = 0; seed < kPowerCuts; ++seed) {
        files.restore(before);
        files.crash(seed);
        seen.insert(text_at(files, path));
    }
    files.restore(before);
    return seen;
}

}  // namespace fallbuch
