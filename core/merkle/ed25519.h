// Ed25519 signatures (RFC 8032), by OpenSSL.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "core/base/bytes.h"
#include "core/base/result.h"

namespace fallbuch {

inline constexpr std::size_t kEd25519KeyBytes = 32;  // a seed, and a public key
inline constexpr std::size_t kEd25519SignatureBytes = 64;

using Ed25519PublicKey = std::array<std::uint8_t, kEd25519KeyBytes>;
using Ed25519Signature = std::array<std::uint8_t, kEd25519SignatureBytes>;

// A private key: wiped when destroyed. Immutable; callable from any thread.
class Ed25519Key {
public:
    // invalid if the seed has not 32 bytes; unavailable if this OpenSSL offers no Ed25519.
    static Result<Ed25519Key> from_seed(ByteView seed);
    Ed25519Key(const Ed25519Key&) = default;
    Ed25519Key& operator=(const Ed25519Key&) = default;
    ~Ed25519Key();

    ByteView seed() const { return seed_; }  // secret
    const Ed25519PublicKey& public_key() const { return public_key_; }
    // Deterministic: one message has one signature. unavailable as from_seed.
    Result<Ed25519Signature> sign(ByteView message) const;

private:
    Ed25519Key() = default;
    std::array<std::uint8_t, kEd25519KeyBytes> seed_{};
    Ed25519PublicKey public_key_{};
};

// Success if the signature is of that message by that key; invalid if not; unavailable as above.
Status ed25519_verify(const Ed25519PublicKey& key, ByteView message, ByteView signature);

}  // namespace fallbuch
