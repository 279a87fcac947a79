// SHA-256 (FIPS 180-4): the one hash of the ledger.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <initializer_list>

#include "core/base/bytes.h"

namespace fallbuch {

struct Digest {
    static constexpr std::size_t kBytes = 32;
    std::array<std::uint8_t, kBytes> bytes{};

    auto operator<=>(const Digest&) const = default;
    ByteView view() const { return bytes; }
};

// The hash of all parts, one behind the other.
Digest sha256(std::initializer_list<ByteView> parts);
inline Digest sha256(ByteView bytes) { return sha256({bytes}); }

// HMAC-SHA-256 (RFC 2104) under one key, prepared once: a call costs two compressions more than
// the plain hash. Immutable after construction; callable from any thread.
class HmacSha256 {
public:
    explicit HmacSha256(ByteView key);
    HmacSha256(const HmacSha256&) = default;
    HmacSha256& operator=(const HmacSha256&) = default;
    ~HmacSha256();  // wipes the key's traces

    Digest operator()(std::initializer_list<ByteView> parts) const;

private:
    // The compression states after the inner and the outer key block.
    static constexpr std::size_t kStateBytes = 112;
    alignas(8) std::array<std::uint8_t, kStateBytes> inner_{};
    alignas(8) std::array<std::uint8_t, kStateBytes> outer_{};
};

}  // namespace fallbuch
