#define XXH_INLINE_ALL

#include "core/codec/checksum.h"

#include <xxhash.h>

namespace fallbuch {

std::uint64_t checksum64(ByteView bytes) { return XXH3_64bits(bytes.data(), bytes.size()); }

}  // namespace fallbuch
