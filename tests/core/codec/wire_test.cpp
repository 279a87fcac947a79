#include "core/codec/wire.h"

#include <catch2/catch.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>

#include "core/base/bytes.h"

namespace fallbuch {
namespace {

TEST_CASE("a filler writes what a writer writes, and says where it ends", "[core][codec]") {
    const std::uint64_t value =
        GENERATE(std::uint64_t{0}, std::uint64_t{127}, std::uint64_t{128}, std::uint64_t{16'384},
                 std::numeric_limits<std::uint64_t>::max());
    const std::string text(static_cast<std::size_t>(value % 300), 'x');
    Bytes written;
    WireWriter writer(written);
    writer.varint(value);
    writer.fixed(value);
    writer.fixed(std::int64_t{-1});
    writer.text(text);
    writer.bytes(as_bytes("y"));

    Bytes filled(1000);
    WireFiller filler(filled.data());
    filler.varint(value);
    filler.fixed(value);
    filler.fixed(std::int64_t{-1});
    filler.text(text);
    filler.bytes(as_bytes("y"));
    filled.resize(static_cast<std::size_t>(filler.end() - filled.data()));
    CHECK(filled == written);
}

}  // namespace
}  // namespace fallbuch
