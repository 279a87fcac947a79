// How entries lie in an entry bundle: C2SP tlog-tiles, "Log entries".
//
//   bundle = 1..256 x ( length u16 big-endian | entry of that many bytes )
//
// All functions are callable from any thread.
#pragma once

#include <cstddef>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/result.h"

namespace fallbuch {

inline constexpr std::size_t kEntryBytesMax = 65535;

// Writes one more entry behind the bundle; invalid, and nothing written, if it is too long.
Status append_entry(Bytes& bundle, ByteView entry);

// The entries, as views into `bundle`. Corrupt if there is none, the bytes end within one, or
// there are more than 256.
Result<std::vector<ByteView>> parse_bundle(ByteView bundle);

}  // namespace fallbuch
