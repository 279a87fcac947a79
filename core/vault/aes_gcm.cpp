#include "core/vault/aes_gcm.h"

#include <nettle/gcm.h>
#include <openssl/crypto.h>
#include <pthread.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <cstring>

#include "core/base/assert.h"
#include "core/base/bytes.h"
#include "core/base/random.h"
#include "core/base/result.h"

namespace fallbuch {
namespace {

// Sets key, nonce and associated data in the state of this thread, which is large: 4 KiB of table.
gcm_aes256_ctx& begin(const GcmInput& input) {
    LEDGER_ASSERT(input.key.size() == kGcmKeyBytes);
    LEDGER_ASSERT(input.nonce.size() == kGcmNonceBytes);
    thread_local gcm_aes256_ctx state;
    gcm_aes256_set_key(&state, input.key.data());
    gcm_aes256_set_iv(&state, input.nonce.size(), input.nonce.data());
    gcm_aes256_update(&state, input.associated.size(), input.associated.data());
    return state;
}

// A forked child inherits its parent's buffer and must not use it.
std::uint64_t fork_count() {
    static std::atomic<std::uint64_t> forks{0};
    static const int registered = pthread_atfork(nullptr, nullptr, [] { ++forks; });
    LEDGER_ASSERT(registered == 0);
    return forks.load(std::memory_order_relaxed);
}

struct NonceBuffer {
    static constexpr std::size_t kNonces = 341;  // just under 4 KiB
    std::array<std::uint8_t, kNonces * kGcmNonceBytes> bytes{};
    std::size_t used_bytes = bytes.size();
    std::uint64_t drawn_at_fork = 0;

    NonceBuffer() = default;
    NonceBuffer(const NonceBuffer&) = delete;
    NonceBuffer& operator=(const NonceBuffer&) = delete;
    ~NonceBuffer() { OPENSSL_cleanse(bytes.data(), bytes.size()); }
};

}  // namespace

void gcm_seal(const GcmInput& input, ByteView plaintext, MutableByteView out) {
    LEDGER_ASSERT(out.size() == plaintext.size() + kGcmTagBytes);
    gcm_aes256_ctx& state = begin(input);
    gcm_aes256_encrypt(&state, plaintext.size(), out.data(), plaintext.data());
    gcm_aes256_digest(&state, kGcmTagBytes, out.data() + plaintext.size());
}

bool gcm_open(const GcmInput& input, ByteView sealed, MutableByteView plaintext) {
    LEDGER_ASSERT(sealed.size() == plaintext.size() + kGcmTagBytes);
    gcm_aes256_ctx& state = begin(input);
    gcm_aes256_decrypt(&state, plaintext.size(), plaintext.data(), sealed.data());
    std::array<std::uint8_t, kGcmTagBytes> tag;
    gcm_aes256_digest(&state, tag.size(), tag.data());
    if (CRYPTO_memcmp(tag.data(), sealed.data() + plaintext.size(), tag.size()) == 0) return true;
    OPENSSL_cleanse(plaintext.data(), plaintext.size());
    return false;
}

Result<std::array<std::uint8_t, kGcmNonceBytes>> fresh_nonce() {
    thread_local NonceBuffer buffer;
    const std::uint64_t forks = fork_count();
    if (buffer.used_bytes == buffer.bytes.size() || buffer.drawn_at_fork != forks) {
        buffer.used_bytes = buffer.bytes.size();
        RETURN_IF_ERROR(SystemRandom().fill(buffer.bytes));
        buffer.used_bytes = 0;
        buffer.drawn_at_fork = forks;
    }
    std::array<std::uint8_t, kGcmNonceBytes> nonce;
    std::uint8_t* const source = buffer.bytes.data() + buffer.used_bytes;
    std::memcpy(nonce.data(), source, nonce.size());
    OPENSSL_cleanse(source, nonce.size());
    buffer.used_bytes += nonce.size();
    return nonce;
}

}  // namespace fallbuch
