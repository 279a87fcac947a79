// How bytes are written as text in notes, checkpoints and proofs: base64 of RFC 4648 section 4.
#pragma once

#include <string>
#include <string_view>

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/codec/digest.h"

namespace fallbuch {

// With padding and without line breaks. Callable from any thread, as everything here.
std::string to_base64(ByteView bytes);

// Accepts exactly what to_base64 writes, so that one value has one text: full padding, no white
// space, no bits set in the padding. Otherwise invalid. A message never repeats the text, which
// may be a secret.
Result<Bytes> from_base64(std::string_view text);

// As from_base64; invalid also if there are not 32 bytes.
Result<Digest> digest_from_base64(std::string_view text);

}  // namespace fallbuch
