// The keyed function from which span keys come: AES-256-CMAC (RFC 4493, NIST SP 800-38B) and the
// counter-mode KDF of NIST SP 800-108 rev. 1 over it.
//
// Both blocks of a derived key need one CMAC each, over inputs that differ only in the counter.
// They advance side by side, so that AES works on two independent blocks in every step.
#pragma once

#include <nettle/aes.h>

#include <array>
#include <cstddef>
#include <cstdint>

#include "core/base/bytes.h"

namespace fallbuch {

// An AES-256 key with its schedule and its two CMAC subkeys. Immutable, wiped when destroyed;
// callable from any thread.
class CmacKey {
public:
    static constexpr std::size_t kKeyBytes = 32;
    static constexpr std::size_t kMacBytes = 16;
    static constexpr std::size_t kDerivedBytes = 32;

    // `key` has kKeyBytes bytes.
    explicit CmacKey(ByteView key);
    CmacKey(const CmacKey&) = delete;
    CmacKey& operator=(const CmacKey&) = delete;
    ~CmacKey();

    // The MACs of two messages of the same length into `out`, one behind the other.
    void mac_pair(ByteView left, ByteView right, MutableByteView out) const;

    // SP 800-108 section 4.1, counter of 32 bits in front, 256 bits out:
    // CMAC(1 || fixed_input) || CMAC(2 || fixed_input). `out` has kDerivedBytes bytes.
    void derive(ByteView fixed_input, MutableByteView out) const;

private:
    aes256_ctx schedule_;
    std::array<std::uint8_t, kMacBytes> whole_subkey_{};  // K1: the last block is full
    std::array<std::uint8_t, kMacBytes> short_subkey_{};  // K2: the last block is padded
};

}  // namespace fallbuch
