#include "core/vault/master_key.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>
#include <string_view>

#include "core/base/bytes.h"
#include "core/base/file.h"
#include "core/base/posix_file.h"
#include "core/base/random.h"
#include "core/base/result.h"
#include "tests/core/vault/vault_builder.h"
#include "tests/support/temporary_directory.h"

namespace fallbuch {
namespace {

// 32 times 0x01; SHA-256 of it begins 72cd6e84 (sha256sum).
constexpr std::string_view kLine =
    "fallbuch-master-key+72cd6e84+AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=\n";

ErrorCode refusal(std::string_view text) {
    const auto key = MasterKey::parse(text);
    REQUIRE_FALSE(key);
    return key.error().code;
}

TEST_CASE("a key file's line is read and written the same", "[core][vault]") {
    const auto key = MasterKey::parse(kLine);
    REQUIRE(key);
    CHECK(std::ranges::equal(key->view(), Bytes(32, 1)));
    CHECK(key->to_text() == kLine);
    CHECK(MasterKey::parse(kLine.substr(0, kLine.size() - 1)));
}

TEST_CASE("two generated master keys differ", "[core][vault]") {
    SystemRandom random;
    const auto first = MasterKey::generate(random);
    const auto second = MasterKey::generate(random);
    REQUIRE((first && second));
    CHECK_FALSE(std::ranges::equal(first->view(), second->view()));
    CHECK(MasterKey::parse(first->to_text()));
}

TEST_CASE("a failing generator makes no master key", "[core][vault]") {
    FailingRandom random;
    const auto key = MasterKey::generate(random);
    REQUIRE_FALSE(key);
    CHECK(key.error().code == ErrorCode::unavailable);
}

TEST_CASE("what is no key file is invalid, a damaged key corrupt", "[core][vault]") {
    CHECK(refusal("") == ErrorCode::invalid);
    CHECK(refusal("fallbuch-master-key+72cd6e84") == ErrorCode::invalid);
    CHECK(refusal("fallbuch-master-key+72CD6E84+" + std::string(kLine.substr(29))) ==
          ErrorCode::invalid);
    CHECK(refusal("fallbuch-master-key+72cd6e84+AQEB") == ErrorCode::invalid);
    CHECK(refusal(std::string(kLine) + "\n") == ErrorCode::invalid);
    for (std::size_t bit = 0; bit < (kLine.size() - 1) * 8; ++bit) {
        std::string flipped(kLine);
        flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << (bit % 8)));
        CAPTURE(bit, flipped);
        const ErrorCode code = refusal(flipped);
        CHECK((code == ErrorCode::invalid || code == ErrorCode::corrupt));
    }
    CHECK(refusal("fallbuch-master-key+72cd6e85+AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=") ==
          ErrorCode::corrupt);
}

TEST_CASE("a key file is read from its path, which errors name", "[core][vault]") {
    PosixFileSystem files;
    const TemporaryDirectory folder;
    const std::string path = folder / "master.key";
    const auto missing = MasterKey::read(files, path);
    REQUIRE_FALSE(missing);
    CHECK(missing.error().code == ErrorCode::not_found);
    CHECK(missing.error().message.find(path) != std::string::npos);

    REQUIRE(replace_file(files, path, as_bytes(kLine), Durability::none));
    const auto key = MasterKey::read(files, path);
    REQUIRE(key);
    CHECK(key->to_text() == kLine);

    REQUIRE(replace_file(files, path, as_bytes("no key"), Durability::none));
    const auto wrong = MasterKey::read(files, path);
    REQUIRE_FALSE(wrong);
    CHECK(wrong.error().code == ErrorCode::invalid);
    CHECK(wrong.error().message.find(path) != std::string::npos);
}

}  // namespace
}  // namespace fallbuch
