#include "core/base/result.h"

#include <catch2/catch.hpp>
#include <memory>
#include <string>

namespace fallbuch {
namespace {

Result<int> half(int number) {
    if (number % 2 != 0) {
        return Error{ErrorCode::invalid, "half: odd (" + std::to_string(number) + ")"};
    }
    return number / 2;
}

Result<std::unique_ptr<int>> boxed_quarter(int number) {
    ASSIGN_OR_RETURN(const int once, half(number));
    ASSIGN_OR_RETURN(const int twice, half(once));
    return std::make_unique<int>(twice);
}

Result<int> unboxed_quarter(int number) {
    ASSIGN_OR_RETURN(const std::unique_ptr<int> box, boxed_quarter(number));
    return *box;
}

Status check_even(int number) {
    RETURN_IF_ERROR(half(number));
    return {};
}

}  // namespace

TEST_CASE("a result hands its value or its error through every caller", "[core][base]") {
    CHECK(*unboxed_quarter(12) == 3);
    const auto refused = unboxed_quarter(6);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::invalid);
    CHECK(refused.error().message == "half: odd (3)");
    CHECK(check_even(4));
    REQUIRE_FALSE(check_even(5));
    CHECK(check_even(5).error().message == "half: odd (5)");
}

TEST_CASE("an error keeps its code when its place is put in front", "[core][base]") {
    const Error error = Error{ErrorCode::corrupt, "frame: bad checksum"}.in("segment 3");
    CHECK(error.code == ErrorCode::corrupt);
    CHECK(error.message == "segment 3: frame: bad checksum");
}

TEST_CASE("error codes are named as on the wire", "[core][base]") {
    CHECK(to_string(ErrorCode::invalid) == "invalid");
    CHECK(to_string(ErrorCode::not_found) == "not_found");
    CHECK(to_string(ErrorCode::conflict) == "conflict");
    CHECK(to_string(ErrorCode::denied) == "denied");
    CHECK(to_string(ErrorCode::corrupt) == "corrupt");
    CHECK(to_string(ErrorCode::unavailable) == "unavailable");
}

}  // namespace fallbuch
