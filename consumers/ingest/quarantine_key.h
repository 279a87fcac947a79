// With which key are refused events sealed, and how is the same text known again?
//
//   quarantine key = 32 random bytes, the vault's secret "quarantine key"
//   cipher key     = HMAC-SHA-256(quarantine key, "fallbuch refused cipher key v1")
//   sealed         = nonce:12 || AES-256-GCM ciphertext || tag:16
//   fingerprint    = HMAC-SHA-256(quarantine key, "fallbuch refused fingerprint v1" || text),
//                    its first 16 bytes: without the key nobody can guess which text it is; of a
//                    text whose end was let go the same of its beginning || all its bytes:u64
//                    || line number:u64
//   key check      = HMAC-SHA-256(quarantine key, "fallbuch refused key check v1"), the same
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "core/base/bytes.h"
#include "core/base/ids.h"
#include "core/base/random.h"
#include "core/base/result.h"
#include "core/codec/digest.h"
#include "core/vault/vault.h"

namespace fallbuch {

using RefusedFingerprint = Id16<struct RefusedFingerprintTag>;
using QuarantineKeyCheck = Id16<struct QuarantineKeyCheckTag>;

// Immutable, wiped when destroyed; callable from any thread.
class QuarantineKey {
public:
    static constexpr std::size_t kBytes = 32;
    static constexpr std::size_t kSealingOverheadBytes = 12 + 16;

    // not_found if the vault has none yet, corrupt if it has no kBytes bytes.
    static Result<QuarantineKey> find(Vault& vault);
    // Makes it if there is none yet; it is then durable.
    static Result<QuarantineKey> find_or_make(Vault& vault, Random& random);

    QuarantineKey(const QuarantineKey&) = default;
    QuarantineKey& operator=(const QuarantineKey&) = default;
    ~QuarantineKey();

    RefusedFingerprint fingerprint(ByteView text) const;
    QuarantineKeyCheck key_check() const;

    // Appends the sealed text to `out`; unavailable if random bytes or OpenSSL fail.
    Status seal(Random& random, ByteView associated, ByteView text, Bytes& out) const;
    // corrupt if key, associated bytes or text are not those that were sealed.
    Result<Bytes> open(ByteView associated, ByteView sealed) const;

private:
    explicit QuarantineKey(ByteView key);

    HmacSha256 hmac_;
    std::array<std::uint8_t, kBytes> cipher_key_{};
};

}  // namespace fallbuch
