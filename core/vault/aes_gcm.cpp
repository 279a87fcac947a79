#include "core/vault/aes_gcm.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <pthread.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <utility>

#include "core/base/assert.h"
#include "core/base/bytes.h"
#include "core/base/random.h"
#include "core/base/result.h"

namespace fallbuch {
namespace {

Error failed(const char* what) {
    return Error{ErrorCode::unavailable, std::string("AES-256-GCM: OpenSSL cannot ") + what};
}

struct ContextDeleter {
    void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};
struct CipherDeleter {
    void operator()(EVP_CIPHER* cipher) const { EVP_CIPHER_free(cipher); }
};
using Context = std::unique_ptr<EVP_CIPHER_CTX, ContextDeleter>;

// Looking the cipher up costs more than using it, so each thread does it once for each direction.
Result<EVP_CIPHER_CTX*> thread_context(bool sealing) {
    thread_local const std::unique_ptr<EVP_CIPHER, CipherDeleter> cipher(
        EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr));
    thread_local std::array<Context, 2> contexts;
    Context& context = contexts[sealing ? 1 : 0];
    if (context) return context.get();
    Context made(EVP_CIPHER_CTX_new());
    if (!cipher || !made ||
        EVP_CipherInit_ex2(made.get(), cipher.get(), nullptr, nullptr, sealing ? 1 : 0, nullptr) !=
            1) {
        return failed("prepare the cipher");
    }
    context = std::move(made);
    return context.get();
}

// Sets key, nonce and associated data.
Result<EVP_CIPHER_CTX*> begin(const GcmInput& input, bool sealing) {
    LEDGER_ASSERT(input.key.size() == kGcmKeyBytes);
    LEDGER_ASSERT(input.nonce.size() == kGcmNonceBytes);
    ASSIGN_OR_RETURN(EVP_CIPHER_CTX* const context, thread_context(sealing));
    int done_bytes = 0;
    if (EVP_CipherInit_ex2(context, nullptr, input.key.data(), input.nonce.data(), -1, nullptr) !=
            1 ||
        EVP_CipherUpdate(context, nullptr, &done_bytes, input.associated.data(),
                         static_cast<int>(input.associated.size())) != 1) {
        return failed("set key, nonce and associated data");
    }
    return context;
}

bool transform(EVP_CIPHER_CTX* context, ByteView in, std::uint8_t* out) {
    // An empty message must not reach EVP with a null output: that would mean associated data.
    if (in.empty()) return true;
    int done_bytes = 0;
    return EVP_CipherUpdate(context, out, &done_bytes, in.data(), static_cast<int>(in.size())) ==
               1 &&
           static_cast<std::size_t>(done_bytes) == in.size();
}

std::array<OSSL_PARAM, 2> tag_parameter(std::uint8_t* tag) {
    return {OSSL_PARAM_construct_octet_string(OSSL_CIPHER_PARAM_AEAD_TAG, tag, kGcmTagBytes),
            OSSL_PARAM_construct_end()};
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

Status gcm_seal(const GcmInput& input, ByteView plaintext, MutableByteView out) {
    LEDGER_ASSERT(out.size() == plaintext.size() + kGcmTagBytes);
    ASSIGN_OR_RETURN(EVP_CIPHER_CTX* const context, begin(input, true));
    std::uint8_t* const tag = out.data() + plaintext.size();
    int done_bytes = 0;
    if (!transform(context, plaintext, out.data()) ||
        EVP_CipherFinal_ex(context, tag, &done_bytes) != 1) {
        return failed("seal");
    }
    auto parameters = tag_parameter(tag);
    if (EVP_CIPHER_CTX_get_params(context, parameters.data()) != 1) return failed("give the tag");
    return {};
}

Result<bool> gcm_open(const GcmInput& input, ByteView sealed, MutableByteView plaintext) {
    LEDGER_ASSERT(sealed.size() == plaintext.size() + kGcmTagBytes);
    ASSIGN_OR_RETURN(EVP_CIPHER_CTX* const context, begin(input, false));
    std::array<std::uint8_t, kGcmTagBytes> tag;
    std::memcpy(tag.data(), sealed.data() + plaintext.size(), tag.size());
    auto parameters = tag_parameter(tag.data());
    if (EVP_CIPHER_CTX_set_params(context, parameters.data()) != 1) return failed("take the tag");
    if (!transform(context, sealed.first(plaintext.size()), plaintext.data())) {
        return failed("open");
    }
    int done_bytes = 0;
    if (EVP_CipherFinal_ex(context, tag.data(), &done_bytes) == 1) return true;
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
