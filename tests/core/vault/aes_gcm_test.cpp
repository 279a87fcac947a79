#include "core/vault/aes_gcm.h"

#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <set>
#include <string_view>

#include "core/base/bytes.h"
#include "core/codec/hex.h"
#include "tests/core/vault/gcm_vectors.h"

namespace fallbuch {
namespace {

Bytes bytes_of(std::string_view hex) { return from_hex(hex).value(); }

TEST_CASE("AES-256-GCM opens what NIST's vectors open and nothing else", "[core][vault]") {
    int opened_count = 0;
    int refused_count = 0;
    for (const GcmVector& vector : gcm_vectors()) {
        CAPTURE(vector.plaintext_bits, vector.associated_bits, vector.count);
        const Bytes key = bytes_of(vector.key);
        const Bytes nonce = bytes_of(vector.nonce);
        const Bytes associated = bytes_of(vector.associated);
        Bytes sealed = bytes_of(vector.ciphertext);
        append(sealed, bytes_of(vector.tag));
        Bytes plaintext(sealed.size() - kGcmTagBytes, 0xee);
        const bool opened = gcm_open({key, nonce, associated}, sealed, plaintext);
        if (vector.plaintext == "FAIL") {
            ++refused_count;
            CHECK_FALSE(opened);
            CHECK(std::ranges::all_of(plaintext, [](std::uint8_t byte) { return byte == 0; }));
            continue;
        }
        ++opened_count;
        REQUIRE(opened);
        CHECK(to_hex(plaintext) == vector.plaintext);
        Bytes again(sealed.size());
        gcm_seal({key, nonce, associated}, plaintext, again);
        CHECK(again == sealed);
    }
    CHECK(opened_count == 20);
    CHECK(refused_count == 20);
}

TEST_CASE("no nonce comes twice", "[core][vault]") {
    std::set<std::array<std::uint8_t, kGcmNonceBytes>> seen;
    for (int i = 0; i < 2000; ++i) {
        const auto nonce = fresh_nonce();
        REQUIRE(nonce);
        REQUIRE(seen.insert(*nonce).second);
    }
}

TEST_CASE("a forked child does not repeat its parent's nonces", "[core][vault]") {
    REQUIRE(fresh_nonce());  // the buffer is filled before the fork
    std::array<int, 2> pipe_ends{};
    REQUIRE(::pipe(pipe_ends.data()) == 0);
    const pid_t child = ::fork();
    if (child == 0) {
        const auto nonce = fresh_nonce();
        const bool sent = nonce && ::write(pipe_ends[1], nonce->data(), nonce->size()) ==
                                       static_cast<ssize_t>(nonce->size());
        ::_exit(sent ? 0 : 1);
    }
    REQUIRE(child > 0);
    const auto ours = fresh_nonce();
    REQUIRE(ours);
    std::array<std::uint8_t, kGcmNonceBytes> theirs{};
    REQUIRE(::read(pipe_ends[0], theirs.data(), theirs.size()) ==
            static_cast<ssize_t>(theirs.size()));
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    CHECK(WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == 0);
    CHECK(theirs != *ours);
    ::close(pipe_ends[0]);
    ::close(pipe_ends[1]);
}

}  // namespace
}  // namespace fallbuch
