// How a count or an index is written in paths, checkpoints and proofs: ASCII decimal.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/base/result.h"

namespace fallbuch {

// Accepts exactly what std::to_string writes: digits only, no leading zero unless it is "0", at
// most 2^64-1; otherwise invalid. Callable from any thread.
Result<std::uint64_t> parse_decimal(std::string_view text);

}  // namespace fallbuch
