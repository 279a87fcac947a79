// Does the faulty file system, as long as nothing fails, answer as the real one does?
#include <catch2/catch.hpp>
#include <cstdint>
#include <sstream>
#include <string>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/file.h"
#include "core/base/posix_file.h"
#include "core/base/result.h"
#include "tests/support/builders.h"
#include "tests/support/faulty_file.h"
#include "tests/support/seeded_random.h"
#include "tests/support/temporary_directory.h"

namespace fallbuch {
namespace {

template <typename T>
std::string told(const Result<T>& result) {
    std::ostringstream text;
    if (!result) {
        text << to_string(result.error().code);
    } else if constexpr (std::is_same_v<T, std::vector<std::string>>) {
        for (const std::string& name : *result) text << name << ' ';
    } else if constexpr (std::is_same_v<T, bool> || std::is_same_v<T, std::uint64_t>) {
        text << *result;
    } else if constexpr (std::is_same_v<T, Bytes>) {
        text << as_text(*result);
    } else {
        text << "ok";
    }
    return text.str();
}

// Does one thing drawn by lot on paths below `root`, and tells what came of it.
std::string one_call(FileSystem& files, const std::string& root, SeededRandom& random) {
    static const std::vector<std::string> kNames = {"/a",     "/b",       "/d",   "/d/a",
                                                    "/d/e/a", "/a/below", "/no/a"};
    static const std::vector<OpenMode> kModes = {OpenMode::read, OpenMode::write, OpenMode::create,
                                                 OpenMode::overwrite};
    const std::string path = root + kNames[random.below(kNames.size())];
    const std::string other = root + kNames[random.below(kNames.size())];
    const OpenMode mode = kModes[random.below(kModes.size())];
    const std::uint64_t offset = random.below(6000);
    const Bytes bytes = some_bytes(random.below(3000), random.next());
    switch (random.below(12)) {
        case 0: return told(files.rename(path, other));
        case 1: return told(files.remove(path));
        case 2: return told(files.list(path));
        case 3: return told(files.exists(path));
        case 4: return told(files.is_directory(path));
        case 5: return told(files.sync_directory(path));
        case 6: return told(files.lock(path));
        case 7: return told(files.sync_all(path));
        case 8: return random.one_in(3) ? told(files.make_directories(path)) : "";
        default: break;
    }
    // Linux opens a directory for reading, and refuses to read it; we refuse at once.
    if (*files.is_directory(path)) return "";
    auto file = files.open(path, mode);
    if (!file) return told(file);
    std::string answer = told((*file)->write_at(offset, bytes));
    if (random.one_in(2)) answer += told((*file)->truncate(offset));
    if (random.one_in(2)) answer += told((*file)->sync());
    if (random.one_in(2)) answer += told((*file)->drop_cache(offset));
    Bytes out(4000);
    const auto read_bytes = (*file)->read_at(offset / 2, out);
    out.resize(read_bytes ? *read_bytes : 0);
    return answer + told((*file)->size()) + std::string(as_text(out));
}

}  // namespace

TEST_CASE("without a fault the faulty file system answers as the real one", "[support][faulty]") {
    constexpr int kCalls = 150;
    for (std::uint64_t seed = 0; seed < 30; ++seed) {
        CAPTURE(seed);
        const TemporaryDirectory directory;
        PosixFileSystem real;
        FaultyFileSystem faulty;
        REQUIRE(faulty.make_directories("/root"));
        for (std::uint64_t i = 0; i < kCalls; ++i) {
            CAPTURE(i);
            SeededRandom for_real(seed, i);
            SeededRandom for_faulty(seed, i);
            const std::string expected = one_call(real, directory.path(), for_real);
            REQUIRE(one_call(faulty, "/root", for_faulty) == expected);
        }
    }
}

}  // namespace fallbuch
