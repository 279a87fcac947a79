// Published answers of AES-256-GCM: NIST CAVP, gcmtestvectors.zip, gcmDecrypt256.rsp (CAVS 14.0),
// groups with IVlen 96 and Taglen 128. One entry that opens and one that must not for each pair of
// lengths.
#pragma once

#include <span>
#include <string_view>

namespace fallbuch {

struct GcmVector {
    int plaintext_bits;
    int associated_bits;
    int count;
    std::string_view key;
    std::string_view nonce;
    std::string_view ciphertext;
    std::string_view associated;
    std::string_view tag;
    std::string_view plaintext;  // or FAIL
};

std::span<const GcmVector> gcm_vectors();

}  // namespace fallbuch
