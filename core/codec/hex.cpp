#include "core/codec/hex.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace fallbuch {
namespace {

constexpr std::string_view kDigits = "0123456789abcdef";

}  // namespace

std::string to_hex(ByteView bytes) {
    std::string text;
    text.reserve(bytes.size() * 2);
    for (const std::uint8_t byte : bytes) {
        text += kDigits[byte >> 4];
        text += kDigits[byte & 15];
    }
    return text;
}

Result<Bytes> from_hex(std::string_view text) {
    if (text.size() % 2 != 0) return Error{ErrorCode::invalid, "hex: the number of digits is odd"};
    Bytes bytes;
    bytes.reserve(text.size() / 2);
    for (std::size_t i = 0; i < text.size(); i += 2) {
        const std::size_t high = kDigits.find(text[i]);
        const std::size_t low = kDigits.find(text[i + 1]);
        if (high == std::string_view::npos || low == std::string_view::npos) {
            return Error{ErrorCode::invalid, "hex: a character is not one of 0-9 and a-f"};
        }
        bytes.push_back(static_cast<std::uint8_t>(high << 4 | low));
    }
    return bytes;
}

Result<Digest> digest_from_hex(std::string_view text) {
    ASSIGN_OR_RETURN(const Bytes bytes, from_hex(text));
    if (bytes.size() != Digest::kBytes) {
        return Error{ErrorCode::invalid,
                     "hex: a hash has 32 bytes (" + std::to_string(bytes.size()) + ")"};
    }
    Digest digest;
    std::copy(bytes.begin(), bytes.end(), digest.bytes.begin());
    return digest;
}

}  // namespace fallbuch
