#include "core/codec/base64.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

namespace fallbuch {
namespace {

constexpr std::string_view kDigits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::uint8_t kNoDigit = 64;

constexpr std::array<std::uint8_t, 256> make_values() {
    std::array<std::uint8_t, 256> values{};
    values.fill(kNoDigit);
    for (std::size_t value = 0; value < kDigits.size(); ++value) {
        values[static_cast<std::uint8_t>(kDigits[value])] = static_cast<std::uint8_t>(value);
    }
    return values;
}
constexpr std::array<std::uint8_t, 256> kValues = make_values();

Error malformed(std::string_view why) {
    return Error{ErrorCode::invalid, "base64: " + std::string(why)};
}

// The bits of up to four digits, first digit highest; missing digits count as zero.
Result<std::uint32_t> read_digits(std::string_view digits) {
    std::uint32_t bits = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        std::uint8_t value = 0;
        if (i < digits.size()) value = kValues[static_cast<std::uint8_t>(digits[i])];
        if (value == kNoDigit) return malformed("a character is not of the alphabet");
        bits = bits << 6 | value;
    }
    return bits;
}

}  // namespace

std::string to_base64(ByteView bytes) {
    std::string text;
    text.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t start = 0; start < bytes.size(); start += 3) {
        const std::size_t count = std::min<std::size_t>(3, bytes.size() - start);
        std::uint32_t bits = 0;
        for (std::size_t i = 0; i < 3; ++i) bits = bits << 8 | (i < count ? bytes[start + i] : 0u);
        for (std::size_t i = 0; i < 4; ++i) {
            text += i <= count ? kDigits[bits >> (18 - 6 * i) & 63] : '=';
        }
    }
    return text;
}

Result<Bytes> from_base64(std::string_view text) {
    if (text.size() % 4 != 0) return malformed("the length is no multiple of four");
    Bytes bytes;
    bytes.reserve(text.size() / 4 * 3);
    while (!text.empty()) {
        std::string_view digits = text.substr(0, 4);
        text.remove_prefix(4);
        // Padding stands only in the last group, after at least two digits.
        for (int i = 0; i < 2 && text.empty() && digits.ends_with('='); ++i)
            digits.remove_suffix(1);
        ASSIGN_OR_RETURN(const std::uint32_t bits, read_digits(digits));
        const std::size_t count = digits.size() - 1;
        for (std::size_t i = 0; i < count; ++i) {
            bytes.push_back(static_cast<std::uint8_t>(bits >> (16 - 8 * i)));
        }
        if ((bits & (0xffffffu >> (8 * count))) != 0) return malformed("unused bits are not zero");
    }
    return bytes;
}

Result<Digest> digest_from_base64(std::string_view text) {
    ASSIGN_OR_RETURN(const Bytes bytes, from_base64(text));
    if (bytes.size() != Digest::kBytes) {
        return Error{ErrorCode::invalid,
                     "base64: a hash has 32 bytes (" + std::to_string(bytes.size()) + ")"};
    }
    Digest digest;
    std::copy(bytes.begin(), bytes.end(), digest.bytes.begin());
    return digest;
}

}  // namespace fallbuch
