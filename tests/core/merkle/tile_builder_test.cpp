#include "core/merkle/tile_builder.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "core/codec/base64.h"
#include "core/merkle/checkpoint.h"
#include "core/merkle/entry_bundle.h"
#include "core/merkle/note_key.h"
#include "core/merkle/tiles.h"
#include "tests/core/merkle/merkle_model.h"
#include "tests/support/shared_data.h"

namespace fallbuch {
namespace {

using namespace testing;

TEST_CASE("the golden log of 15 entries is reproduced to its root", "[core][merkle]") {
    MemoryLog log;
    for (const std::string& entry : kGoldenEntries) log.append(as_bytes(entry));
    log.publish();
    CHECK(to_base64(log.builder.root().view()) == "rKbDipCvhuX1GZ7g5BBe8sA6BbJ7ja/1nk427v383cs=");
    REQUIRE(log.files.size() == 2);
    CHECK(as_text(log.files.at("tile/entries/000.p/15"))
              .starts_with({"\0\3one\0\3two\0\5three", 17}));
    const Bytes& tile = log.files.at("tile/0/000.p/15");
    CHECK(tile.size() == 15 * 32);
    CHECK(to_base64(ByteView(tile).first(32)) == "0Nc2CrefWKseHj/mStd+LqC8B+NrX0btIiPt2SmN+ek=");
}

TEST_CASE("the golden log is reproduced byte for byte at sizes 0 to 15", "[core][merkle]") {
    const auto golden = shared_data("data/vectors/tlog-golden");
    if (!golden) return;
    const std::vector<Signer> signers = {Signer::from_private_key(kGoldenPrivateKey).value()};
    MemoryLog log;
    for (std::size_t size = 0; size <= kGoldenEntries.size(); ++size) {
        CAPTURE(size);
        const auto note =
            sign_checkpoint({std::string(kGoldenOrigin), size, log.builder.root(), {}}, signers);
        CHECK(note.value() == read_text(*golden / ("checkpoint." + std::to_string(size))));
        for (const TileFile& file : log.builder.partials()) {
            CAPTURE(file.path);
            CHECK(as_text(file.bytes) == read_text(*golden / file.path));
        }
        if (size < kGoldenEntries.size()) log.append(as_bytes(kGoldenEntries[size]));
    }
}

// The bytes of a tile as the specification defines them, computed from the leaves alone.
Bytes tile_by_definition(NaiveTree& tree, const TileId& id) {
    Bytes bytes;
    const std::size_t span = std::size_t{1} << (8 * id.level);
    for (std::size_t i = 0; i < id.width; ++i) {
        const std::size_t begin = (id.index * 256 + i) * span;
        append(bytes, tree.root(begin, begin + span).view());
    }
    return bytes;
}

TEST_CASE("a log of 70,000 entries has the files of the specification's example",
          "[core][merkle]") {
    constexpr std::size_t kSize = 70000;
    MemoryLog log;
    log.append_some(kSize);
    log.publish();
    NaiveTree tree(some_leaves(kSize));
    CHECK(log.builder.root() == tree.root(0, kSize));

    // 273 + 1 full tiles and 3 partial ones, 273 full bundles and a partial one.
    CHECK(log.files.size() == 274 + 3 + 273 + 1);
    for (const TileId& id : new_tiles(0, kSize)) {
        CAPTURE(to_path(id));
        REQUIRE(log.files.count(to_path(id)) == 1);
        REQUIRE(log.files.at(to_path(id)) == tile_by_definition(tree, id));
    }
    std::size_t index = 0;
    for (const BundleId& id : new_bundles(0, kSize)) {
        CAPTURE(to_path(id));
        REQUIRE(log.files.count(to_path(id)) == 1);
        const auto entries = parse_bundle(log.files.at(to_path(id)));
        REQUIRE(entries);
        REQUIRE(entries->size() == id.width);
        for (const ByteView entry : *entries) {
            REQUIRE(std::ranges::equal(entry, some_entry(index++).view()));
        }
    }
    CHECK(index == kSize);
    for (const char* path : {"tile/0/273.p/112", "tile/1/001.p/17", "tile/2/000.p/1", "tile/0/272",
                             "tile/1/000", "tile/entries/272", "tile/entries/273.p/112"}) {
        CAPTURE(path);
        CHECK(log.files.count(path) == 1);
    }
}

TEST_CASE("a full tile is given out with the entry that fills it", "[core][merkle]") {
    TileBuilder builder;
    std::vector<TileFile> completed;
    for (std::uint64_t i = 0; i < 600; ++i) {
        REQUIRE(builder.append(some_entry(i).view(), completed));
        REQUIRE(completed.size() == builder.size() / 256 * 2);
        REQUIRE(builder.size() == i + 1);
    }
    CHECK(completed[0].path == "tile/0/000");
    CHECK(completed[1].path == "tile/entries/000");
    CHECK(completed[2].path == "tile/0/001");
    CHECK(completed[3].path == "tile/entries/001");
}

TEST_CASE("an entry that is too long changes nothing", "[core][merkle]") {
    MemoryLog log;
    log.append_some(3);
    const Digest root = log.builder.root();
    std::vector<TileFile> completed;
    const auto refused = log.builder.append(Bytes(65536), completed);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::invalid);
    CHECK(log.builder.size() == 3);
    CHECK(log.builder.root() == root);
}

bool same_files(const std::vector<TileFile>& some, const std::vector<TileFile>& others) {
    return std::ranges::equal(some, others, [](const TileFile& a, const TileFile& b) {
        return a.path == b.path && a.bytes == b.bytes;
    });
}

TEST_CASE("a builder resumed at any size goes on as a straight run does", "[core][merkle]") {
    MemoryLog log;
    for (std::size_t size = 0; size < 1100; ++size) {
        CAPTURE(size);
        log.publish();
        auto resumed = TileBuilder::resume(log.builder.head(), log.reader());
        REQUIRE(resumed);
        REQUIRE(resumed->size() == size);
        REQUIRE(same_files(resumed->partials(), log.builder.partials()));

        std::vector<TileFile> completed;
        REQUIRE(resumed->append(some_entry(size).view(), completed));
        log.append_some(1);
        REQUIRE(resumed->head() == log.builder.head());
        for (const TileFile& file : completed) REQUIRE(log.files.at(file.path) == file.bytes);
    }
}

TEST_CASE("a builder resumes across three levels", "[core][merkle]") {
    MemoryLog log;
    log.append_some(65536 + 256 * 3 + 7);
    log.publish();
    const auto resumed = TileBuilder::resume(log.builder.head(), log.reader()).value();
    CHECK(same_files(resumed.partials(), log.builder.partials()));
    CHECK(resumed.frontier().peaks() == log.builder.frontier().peaks());
}

TEST_CASE("a builder resumes from full tiles when the partial ones were deleted",
          "[core][merkle]") {
    MemoryLog log;
    log.append_some(300);
    const TreeHead older = log.builder.head();
    log.publish();
    const auto partials = log.builder.partials();
    log.append_some(300);
    log.publish();
    for (const std::string& path : replaced_partials(300, 600)) log.files.erase(path);
    const auto resumed = TileBuilder::resume(older, log.reader());
    REQUIRE(resumed);
    CHECK(same_files(resumed->partials(), partials));
}

struct Damage {
    const char* what;
    void (*to)(Bytes& bytes);
};

TEST_CASE("a builder refuses to resume from a damaged tile or bundle", "[core][merkle]") {
    MemoryLog log;
    log.append_some(256 * 3 + 7);
    log.publish();
    const std::string path = GENERATE("tile/0/003.p/7", "tile/1/000.p/3", "tile/entries/003.p/7");
    const auto damage = GENERATE(values<Damage>(
        {{"a flipped bit", [](Bytes& bytes) { bytes[bytes.size() / 2] ^= 1; }},
         {"a flipped last bit", [](Bytes& bytes) { bytes.back() ^= 0x80; }},
         {"a byte less", [](Bytes& bytes) { bytes.pop_back(); }},
         {"a byte more", [](Bytes& bytes) { bytes.push_back(0); }},
         {"a hash or entry less",
          [](Bytes& b) { b.erase(b.begin(), b.begin() + (b.size() % 32 == 0 ? 32 : 34)); }},
         {"no byte", [](Bytes& bytes) { bytes.clear(); }}}));
    CAPTURE(path, damage.what);
    damage.to(log.files.at(path));
    const auto resumed = TileBuilder::resume(log.builder.head(), log.reader());
    REQUIRE_FALSE(resumed);
    CHECK(resumed.error().code == ErrorCode::corrupt);
}

TEST_CASE("a builder refuses to resume under another root", "[core][merkle]") {
    MemoryLog log;
    log.append_some(256);
    log.publish();
    const auto resumed = TileBuilder::resume({256, hash_empty()}, log.reader());
    REQUIRE_FALSE(resumed);
    CHECK(resumed.error().code == ErrorCode::corrupt);
    CHECK_FALSE(TileBuilder::resume({0, some_entry(0)}, log.reader()));
    CHECK(TileBuilder::resume({0, hash_empty()}, log.reader()));
}

TEST_CASE("a builder says which file it misses", "[core][merkle]") {
    MemoryLog log;
    log.append_some(300);
    log.publish();
    const std::string path = GENERATE("tile/0/001.p/44", "tile/1/000.p/1", "tile/entries/001.p/44");
    log.files.erase(path);
    const auto resumed = TileBuilder::resume(log.builder.head(), log.reader());
    REQUIRE_FALSE(resumed);
    CHECK(resumed.error().code == ErrorCode::not_found);
    CHECK(resumed.error().message.find(path) != std::string::npos);
}

TEST_CASE("a reader's failure is passed on and not taken for a deleted tile", "[core][merkle]") {
    MemoryLog log;
    log.append_some(300);
    log.publish();
    const TileReader broken = [](const std::string&) -> Result<Bytes> {
        return Error{ErrorCode::unavailable, "disk on fire"};
    };
    const auto resumed = TileBuilder::resume(log.builder.head(), broken);
    REQUIRE_FALSE(resumed);
    CHECK(resumed.error().code == ErrorCode::unavailable);
}

}  // namespace
}  // namespace fallbuch
