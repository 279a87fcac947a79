#include "core/vault/cmac.h"

#include <openssl/core_names.h>
#include <openssl/kdf.h>
#include <openssl/params.h>

#include <algorithm>
#include <catch2/catch.hpp>

#include <array>
#include <cstdint>
#include <memory>
#include <random>
#include <string>
#include <string_view>

#include "core/base/bytes.h"
#include "core/codec/hex.h"
#include "tests/core/vault/kdf_vectors.h"

namespace fallbuch {
namespace {

Bytes bytes_of(std::string_view hex) { return from_hex(hex).value(); }

Bytes random_bytes(std::mt19937_64& random, std::size_t count_bytes) {
    Bytes bytes(count_bytes);
    for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random());
    return bytes;
}

// OpenSSL's own SP 800-108: counter of 32 bits in front of label, 0x00, context and the length.
Bytes derived_by_openssl(const Bytes& key, std::string_view label, const Bytes& context) {
    const std::unique_ptr<EVP_KDF, decltype(&EVP_KDF_free)> kdf(
        EVP_KDF_fetch(nullptr, "KBKDF", nullptr), EVP_KDF_free);
    const std::unique_ptr<EVP_KDF_CTX, decltype(&EVP_KDF_CTX_free)> state(
        EVP_KDF_CTX_new(kdf.get()), EVP_KDF_CTX_free);
    std::string mode = "COUNTER";
    std::string mac = "CMAC";
    std::string cipher = "AES-256-CBC";
    std::array<OSSL_PARAM, 7> parameters{
        OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_MODE, mode.data(), 0),
        OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_MAC, mac.data(), 0),
        OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_CIPHER, cipher.data(), 0),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_KEY, const_cast<std::uint8_t*>(key.data()),
                                          key.size()),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_SALT, const_cast<char*>(label.data()),
                                          label.size()),
        OSSL_PARAM_construct_octet_string(
            OSSL_KDF_PARAM_INFO, const_cast<std::uint8_t*>(context.data()), context.size()),
        OSSL_PARAM_construct_end()};
    Bytes out(CmacKey::kDerivedBytes);
    REQUIRE(EVP_KDF_derive(state.get(), out.data(), out.size(), parameters.data()) == 1);
    return out;
}

TEST_CASE("CMAC gives the AES-256 examples of SP 800-38B", "[core][vault]") {
    const std::string text =
        "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51"
        "30c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710";
    const auto [size_bytes, expected] = GENERATE(table<std::size_t, std::string>({
        {0, "028962f61b7bf89efc6b551f4667d983"},
        {16, "28a7023f452e8f82bd4bf28d8c37c35c"},
        {40, "aaf3d8f1de5640c232f5b169b9c911e6"},
        {64, "e1992190549f6ed5696a2c056c315410"},
    }));
    const CmacKey key(bytes_of("603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4"));
    const Bytes message = bytes_of(text.substr(0, 2 * size_bytes));
    const Bytes other(size_bytes, 0x5a);
    std::array<std::uint8_t, 32> macs{};
    key.mac_pair(message, other, macs);
    CHECK(to_hex(ByteView(macs).first(16)) == expected);
    key.mac_pair(other, message, macs);
    CHECK(to_hex(ByteView(macs).last(16)) == expected);
}

TEST_CASE("the KDF gives the answers that NIST publishes for SP 800-108", "[core][vault]") {
    for (const KdfVector& vector : kKdfVectors) {
        CAPTURE(vector.count);
        const CmacKey key(bytes_of(vector.key));
        std::array<std::uint8_t, 32> derived{};
        key.derive(bytes_of(vector.fixed_input), derived);
        const std::string ours = to_hex(derived);
        const std::size_t digits = std::min(ours.size(), vector.output.size());
        CHECK(ours.substr(0, digits) == vector.output.substr(0, digits));
    }
}

TEST_CASE("the KDF agrees with OpenSSL's own on random inputs", "[core][vault]") {
    const std::uint64_t seed = std::random_device{}();
    CAPTURE(seed);
    std::mt19937_64 random(seed);
    for (int round = 0; round < 1000; ++round) {
        const Bytes key_bytes = random_bytes(random, 32);
        const Bytes context = random_bytes(random, 1 + random() % 60);
        Bytes fixed_input = {'s', 'p', '1', 0};
        append(fixed_input, context);
        append(fixed_input, Bytes{0, 0, 1, 0});  // 256 bits
        const CmacKey key(key_bytes);
        Bytes derived(32);
        key.derive(fixed_input, derived);
        REQUIRE(derived == derived_by_openssl(key_bytes, "sp1", context));
    }
}

}  // namespace
}  // namespace fallbuch
