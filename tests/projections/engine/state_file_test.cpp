#include "projections/engine/state_file.h"

#include <catch2/catch.hpp>

#include <array>
#include <cstdint>
#include <string>
#include <utility>

#include "core/base/bytes.h"
#include "core/base/ids.h"
#include "core/base/random.h"
#include "core/base/result.h"
#include "core/codec/digest.h"
#include "tests/support/faulty_file.h"

namespace fallbuch {
namespace {

constexpr const char* kPath = "/projections/probe.state";

// A file of states on a machine in memory.
class Shelf {
public:
    Shelf() { REQUIRE(files_.make_directories("/projections")); }

    StatePlace place(LedgerId ledger = {}) {
        return {
            files_, random_, kPath, ledger, sha256(as_bytes("reducer")), sha256(as_bytes("key"))};
    }
    StateFile create() {
        auto made = StateFile::create(place());
        REQUIRE(made);
        return *std::move(made);
    }
    std::string why_not(const StatePlace& place) {
        const auto opened = StateFile::open(place);
        if (opened) return "";
        CHECK(opened.error().code == ErrorCode::corrupt);
        return opened.error().message;
    }
    // Takes the bytes from `begin` to `end` out of the file.
    void cut_out(std::uint64_t begin, std::uint64_t end) {
        const auto whole = files_.durable_content(kPath);
        REQUIRE(whole);
        auto file = files_.open(kPath, OpenMode::overwrite);
        REQUIRE(file);
        REQUIRE((*file)->write_at(0, ByteView(*whole).first(begin)));
        REQUIRE((*file)->write_at(begin, ByteView(*whole).subspan(end)));
        REQUIRE((*file)->sync());
    }

private:
    FaultyFileSystem files_;
    SystemRandom random_;
};

StreamId stream(std::uint8_t number) {
    std::array<std::uint8_t, StreamId::kBytes> bytes{};
    bytes[0] = number;
    return StreamId::from_bytes(bytes.data());
}

// Appends a row and commits it; where the file ends then.
std::uint64_t commit_row(StateFile& states, std::uint8_t number, const std::string& text) {
    const ByteView bytes = as_bytes(text);
    const StateRow row{stream(number), {number}, Bytes(bytes.begin(), bytes.end())};
    auto sealed = states.seal({row});
    REQUIRE(sealed);
    const Status appended = states.append(*std::move(sealed));
    REQUIRE(appended);
    REQUIRE(states.commit({Position{number}, {}, {}}));
    return states.file_bytes();
}

TEST_CASE("states whose sum is not that of their last commit are not opened",
          "[projections][engine]") {
    Shelf shelf;
    StateFile states = shelf.create();
    const std::uint64_t first = commit_row(states, 1, "eins");
    const std::uint64_t second = commit_row(states, 2, "zwei");
    const std::uint64_t third = commit_row(states, 2, "drei");
    REQUIRE(states.take_over());
    REQUIRE(shelf.why_not(shelf.place()).empty());
    // Each of the records that are left is whole, and none is of another file.
    SECTION("a case is missing") { shelf.cut_out(first - (third - second), first); }
    SECTION("a case has an older state") {
        // The last commit alone stays of the third row.
        const std::uint64_t commit_bytes = 1 + 8 + 32 + 8 + 32 + 1 + 2 + 8;
        shelf.cut_out(second, third - commit_bytes);
    }
    const std::string why = shelf.why_not(shelf.place());
    CHECK(why.find("its rows are not those of its last commit") != std::string::npos);
}

TEST_CASE("states of another ledger are not opened", "[projections][engine]") {
    Shelf shelf;
    StateFile states = shelf.create();
    commit_row(states, 1, "eins");
    REQUIRE(states.take_over());
    std::array<std::uint8_t, LedgerId::kBytes> other{};
    other[3] = 7;
    const std::string why = shelf.why_not(shelf.place(LedgerId::from_bytes(other.data())));
    CHECK(why.find("it belongs to another ledger") != std::string::npos);
}

TEST_CASE("states that were never committed are not opened", "[projections][engine]") {
    Shelf shelf;
    StateFile states = shelf.create();
    REQUIRE(states.take_over());
    CHECK(shelf.why_not(shelf.place()).find("it was never committed") != std::string::npos);
}

}  // namespace
}  // namespace fallbuch
