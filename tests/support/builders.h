// Bytes, ids and digests for tests that need some and do not care which.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/base/assert.h"
#include "core/base/bytes.h"
#include "core/codec/digest.h"
#include "tests/support/seeded_random.h"

namespace fallbuch {

inline Bytes some_bytes(std::size_t size_bytes, std::uint64_t seed = 1) {
    Bytes bytes(size_bytes);
    const bool filled = SeededRandom(seed).fill(bytes).has_value();
    LEDGER_ASSERT(filled);
    return bytes;
}

// Some id of the kind asked for; another number gives another id.
template <typename Id>
Id some_id(std::uint64_t number) {
    return Id::from_bytes(some_bytes(Id::kBytes, number).data());
}

inline Digest some_digest(std::uint64_t number) {
    return sha256(some_bytes(Digest::kBytes, number));
}

inline Bytes bytes_of(std::string_view text) {
    const ByteView view = as_bytes(text);
    return {view.begin(), view.end()};
}

}  // namespace fallbuch
