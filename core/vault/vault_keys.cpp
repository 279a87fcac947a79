#include "core/vault/vault_keys.h"

#include <openssl/crypto.h>

#include <cstring>
#include <string>
#include <string_view>

#include "core/base/bytes.h"
#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/vault/aes_gcm.h"
#include "core/vault/master_key.h"

namespace fallbuch {
namespace {

// A derived key for as long as something is made from it.
struct Subkey {
    Subkey(const MasterKey& master, std::string_view label, LedgerId ledger)
        : bytes(HmacSha256(master.view())({as_bytes(label), ledger.view()})) {}
    Subkey(const Subkey&) = delete;
    Subkey& operator=(const Subkey&) = delete;
    ~Subkey() { OPENSSL_cleanse(bytes.bytes.data(), bytes.bytes.size()); }

    Digest bytes;
};

}  // namespace

SecretBytes::~SecretBytes() { OPENSSL_cleanse(bytes_.data(), bytes_.size()); }

VaultKeys::VaultKeys(const MasterKey& master, LedgerId ledger)
    : row_mac_(Subkey(master, "fallbuch vault rows v1", ledger).bytes.view()),
      state_mac_(Subkey(master, "fallbuch vault state v1", ledger).bytes.view()) {
    const Subkey wrap(master, "fallbuch vault wrap v1", ledger);
    std::memcpy(wrap_key_.data(), wrap.bytes.bytes.data(), wrap_key_.size());
}

VaultKeys::~VaultKeys() { OPENSSL_cleanse(wrap_key_.data(), wrap_key_.size()); }

Digest VaultKeys::key_check(const MasterKey& master) {
    return Subkey(master, "fallbuch vault check v1", LedgerId{}).bytes;
}

Result<Bytes> VaultKeys::wrap(ByteView place, ByteView secret) const {
    ASSIGN_OR_RETURN(const auto nonce, fresh_nonce());
    Bytes wrapped(nonce.size() + secret.size() + kGcmTagBytes);
    std::memcpy(wrapped.data(), nonce.data(), nonce.size());
    gcm_seal({wrap_key_, nonce, place}, secret, MutableByteView(wrapped).subspan(nonce.size()));
    return wrapped;
}

Result<SecretBytes> VaultKeys::unwrap(ByteView place, ByteView wrapped) const {
    if (wrapped.size() < kGcmNonceBytes + kGcmTagBytes) {
        return Error{ErrorCode::corrupt,
                     "wrapped value: too short (" + std::to_string(wrapped.size()) + " bytes)"};
    }
    SecretBytes secret(wrapped.size() - kGcmNonceBytes - kGcmTagBytes);
    if (!gcm_open({wrap_key_, wrapped.first(kGcmNonceBytes), place},
                  wrapped.subspan(kGcmNonceBytes), secret.writable())) {
        return Error{ErrorCode::corrupt, "wrapped value: does not open in its place"};
    }
    return secret;
}

}  // namespace fallbuch
