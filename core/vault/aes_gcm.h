// AES-256-GCM (NIST SP 800-38D) with nonces of 96 bits and tags of 128 bits.
//
// Callable from any thread: each thread has a state of its own, which holds the schedule of the
// key it used last until it uses another one or ends.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "core/base/bytes.h"
#include "core/base/result.h"

namespace fallbuch {

inline constexpr std::size_t kGcmKeyBytes = 32;
inline constexpr std::size_t kGcmNonceBytes = 12;
inline constexpr std::size_t kGcmTagBytes = 16;

// Everything but the message. A nonce must never be used twice under one key.
struct GcmInput {
    ByteView key;
    ByteView nonce;
    ByteView associated;
};

// Writes ciphertext and tag into `out`, which has kGcmTagBytes more bytes than the plaintext.
// Plaintext and `out` do not overlap.
void gcm_seal(const GcmInput& input, ByteView plaintext, MutableByteView out);

// Opens ciphertext || tag into `plaintext`, which has kGcmTagBytes fewer bytes. False if key,
// nonce, associated data or bytes are not those that were sealed: `plaintext` is then wiped.
bool gcm_open(const GcmInput& input, ByteView sealed, MutableByteView plaintext);

// Twelve bytes from the system's generator, never handed out twice, not even to a forked child.
// Drawn in blocks per thread and wiped once handed out. unavailable if the generator fails.
Result<std::array<std::uint8_t, kGcmNonceBytes>> fresh_nonce();

}  // namespace fallbuch
