#include "core/vault/sealing.h"

#include <openssl/crypto.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "core/base/assert.h"
#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/codec/digest.h"
#include "core/codec/record.h"
#include "core/vault/aes_gcm.h"
#include "core/vault/cmac.h"

namespace fallbuch {
namespace {

constexpr std::string_view kContentTagDomain = "fallbuch content tag v1";

// A span's key for as long as one call needs it.
class SpanKey {
public:
    SpanKey() = default;
    SpanKey(const SpanKey&) = delete;
    SpanKey& operator=(const SpanKey&) = delete;
    ~SpanKey() { OPENSSL_cleanse(bytes.data(), bytes.size()); }

    std::array<std::uint8_t, BucketKey::kBytes> bytes{};
};

// SpanPlace in the encoding of core/codec/wire.h, on the stack: through a vector it would cost
// three times as much, a twentieth of sealing a span.
class AssociatedData {
public:
    explicit AssociatedData(const SpanPlace& place) {
        LEDGER_ASSERT(place.type.size() <= kTypeBytesMax);
        LEDGER_ASSERT(place.category.size() <= kCategoryBytesMax);
        LEDGER_ASSERT(place.bucket.retention_class.size() <= kCategoryBytesMax);
        raw(place.event.view());
        raw(place.stream.view());
        text(place.type);
        varint(place.type_version);
        raw(place.subject.view());
        text(place.category);
        text(place.bucket.retention_class);
        raw({reinterpret_cast<const std::uint8_t*>(&place.bucket.year), sizeof place.bucket.year});
        varint(place.bucket.generation);
        varint(place.span_number);
    }
    ByteView view() const { return {bytes_.data(), size_bytes_}; }

private:
    // Ids, texts with their lengths, and four integers.
    static constexpr std::size_t kBytesMax =
        3 * 16 + (2 + kTypeBytesMax) + 2 * (1 + kCategoryBytesMax) + 2 + 3 * 5;

    void raw(ByteView part) {
        std::memcpy(bytes_.data() + size_bytes_, part.data(), part.size());
        size_bytes_ += part.size();
    }
    void varint(std::uint32_t value) {
        for (; value >= 0x80; value >>= 7) {
            bytes_[size_bytes_++] = static_cast<std::uint8_t>(value | 0x80);
        }
        bytes_[size_bytes_++] = static_cast<std::uint8_t>(value);
    }
    void text(std::string_view part) {
        varint(static_cast<std::uint32_t>(part.size()));
        raw(as_bytes(part));
    }

    std::array<std::uint8_t, kBytesMax> bytes_;
    std::size_t size_bytes_ = 0;
};

Digest content_tag_of(const SpanKey& key, ByteView plaintext) {
    return sha256({as_bytes(kContentTagDomain), key.bytes, plaintext});
}

std::uint8_t* put_big_endian(std::uint32_t value, std::uint8_t* out) {
    for (unsigned shift = 32; shift != 0; shift -= 8) {
        *out++ = static_cast<std::uint8_t>(value >> (shift - 8));
    }
    return out;
}

}  // namespace

void BucketKey::derive_span_key(EventId event, std::uint32_t span_number,
                                MutableByteView out) const {
    LEDGER_ASSERT(out.size() == kBytes);
    constexpr std::array<std::uint8_t, 4> kLabel{'s', 'p', '1', 0};
    constexpr std::uint32_t kLengthBits = 8 * kBytes;
    std::array<std::uint8_t, 28> fixed_input;
    std::uint8_t* end = fixed_input.data();
    end = std::copy(kLabel.begin(), kLabel.end(), end);
    end = std::copy(event.bytes.begin(), event.bytes.end(), end);
    end = put_big_endian(span_number, end);
    end = put_big_endian(kLengthBits, end);
    LEDGER_ASSERT(end == fixed_input.data() + fixed_input.size());
    key_.derive(fixed_input, out);
}

Result<SpanProof> seal_span(const BucketKey& key, const SpanPlace& place, ByteView plaintext,
                            Bytes& out) {
    LEDGER_ASSERT(key.generation() == place.bucket.generation);
    SpanKey span_key;
    key.derive_span_key(place.event, place.span_number, span_key.bytes);
    ASSIGN_OR_RETURN(const auto nonce, fresh_nonce());

    const std::size_t old_bytes = out.size();
    out.resize(old_bytes + plaintext.size() + kSealingOverheadBytes);
    const MutableByteView sealed = MutableByteView(out).subspan(old_bytes);
    std::memcpy(sealed.data(), nonce.data(), nonce.size());
    const AssociatedData associated(place);
    gcm_seal({span_key.bytes, nonce, associated.view()}, plaintext, sealed.subspan(kGcmNonceBytes));
    return SpanProof{sha256(sealed), content_tag_of(span_key, plaintext)};
}

Status open_span(const BucketKey& key, const SpanPlace& place, ByteView sealed,
                 const Digest& content_tag, TagCheck check, Bytes& plaintext) {
    plaintext.clear();
    if (sealed.size() < kSealingOverheadBytes) {
        return Error{ErrorCode::corrupt,
                     "sealed span: too short (" + std::to_string(sealed.size()) + " bytes)"};
    }
    SpanKey span_key;
    key.derive_span_key(place.event, place.span_number, span_key.bytes);
    plaintext.resize(sealed.size() - kSealingOverheadBytes);
    const AssociatedData associated(place);
    const GcmInput input{span_key.bytes, sealed.first(kGcmNonceBytes), associated.view()};
    if (!gcm_open(input, sealed.subspan(kGcmNonceBytes), plaintext)) {
        plaintext.clear();
        return Error{ErrorCode::corrupt,
                     "sealed span: key, place or bytes differ from what was sealed"};
    }
    if (check == TagCheck::required && content_tag_of(span_key, plaintext) != content_tag) {
        OPENSSL_cleanse(plaintext.data(), plaintext.size());
        plaintext.clear();
        return Error{ErrorCode::corrupt,
                     "sealed span: the content tag belongs to another key or text"};
    }
    return {};
}

}  // namespace fallbuch
