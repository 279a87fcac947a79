#include "core/codec/decimal.h"

#include <catch2/catch.hpp>

#include <limits>
#include <string>

namespace fallbuch {
namespace {

TEST_CASE("a decimal number is read as it was written", "[core][codec]") {
    const std::uint64_t value =
        GENERATE(as<std::uint64_t>{}, 0, 1, 9, 10, 256, std::numeric_limits<std::uint64_t>::max());
    CHECK(parse_decimal(std::to_string(value)).value() == value);
}

TEST_CASE("a decimal number that could be written differently is refused", "[core][codec]") {
    const std::string text = GENERATE("", "00", "01", "+1", "-1", " 1", "1 ", "1\n", "1.0", "0x1",
                                      "1e3", "18446744073709551616", "99999999999999999999999");
    CAPTURE(text);
    const auto value = parse_decimal(text);
    REQUIRE_FALSE(value);
    CHECK(value.error().code == ErrorCode::invalid);
}

}  // namespace
}  // namespace fallbuch
