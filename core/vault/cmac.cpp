#include "core/vault/cmac.h"

#include <nettle/aes.h>
#include <openssl/crypto.h>

#include <array>
#include <cstdint>
#include <cstring>

#include "core/base/assert.h"
#include "core/base/bytes.h"

namespace fallbuch {
namespace {

constexpr std::size_t kBlockBytes = 16;
constexpr std::size_t kFixedInputBytesMax = 252;
using Block = std::array<std::uint8_t, kBlockBytes>;
using BlockPair = std::array<std::uint8_t, 2 * kBlockBytes>;

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

CmacKey::CmacKey(ByteView key) {
    LEDGER_ASSERT(key.size() == kKeyBytes);
    aes256_set_encrypt_key(&schedule_, key.data());
    Block zero{};
    aes256_encrypt(&schedule_, zero.size(), zero.data(), zero.data());
    whole_subkey_ = doubled(zero);
    short_subkey_ = doubled(whole_subkey_);
    OPENSSL_cleanse(zero.data(), zero.size());
}

CmacKey::~CmacKey() {
    OPENSSL_cleanse(&schedule_, sizeof schedule_);
    OPENSSL_cleanse(whole_subkey_.data(), whole_subkey_.size());
    OPENSSL_cleanse(short_subkey_.data(), short_subkey_.size());
}

void CmacKey::mac_pair(ByteView left, ByteView right, MutableByteView out) const {
    LEDGER_ASSERT(left.size() == right.size());
    LEDGER_ASSERT(out.size() == 2 * kMacBytes);
    BlockPair state{};
    std::size_t done_bytes = 0;
    for (; done_bytes + kBlockBytes < left.size(); done_bytes += kBlockBytes) {
        add(state.data(), left.data() + done_bytes, kBlockBytes);
        add(state.data() + kBlockBytes, right.data() + done_bytes, kBlockBytes);
        aes256_encrypt(&schedule_, state.size(), state.data(), state.data());
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
    aes256_encrypt(&schedule_, state.size(), state.data(), state.data());
    std::memcpy(out.data(), state.data(), state.size());
    OPENSSL_cleanse(state.data(), state.size());
}

void CmacKey::derive(ByteView fixed_input, MutableByteView out) const {
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
    mac_pair(ByteView(first.data(), size_bytes), ByteView(second.data(), size_bytes), out);
}

}  // namespace fallbuch
