#include "core/merkle/ed25519.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <algorithm>
#include <memory>
#include <string>

namespace fallbuch {
namespace {

struct FreeKey {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
struct FreeContext {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using Key = std::unique_ptr<EVP_PKEY, FreeKey>;
using Context = std::unique_ptr<EVP_MD_CTX, FreeContext>;

Error no_ed25519() {
    return Error{ErrorCode::unavailable, "Ed25519: this OpenSSL does not offer it"};
}

Key private_key(ByteView seed) {
    return Key(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, seed.data(), seed.size()));
}

}  // namespace

Result<Ed25519Key> Ed25519Key::from_seed(ByteView seed) {
    if (seed.size() != kEd25519KeyBytes) {
        return Error{ErrorCode::invalid,
                     "Ed25519: a seed has 32 bytes (" + std::to_string(seed.size()) + ")"};
    }
    const Key handle = private_key(seed);
    if (!handle) return no_ed25519();
    Ed25519Key key;
    std::copy(seed.begin(), seed.end(), key.seed_.begin());
    std::size_t size = key.public_key_.size();
    if (EVP_PKEY_get_raw_public_key(handle.get(), key.public_key_.data(), &size) != 1) {
        return no_ed25519();
    }
    return key;
}

Ed25519Key::~Ed25519Key() { OPENSSL_cleanse(seed_.data(), seed_.size()); }

Result<Ed25519Signature> Ed25519Key::sign(ByteView message) const {
    const Key handle = private_key(seed_);
    const Context context(EVP_MD_CTX_new());
    Ed25519Signature signature;
    std::size_t size = signature.size();
    const bool signed_it =
        handle && context &&
        EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, handle.get()) == 1 &&
        EVP_DigestSign(context.get(), signature.data(), &size, message.data(), message.size()) == 1;
    if (!signed_it) return no_ed25519();
    return signature;
}

Status ed25519_verify(const Ed25519PublicKey& key, ByteView message, ByteView signature) {
    const Key handle(
        EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, key.data(), key.size()));
    const Context context(EVP_MD_CTX_new());
    const bool ready =
        handle && context &&
        EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, handle.get()) == 1;
    if (!ready) return no_ed25519();
    // Anything but 1 is a refusal: a signature of the wrong length gives a negative number.
    if (EVP_DigestVerify(context.get(), signature.data(), signature.size(), message.data(),
                         message.size()) != 1) {
        return Error{ErrorCode::invalid, "Ed25519: the signature does not fit the message"};
    }
    return {};
}

}  // namespace fallbuch
