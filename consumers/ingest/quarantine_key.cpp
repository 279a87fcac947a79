#include "consumers/ingest/quarantine_key.h"

#include <openssl/crypto.h>

#include <algorithm>
#include <string>
#include <string_view>

#include "core/base/assert.h"
#include "core/vault/aes_gcm.h"

namespace fallbuch {
namespace {

constexpr std::string_view kSecretName = "quarantine key";

static_assert(QuarantineKey::kSealingOverheadBytes == kGcmNonceBytes + kGcmTagBytes);
static_assert(QuarantineKey::kBytes == kGcmKeyBytes);

}  // namespace

QuarantineKey::QuarantineKey(ByteView key) : hmac_(key) {
    LEDGER_ASSERT(key.size() == kBytes);
    Digest cipher_key = hmac_({as_bytes("fallbuch refused cipher key v1")});
    std::copy(cipher_key.bytes.begin(), cipher_key.bytes.end(), cipher_key_.begin());
    OPENSSL_cleanse(cipher_key.bytes.data(), cipher_key.bytes.size());
}

QuarantineKey::~QuarantineKey() { OPENSSL_cleanse(cipher_key_.data(), cipher_key_.size()); }

Result<QuarantineKey> QuarantineKey::find(Vault& vault) {
    ASSIGN_OR_RETURN(Bytes secret, vault.secret(kSecretName));
    if (secret.size() != kBytes) {
        return Error{ErrorCode::corrupt,
                     "quarantine key: has not 32 bytes (" + std::to_string(secret.size()) + ")"};
    }
    QuarantineKey key(secret);
    OPENSSL_cleanse(secret.data(), secret.size());
    return key;
}

Result<QuarantineKey> QuarantineKey::find_or_make(Vault& vault, Random& random) {
    auto found = find(vault);
    if (found || found.error().code != ErrorCode::not_found) return found;
    std::array<std::uint8_t, kBytes> secret{};
    RETURN_IF_ERROR(random.fill(secret));
    const Status stored = vault.store_secret(kSecretName, secret);
    OPENSSL_cleanse(secret.data(), secret.size());
    if (!stored) return stored.error();
    return find(vault);
}

RefusedFingerprint QuarantineKey::fingerprint(ByteView text) const {
    const Digest digest = hmac_({as_bytes("fallbuch refused fingerprint v1"), text});
    return RefusedFingerprint::from_bytes(digest.bytes.data());
}

QuarantineKeyCheck QuarantineKey::key_check() const {
    const Digest digest = hmac_({as_bytes("fallbuch refused key check v1")});
    return QuarantineKeyCheck::from_bytes(digest.bytes.data());
}

Status QuarantineKey::seal(Random& random, ByteView associated, ByteView text, Bytes& out) const {
    const std::size_t start = out.size();
    out.resize(start + kSealingOverheadBytes + text.size());
    const MutableByteView sealed = MutableByteView(out).subspan(start);
    const MutableByteView nonce = sealed.first(kGcmNonceBytes);
    if (Status status = random.fill(nonce); !status) {
        out.resize(start);
        return status;
    }
    gcm_seal({cipher_key_, nonce, associated}, text, sealed.subspan(kGcmNonceBytes));
    return {};
}

Result<Bytes> QuarantineKey::open(ByteView associated, ByteView sealed) const {
    if (sealed.size() < kSealingOverheadBytes) {
        return Error{ErrorCode::corrupt, "refused text: too short to be sealed"};
    }
    Bytes text(sealed.size() - kSealingOverheadBytes);
    const GcmInput input{cipher_key_, sealed.first(kGcmNonceBytes), associated};
    if (!gcm_open(input, sealed.subspan(kGcmNonceBytes), text)) {
        return Error{ErrorCode::corrupt, "refused text: is not what was sealed, or the key is not"};
    }
    return text;
}

}  // namespace fallbuch
