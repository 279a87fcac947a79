#include "core/merkle/note_key.h"

#include <openssl/crypto.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <limits>
#include <utility>

#include "core/codec/base64.h"
#include "core/codec/digest.h"
#include "core/codec/hex.h"
#include "core/merkle/note_text.h"

namespace fallbuch {
namespace {

constexpr std::string_view kPrivatePrefix = "PRIVATE+KEY+";
constexpr std::size_t kTimeBytes = 8;

using TypedKey = std::array<std::uint8_t, 1 + kEd25519KeyBytes>;

TypedKey with_type(KeyType type, ByteView key) {
    TypedKey typed;
    typed[0] = static_cast<std::uint8_t>(type);
    std::copy(key.begin(), key.end(), typed.begin() + 1);
    return typed;
}

std::uint32_t compute_key_id(std::string_view name, ByteView typed_key) {
    const Digest hash = sha256({as_bytes(name), as_bytes("\n"), typed_key});
    std::uint32_t id = 0;
    for (std::size_t i = 0; i < 4; ++i) id = id << 8 | hash.bytes[i];
    return id;
}

std::string key_id_hex(std::uint32_t id) {
    std::array<std::uint8_t, 4> bytes;
    for (std::uint8_t& byte : bytes) {
        byte = static_cast<std::uint8_t>(id >> 24);
        id <<= 8;
    }
    return to_hex(bytes);
}

// "<name>+<key id>+<base64>", the part that both kinds of key have.
struct KeyText {
    std::string_view name;
    std::string_view key_id;
    std::string_view base64;
};

Result<KeyText> split_key(std::string_view text, std::string_view what) {
    const std::size_t first = text.find('+');
    const std::size_t second = text.find('+', first == std::string_view::npos ? first : first + 1);
    if (second == std::string_view::npos) {
        return Error{ErrorCode::invalid,
                     std::string(what) + ": it is not <name>+<key id>+<base64>"};
    }
    return KeyText{text.substr(0, first), text.substr(first + 1, second - first - 1),
                   text.substr(second + 1)};
}

std::string cosigned_message(std::string_view text, std::uint64_t seconds) {
    std::string message = "cosignature/v1\ntime " + std::to_string(seconds) + "\n";
    return message.append(text);
}

}  // namespace

Verifier::Verifier(std::string name, KeyType type, const Ed25519PublicKey& key)
    : name_(std::move(name)),
      type_(type),
      key_(key),
      key_id_(compute_key_id(name_, with_type(type, key))) {}

Result<Verifier> Verifier::from_public_key(std::string name, KeyType type,
                                           const Ed25519PublicKey& key) {
    if (!is_key_name(name)) {
        return Error{ErrorCode::invalid,
                     "key name: it is empty or has a space, '+' or control character"};
    }
    return Verifier(std::move(name), type, key);
}

Result<Verifier> Verifier::parse(std::string_view vkey) {
    const auto refused = [&](const std::string& why) {
        return Error{ErrorCode::invalid,
                     "vkey: " + why + " (" + std::string(vkey.substr(0, 100)) + ")"};
    };
    ASSIGN_OR_RETURN(const KeyText parts, split_key(vkey, "vkey"));
    const auto typed = from_base64(parts.base64);
    if (!typed) return refused(typed.error().message);
    if (typed->empty()) return refused("there is no key");
    const auto type = static_cast<KeyType>(typed->front());
    if (type != KeyType::ed25519 && type != KeyType::cosignature) {
        return refused("this type of key is not supported");
    }
    if (typed->size() != 1 + kEd25519KeyBytes) return refused("an Ed25519 key has 32 bytes");
    Ed25519PublicKey key;
    std::copy(typed->begin() + 1, typed->end(), key.begin());
    auto verifier = from_public_key(std::string(parts.name), type, key);
    if (!verifier) return refused(verifier.error().message);
    if (key_id_hex(verifier->key_id()) != parts.key_id) return refused("the key id does not fit");
    return verifier;
}

std::string Verifier::vkey() const {
    return name_ + "+" + key_id_hex(key_id_) + "+" + to_base64(with_type(type_, key_));
}

Status Verifier::verify(std::string_view text, ByteView signature) const {
    const std::string place = "signature of " + name_ + "+" + key_id_hex(key_id_);
    if (type_ == KeyType::ed25519) {
        if (auto status = ed25519_verify(key_, as_bytes(text), signature); !status) {
            return status.error().in(place);
        }
        return {};
    }
    const auto time = cosignature_time(signature);
    if (!time) return time.error().in(place);
    const auto seconds = static_cast<std::uint64_t>(time->time_since_epoch().count());
    const std::string message = cosigned_message(text, seconds);
    if (auto status = ed25519_verify(key_, as_bytes(message), signature.subspan(kTimeBytes));
        !status) {
        return status.error().in(place);
    }
    return {};
}

Signer::Signer(Ed25519Key key, Verifier verifier) : key_(key), verifier_(std::move(verifier)) {}

Result<Signer> Signer::from_seed(std::string name, ByteView seed) {
    ASSIGN_OR_RETURN(Ed25519Key key, Ed25519Key::from_seed(seed));
    ASSIGN_OR_RETURN(Verifier verifier, Verifier::from_public_key(std::move(name), KeyType::ed25519,
                                                                  key.public_key()));
    return Signer(key, std::move(verifier));
}

Result<Signer> Signer::from_private_key(std::string_view text) {
    const auto refused = [](const char* why) {
        return Error{ErrorCode::invalid, std::string("private key: ") + why};
    };
    if (!text.starts_with(kPrivatePrefix)) return refused("it does not start with PRIVATE+KEY+");
    text.remove_prefix(kPrivatePrefix.size());
    ASSIGN_OR_RETURN(const KeyText parts, split_key(text, "private key"));
    auto typed = from_base64(parts.base64);
    if (!typed) return typed.error().in("private key");
    if (typed->empty() || static_cast<KeyType>(typed->front()) != KeyType::ed25519) {
        return refused("it is not an Ed25519 key");
    }
    auto signer = from_seed(std::string(parts.name), ByteView(*typed).subspan(1));
    OPENSSL_cleanse(typed->data(), typed->size());
    if (!signer) return signer.error().in("private key");
    if (key_id_hex(signer->verifier().key_id()) != parts.key_id) {
        return refused("the key id does not fit");
    }
    return signer;
}

std::string Signer::private_key() const {
    TypedKey typed = with_type(KeyType::ed25519, key_.seed());
    std::string text(kPrivatePrefix);
    text += verifier_.name() + "+" + key_id_hex(verifier_.key_id()) + "+" + to_base64(typed);
    OPENSSL_cleanse(typed.data(), typed.size());
    return text;
}

Result<NoteSignature> Signer::sign(std::string_view text) const {
    ASSIGN_OR_RETURN(const Ed25519Signature signature, key_.sign(as_bytes(text)));
    return NoteSignature{verifier_.name(), verifier_.key_id(),
                         Bytes(signature.begin(), signature.end())};
}

Cosigner::Cosigner(Ed25519Key key, Verifier verifier) : key_(key), verifier_(std::move(verifier)) {}

Result<Cosigner> Cosigner::from_seed(std::string name, ByteView seed) {
    ASSIGN_OR_RETURN(Ed25519Key key, Ed25519Key::from_seed(seed));
    ASSIGN_OR_RETURN(
        Verifier verifier,
        Verifier::from_public_key(std::move(name), KeyType::cosignature, key.public_key()));
    return Cosigner(key, std::move(verifier));
}

Result<NoteSignature> Cosigner::cosign(std::string_view checkpoint_text,
                                       std::chrono::sys_seconds time) const {
    if (time < std::chrono::sys_seconds{}) {
        return Error{ErrorCode::invalid, "cosignature: the time is before 1970 (" +
                                             std::to_string(time.time_since_epoch().count()) + ")"};
    }
    const auto seconds = static_cast<std::uint64_t>(time.time_since_epoch().count());
    const std::string message = cosigned_message(checkpoint_text, seconds);
    ASSIGN_OR_RETURN(const Ed25519Signature signature, key_.sign(as_bytes(message)));
    NoteSignature line{verifier_.name(), verifier_.key_id(), {}};
    for (std::size_t i = 0; i < kTimeBytes; ++i) {
        line.signature.push_back(static_cast<std::uint8_t>(seconds >> (56 - 8 * i)));
    }
    append(line.signature, signature);
    return line;
}

Result<std::chrono::sys_seconds> cosignature_time(ByteView signature) {
    if (signature.size() != kTimeBytes + kEd25519SignatureBytes) {
        return Error{ErrorCode::invalid,
                     "cosignature: it has 72 bytes (" + std::to_string(signature.size()) + ")"};
    }
    std::uint64_t seconds = 0;
    for (std::size_t i = 0; i < kTimeBytes; ++i) seconds = seconds << 8 | signature[i];
    if (seconds > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
        return Error{ErrorCode::invalid,
                     "cosignature: the time exceeds 2^63-1 (" + std::to_string(seconds) + ")"};
    }
    return std::chrono::sys_seconds{std::chrono::seconds{static_cast<std::int64_t>(seconds)}};
}

}  // namespace fallbuch
