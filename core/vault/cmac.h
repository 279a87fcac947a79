// The keyed function from which span keys come: AES-256-CMAC (RFC 4493, NIST SP 800-38B) and the
// counter-mode KDF of NIST SP 800-108 rev. 1 over it.
//
// Both blocks of a derived key need one CMAC each, over inputs that differ only in the counter.
// They advance side by side, so that AES works on two independent blocks in every step.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "core/base/bytes.h"
#include "core/base/result.h"

namespace fallbuch {

// An AES-256 key with its two CMAC subkeys. Immutable, wiped when destroyed; callable from any
// thread: the AES key schedule lives in a context of the calling thread, which keeps the schedule
// of the key it used last (until it uses another one or ends).
class CmacKey {
public:
    static constexpr std::size_t kKeyBytes = 32;
    static constexpr std::size_t kMacBytes = 16;
    static constexpr std::size_t kDerivedBytes = 32;

    // `key` has kKeyBytes bytes; unavailable if OpenSSL cannot prepare it.
    static Result<CmacKey> from_bytes(ByteView key);

    CmacKey(const CmacKey&) = default;
    CmacKey& operator=(const CmacKey&) = default;
    ~CmacKey();

    // The MACs of two messages of the same length into `out`, one behind the other.
    Status mac_pair(ByteView left, ByteView right, MutableByteView out) const;

    // SP 800-108 section 4.1, counter of 32 bits in front, 256 bits out:
    // CMAC(1 || fixed_input) || CMAC(2 || fixed_input). `out` has kDerivedBytes bytes.
    Status derive(ByteView fixed_input, MutableByteView out) const;

private:
    CmacKey() = default;

    std::array<std::uint8_t, kKeyBytes> key_{};
    std::array<std::uint8_t, kMacBytes> whole_subkey_{};  // K1: the last block is full
    std::array<std::uint8_t, kMacBytes> short_subkey_{};  // K2: the last block is padded
    std::uint64_t identity_ = 0;  // tells a thread whether its schedule is this key's
};

}  // namespace fallbuch
