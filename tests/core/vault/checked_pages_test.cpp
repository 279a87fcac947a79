#include "core/vault/checked_pages.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstddef>
#include <cstdint>
#include <string>

#include "core/base/bytes.h"
#include "core/base/file.h"
#include "core/base/result.h"
#include "core/codec/digest.h"
#include "core/codec/wire.h"
#include "tests/core/vault/vault_builder.h"

namespace fallbuch {
namespace {

TEST_CASE("a VFS that SQLite does not know cannot be covered", "[core][vault]") {
    const auto pages = CheckedPages::over("no such VFS");
    REQUIRE_FALSE(pages);
    CHECK(pages.error().code == ErrorCode::unavailable);
}

TEST_CASE("every page ends with the documented digest", "[core][vault]") {
    VaultBuilder builder;
    builder.create();
    const auto file = read_file(builder.files, VaultBuilder::kPath, std::uint64_t{1} << 20);
    REQUIRE(file);
    REQUIRE(file->size() >= 4096);
    REQUIRE(file->size() % 4096 == 0);
    for (std::size_t page = 0; page < file->size() / 4096; ++page) {
        CAPTURE(page);
        const ByteView bytes = ByteView(*file).subspan(page * 4096, 4096);
        Bytes index;
        WireWriter(index).fixed(std::uint64_t{page});
        const Digest digest = sha256({index, bytes.first(4080)});
        CHECK(std::ranges::equal(bytes.last(16), digest.view().first(16)));
    }
}

TEST_CASE("any SQLite can read the key store", "[core][vault]") {
    VaultBuilder builder;
    builder.create();
    CHECK(builder.run_sql("SELECT format FROM meta", VaultBuilder::Pages::plain) == "1");
    CHECK(builder.run_sql("PRAGMA integrity_check", VaultBuilder::Pages::plain) == "ok");
}

}  // namespace
}  // namespace fallbuch
