// How a personal span is sealed and opened.
//
//   span key    = K(1) || K(2), SP 800-108 rev. 1 counter mode over AES-256-CMAC:
//                 K(i) = CMAC(bucket key; i:u32 || "sp1" || 0x00 || event id:16 ||
//                        span number:u32 || 256:u32), integers big-endian
//   sealed      = nonce:12 || AES-256-GCM ciphertext || tag:16
//   associated  = SpanPlace, encoded with core/codec/wire.h
//   content tag = SHA-256("fallbuch content tag v1" || span key || plaintext)
//
// The input of each CMAC is exactly two AES blocks, and `openssl kdf` (KBKDF, MAC CMAC, salt "sp1",
// info event id || span number) computes the same key.
//
// GCM does not commit to its key. The content tag does: dedupe compares it without keys, whoever
// is given a span key checks it, and once the key is gone nobody can guess against it.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/base/bytes.h"
#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/codec/digest.h"
#include "core/codec/record.h"
#include "core/vault/cmac.h"

namespace fallbuch {

inline constexpr std::size_t kSealingOverheadBytes = 12 + 16;

// What admission knows of a span; never its position or `recorded`. Bound to the ciphertext.
struct SpanPlace {
    EventId event;
    StreamId stream;
    std::string_view type;
    std::uint32_t type_version = 0;
    SubjectId subject;
    std::string_view category;
    RetentionBucket bucket;
    std::uint32_t span_number = 0;
};

// The key of one subject x category x retention bucket, prepared for deriving span keys.
// Immutable, wiped when destroyed; callable from any thread.
class BucketKey {
public:
    static constexpr std::size_t kBytes = CmacKey::kKeyBytes;
    // `key` has kBytes bytes.
    BucketKey(ByteView key, std::uint32_t generation) : key_(key), generation_(generation) {}
    std::uint32_t generation() const { return generation_; }
    // SP 800-108 counter mode, CMAC-AES-256; 32 bytes into `out`.
    void derive_span_key(EventId event, std::uint32_t span_number, MutableByteView out) const;

private:
    CmacKey key_;
    std::uint32_t generation_;
};

struct SpanProof {
    Digest sealed_hash;
    Digest content_tag;
};

// Appends nonce, ciphertext and tag to `out`. Nonces come from the system's generator.
Result<SpanProof> seal_span(const BucketKey& key, const SpanPlace& place, ByteView plaintext,
                            Bytes& out);

enum class TagCheck { required, skipped };

// Opens what seal_span made, replacing the content of `plaintext`. corrupt if key, place or bytes
// differ from those that were sealed, or (required) if the content tag does not fit the span key
// and the plaintext. Skipping the tag is for replays of a log that fsck has checked.
Status open_span(const BucketKey& key, const SpanPlace& place, ByteView sealed,
                 const Digest& content_tag, TagCheck check, Bytes& plaintext);

}  // namespace fallbuch
