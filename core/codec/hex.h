// How bytes are written for people: two lower-case hexadecimal digits a byte (RFC 4648 section 8).
#pragma once

#include <string>
#include <string_view>

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/codec/digest.h"

namespace fallbuch {

// Callable from any thread, as everything here.
std::string to_hex(ByteView bytes);

// Accepts exactly what to_hex writes (upper case is refused), otherwise invalid. A message never
// repeats the text, which may be a secret.
Result<Bytes> from_hex(std::string_view text);

// As from_hex; invalid also if there are not 32 bytes.
Result<Digest> digest_from_hex(std::string_view text);

}  // namespace fallbuch
