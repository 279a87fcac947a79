// Who signs a note and who checks it: the keys of C2SP signed-note and tlog-cosignature.
//
//   key id       SHA-256(name || 0x0A || type || public key)[:4], big-endian
//   vkey         <name>+<key id, 8 hex digits>+base64(type || public key)
//   private key  PRIVATE+KEY+<name>+<key id, 8 hex digits>+base64(0x01 || seed)   (as Go writes it)
//   type 0x01    Ed25519 over the note text
//   type 0x04    cosignature/v1: u64 big-endian Unix seconds || Ed25519 over
//                "cosignature/v1\ntime <decimal seconds>\n" || note text
//
// All three classes are immutable values, callable from any thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/merkle/ed25519.h"

namespace fallbuch {

enum class KeyType : std::uint8_t { ed25519 = 0x01, cosignature = 0x04 };

// One signature line of a note.
struct NoteSignature {
    std::string name;
    std::uint32_t key_id = 0;
    Bytes signature;  // what follows the key id
    bool operator==(const NoteSignature&) const = default;
};

// Knows a public key.
class Verifier {
public:
    // invalid if the vkey is malformed, of another type or has a wrong key id.
    static Result<Verifier> parse(std::string_view vkey);
    // invalid if the name is not allowed (is_key_name).
    static Result<Verifier> from_public_key(std::string name, KeyType type,
                                            const Ed25519PublicKey& key);

    const std::string& name() const { return name_; }
    KeyType type() const { return type_; }
    std::uint32_t key_id() const { return key_id_; }
    std::string vkey() const;

    // Whether a signature line names this key.
    bool is_named_by(const NoteSignature& signature) const {
        return signature.name == name_ && signature.key_id == key_id_;
    }
    // Success if this key signed the text; invalid if not.
    Status verify(std::string_view text, ByteView signature) const;

    bool operator==(const Verifier&) const = default;

private:
    Verifier(std::string name, KeyType type, const Ed25519PublicKey& key);

    std::string name_;
    KeyType type_;
    Ed25519PublicKey key_;
    std::uint32_t key_id_;
};

// Signs notes: the key of a log.
class Signer {
public:
    // invalid if the name is not allowed or the seed has not 32 bytes.
    static Result<Signer> from_seed(std::string name, ByteView seed);
    // invalid if malformed or the key id is wrong. No message repeats the text.
    static Result<Signer> from_private_key(std::string_view text);

    const Verifier& verifier() const { return verifier_; }
    std::string private_key() const;  // secret
    // Deterministic. unavailable if OpenSSL fails.
    Result<NoteSignature> sign(std::string_view text) const;

private:
    Signer(Ed25519Key key, Verifier verifier);
    Ed25519Key key_;
    Verifier verifier_;
};

// Cosigns checkpoints: the key of a witness. It does not check what it signs; the format does not
// commit to the name, so a key must serve one cosigner only.
class Cosigner {
public:
    // invalid as Signer.
    static Result<Cosigner> from_seed(std::string name, ByteView seed);

    const Verifier& verifier() const { return verifier_; }
    // Deterministic. invalid if the time is before 1970; unavailable if OpenSSL fails.
    Result<NoteSignature> cosign(std::string_view checkpoint_text,
                                 std::chrono::sys_seconds time) const;

private:
    Cosigner(Ed25519Key key, Verifier verifier);
    Ed25519Key key_;
    Verifier verifier_;
};

// When a cosignature/v1 says it was made; believe it only if it verified. invalid if the blob has
// another length or the time exceeds 2^63-1.
Result<std::chrono::sys_seconds> cosignature_time(ByteView signature);

}  // namespace fallbuch
