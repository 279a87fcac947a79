#include "core/vault/master_key.h"

#include <openssl/crypto.h>

#include <algorithm>
#include <cstring>
#include <string>
#include <string_view>

#include "core/base/bytes.h"
#include "core/base/file.h"
#include "core/base/random.h"
#include "core/base/result.h"
#include "core/codec/base64.h"
#include "core/codec/digest.h"

namespace fallbuch {
namespace {

constexpr std::string_view kPrefix = "fallbuch-master-key+";
constexpr std::size_t kDigits = 8;
constexpr std::size_t kFileBytesMax = 256;

Error malformed(std::string_view why) {
    return Error{ErrorCode::invalid, "master key: " + std::string(why)};
}

std::string digits_of(ByteView key) {
    constexpr std::string_view kHex = "0123456789abcdef";
    const Digest digest = sha256(key);
    std::string digits;
    for (std::size_t i = 0; i < kDigits / 2; ++i) {
        digits += kHex[digest.bytes[i] >> 4];
        digits += kHex[digest.bytes[i] & 15];
    }
    return digits;
}

}  // namespace

Result<MasterKey> MasterKey::generate(Random& random) {
    MasterKey key;
    RETURN_IF_ERROR(random.fill(key.bytes_));
    return key;
}

Result<MasterKey> MasterKey::parse(std::string_view text) {
    if (text.ends_with('\n')) text.remove_suffix(1);
    if (!text.starts_with(kPrefix)) return malformed("no line fallbuch-master-key+...");
    text.remove_prefix(kPrefix.size());
    if (text.size() <= kDigits || text[kDigits] != '+') return malformed("no eight digits");
    const std::string_view digits = text.substr(0, kDigits);
    const bool lower_hex = std::all_of(digits.begin(), digits.end(), [](char digit) {
        return (digit >= '0' && digit <= '9') || (digit >= 'a' && digit <= 'f');
    });
    if (!lower_hex) return malformed("the digits are not hexadecimal");

    ASSIGN_OR_RETURN(Bytes bytes, from_base64(text.substr(kDigits + 1)));
    const bool whole = bytes.size() == kBytes;
    MasterKey key;
    if (whole) std::memcpy(key.bytes_.data(), bytes.data(), kBytes);
    OPENSSL_cleanse(bytes.data(), bytes.size());
    if (!whole) return malformed("not 32 bytes");
    if (digits != digits_of(key.bytes_)) {
        return Error{ErrorCode::corrupt, "master key: its digits do not fit it: damaged"};
    }
    return key;
}

Result<MasterKey> MasterKey::read(FileSystem& files, const std::string& path) {
    ASSIGN_OR_RETURN(Bytes text, read_file(files, path, kFileBytesMax));
    auto key = parse(as_text(text));
    OPENSSL_cleanse(text.data(), text.size());
    if (!key) return key.error().in(path);
    return key;
}

MasterKey::~MasterKey() { OPENSSL_cleanse(bytes_.data(), bytes_.size()); }

std::string MasterKey::to_text() const {
    return std::string(kPrefix) + digits_of(bytes_) + "+" + to_base64(bytes_) + "\n";
}

}  // namespace fallbuch
