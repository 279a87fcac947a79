// What protects the rows of a key store: everything that is derived from the master key.
//
//   subkey(label) = HMAC-SHA-256(master key, label || ledger id)
//   wrapped       = nonce:12 || AES-256-GCM(subkey("fallbuch vault wrap v1"), secret) || tag:16,
//                   associated data: the row's place (key_store.h), so that a value moved to
//                   another row or ledger does not open
//   row sum       = sum modulo 2^256 of HMAC-SHA-256(subkey("fallbuch vault rows v1"), row) over
//                   all rows, in any order (MSet-Add-Hash, Clarke et al., ASIACRYPT 2003)
//
// The names' and event ids' HMAC keys come from the vault key instead, 32 random bytes that are
// wrapped themselves: they must survive a change of the master key.
#pragma once

#include <array>
#include <cstdint>

#include "core/base/bytes.h"
#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/codec/digest.h"
#include "core/vault/master_key.h"

namespace fallbuch {

// Bytes that are wiped when destroyed. Never grown in place, which would leave a copy behind.
class SecretBytes {
public:
    SecretBytes() = default;
    explicit SecretBytes(std::size_t size_bytes) : bytes_(size_bytes) {}
    SecretBytes(SecretBytes&&) = default;
    SecretBytes& operator=(SecretBytes&&) = delete;
    ~SecretBytes();

    ByteView view() const { return bytes_; }
    MutableByteView writable() { return bytes_; }

private:
    Bytes bytes_;
};

// Immutable; callable from any thread.
class VaultKeys {
public:
    VaultKeys(const MasterKey& master, LedgerId ledger);
    VaultKeys(const VaultKeys&) = delete;
    VaultKeys& operator=(const VaultKeys&) = delete;
    ~VaultKeys();

    // Depends on the master key alone: tells a wrong one from damage.
    static Digest key_check(const MasterKey& master);

    // unavailable if OpenSSL or its generator fails.
    Result<Bytes> wrap(ByteView place, ByteView secret) const;
    // corrupt if `wrapped` is not what was wrapped for this place.
    Result<SecretBytes> unwrap(ByteView place, ByteView wrapped) const;
    Digest row_mac(ByteView row) const { return row_mac_({row}); }
    Digest state_mac(ByteView state) const { return state_mac_({state}); }

private:
    std::array<std::uint8_t, 32> wrap_key_{};
    HmacSha256 row_mac_;
    HmacSha256 state_mac_;
};

}  // namespace fallbuch
