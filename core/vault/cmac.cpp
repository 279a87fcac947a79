#include "core/vault/cmac.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <utility>

#include "core/base/assert.h"
#include "core/base/bytes.h"
#include "core/base/result.h"

namespace fallbuch {
namespace {

constexpr std::size_t kBlockBytes = 16;
constexpr std::size_t kFixedInputBytesMax = 252;
using Block = std::array<std::uint8_t, kBlockBytes>;
using BlockPair = std::array<std::uint8_t, 2 * kBlockBytes>;

Error failed(const char* what) {
    return Error{ErrorCode::unavailable, std::string("AES-256-CMAC: OpenSSL cannot ") + what};
}

struct ContextDeleter {
    void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};

// AES-256 on whole blocks for one thread. Setting a key costs eight times as much as using it, so
// the last one stays.
class ThreadAes {
public:
    Status use(std::uint64_t identity, ByteView key) {
        if (identity == identity_) return {};
        identity_ = 0;
        if (!context_) RETURN_IF_ERROR(prepare());
        if (EVP_EncryptInit_ex2(context_.get(), nullptr, key.data(), nullptr, nullptr) != 1) {
            return failed("set the key");
        }
        identity_ = identity;
        return {};
    }
    Status encrypt(MutableByteView blocks) {
        int done_bytes = 0;
        const auto wanted_bytes = static_cast<int>(blocks.size());
        if (EVP_EncryptUpdate(context_.get(), blocks.data(), &done_bytes, blocks.data(),
                              wanted_bytes) != 1 ||
            done_bytes != wanted_bytes) {
            return failed("encrypt");
        }
        return {};
    }

private:
    Status prepare() {
        std::unique_ptr<EVP_CIPHER_CTX, ContextDeleter> context(EVP_CIPHER_CTX_new());
        if (!context ||
            EVP_EncryptInit_ex2(context.get(), EVP_aes_256_ecb(), nullptr, nullptr, nullptr) != 1 ||
            EVP_CIPHER_CTX_set_padding(context.get(), 0) != 1) {
            return failed("prepare the cipher");
        }
        context_ = std::move(context);
        return {};
    }

    std::unique_ptr<EVP_CIPHER_CTX, ContextDeleter> context_;
    std::uint64_t identity_ = 0;
};

ThreadAes& thread_aes() {
    thread_local ThreadAes aes;
    return aes;
}

// Copies share a key and may share its schedule; two keys never share a number.
std::uint64_t next_identity() {
    static std::atomic<std::uint64_t> last{0};
    return ++last;
}

// Multiplies by x in GF(2^128), RFC 4493 section 2.3.
Block doubled(const Block& in) {
    Block out{};
    for (std::size_t i = 0; i < kBlockBytes; ++i) {
        const unsigned next = i + 1 < kBlockBytes ? in[i + 1] : 0U;
        out[i] = static_cast<std::uint8_t>((in[i] << 1) | (next >> 7));
    }
    constexpr std::uint8_t kReduction = 0x87;
    if ((in[0] & 0x80) != 0) out.back() ^= kReduction;
    return out;
}

void add(std::uint8_t* target, const std::uint8_t* source, std::size_t count_bytes) {
    for (std::size_t i = 0; i < count_bytes; ++i) target[i] ^= source[i];
}

}  // namespace

Result<CmacKey> CmacKey::from_bytes(ByteView key) {
    LEDGER_ASSERT(key.size() == kKeyBytes);
    CmacKey made;
    std::memcpy(made.key_.data(), key.data(), kKeyBytes);
    made.identity_ = next_identity();
    Block zero{};
    RETURN_IF_ERROR(thread_aes().use(made.identity_, made.key_));
    RETURN_IF_ERROR(thread_aes().encrypt(zero));
    made.whole_subkey_ = doubled(zero);
    made.short_subkey_ = doubled(made.whole_subkey_);
    OPENSSL_cleanse(zero.data(), zero.size());
    return made;
}

CmacKey::~CmacKey() {
    OPENSSL_cleanse(key_.data(), key_.size());
    OPENSSL_cleanse(whole_subkey_.data(), whole_subkey_.size());
    OPENSSL_cleanse(short_subkey_.data(), short_subkey_.size());
}

Status CmacKey::mac_pair(ByteView left, ByteView right, MutableByteView out) const {
    LEDGER_ASSERT(left.size() == right.size());
    LEDGER_ASSERT(out.size() == 2 * kMacBytes);
    ThreadAes& aes = thread_aes();
    RETURN_IF_ERROR(aes.use(identity_, key_));

    BlockPair state{};
    std::size_t done_bytes = 0;
    for (; done_bytes + kBlockBytes < left.size(); done_bytes += kBlockBytes) {
        add(state.data(), left.data() + done_bytes, kBlockBytes);
        add(state.data() + kBlockBytes, right.data() + done_bytes, kBlockBytes);
        RETURN_IF_ERROR(aes.encrypt(state));
    }
    const std::size_t last_bytes = left.size() - done_bytes;
    add(state.data(), left.data() + done_bytes, last_bytes);
    add(state.data() + kBlockBytes, right.data() + done_bytes, last_bytes);
    constexpr std::uint8_t kPadding = 0x80;
    if (last_bytes < kBlockBytes) {
        state[last_bytes] ^= kPadding;
        state[kBlockBytes + last_bytes] ^= kPadding;
    }
    const Block& subkey = last_bytes == kBlockBytes ? whole_subkey_ : short_subkey_;
    add(state.data(), subkey.data(), kBlockBytes);
    add(state.data() + kBlockBytes, subkey.data(), kBlockBytes);
    RETURN_IF_ERROR(aes.encrypt(state));
    std::memcpy(out.data(), state.data(), state.size());
    OPENSSL_cleanse(state.data(), state.size());
    return {};
}

Status CmacKey::derive(ByteView fixed_input, MutableByteView out) const {
    LEDGER_ASSERT(fixed_input.size() <= kFixedInputBytesMax);
    constexpr std::size_t kCounterBytes = 4;
    std::array<std::uint8_t, kCounterBytes + kFixedInputBytesMax> first;
    std::array<std::uint8_t, kCounterBytes + kFixedInputBytesMax> second;
    constexpr std::array<std::uint8_t, kCounterBytes> kOne{0, 0, 0, 1};
    constexpr std::array<std::uint8_t, kCounterBytes> kTwo{0, 0, 0, 2};
    std::memcpy(first.data(), kOne.data(), kCounterBytes);
    std::memcpy(second.data(), kTwo.data(), kCounterBytes);
    std::memcpy(first.data() + kCounterBytes, fixed_input.data(), fixed_input.size());
    std::memcpy(second.data() + kCounterBytes, fixed_input.data(), fixed_input.size());
    const std::size_t size_bytes = kCounterBytes + fixed_input.size();
    return mac_pair(ByteView(first.data(), size_bytes), ByteView(second.data(), size_bytes), out);
}

}  // namespace fallbuch
