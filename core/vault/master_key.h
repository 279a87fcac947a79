// The master key: the one secret that the operator keeps outside the ledger.
//
// Key file: one line `fallbuch-master-key+<8 hex digits>+<base64 of 32 bytes>`, where the digits
// are the first four bytes of SHA-256 over the 32 bytes, so that a damaged file is told from a
// wrong key.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/bytes.h"
#include "core/base/file.h"
#include "core/base/random.h"
#include "core/base/result.h"

namespace fallbuch {

// Wiped when destroyed.
class MasterKey {
public:
    static constexpr std::size_t kBytes = 32;

    static Result<MasterKey> generate(Random& random);
    // invalid if the text is no key file, corrupt if its digits do not fit its key.
    static Result<MasterKey> parse(std::string_view text);
    // As parse; not_found or denied with the path if it cannot be read.
    static Result<MasterKey> read(FileSystem& files, const std::string& path);

    MasterKey(const MasterKey&) = default;
    MasterKey& operator=(const MasterKey&) = default;
    ~MasterKey();

    ByteView view() const { return bytes_; }
    std::string to_text() const;  // the key file's line, with its newline

private:
    MasterKey() = default;
    std::array<std::uint8_t, kBytes> bytes_{};
};

}  // namespace fallbuch
