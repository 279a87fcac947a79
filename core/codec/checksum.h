// XXH3 with 64 bits (github.com/Cyan4973/xxHash, doc/xxhash_spec.md): tells damage from data.
// It is no protection against intent; the tree is.
#pragma once

#include <cstdint>

#include "core/base/bytes.h"

namespace fallbuch {

std::uint64_t checksum64(ByteView bytes);

}  // namespace fallbuch
