#include "core/merkle/entry_bundle.h"

#include <array>
#include <cstdint>
#include <string>

#include "core/merkle/tiles.h"

namespace fallbuch {
namespace {

constexpr std::size_t kLengthBytes = 2;

Error broken(const char* why, std::size_t entry_count) {
    return Error{ErrorCode::corrupt, std::string("entry bundle: ") + why + " (after " +
                                         std::to_string(entry_count) + " entries)"};
}

}  // namespace

Status append_entry(Bytes& bundle, ByteView entry) {
    if (entry.size() > kEntryBytesMax) {
        return Error{ErrorCode::invalid,
                     "log entry: longer than 65535 bytes (" + std::to_string(entry.size()) + ")"};
    }
    const std::array<std::uint8_t, kLengthBytes> length = {
        static_cast<std::uint8_t>(entry.size() >> 8), static_cast<std::uint8_t>(entry.size())};
    append(bundle, length);
    append(bundle, entry);
    return {};
}

Result<std::vector<ByteView>> parse_bundle(ByteView bundle) {
    std::vector<ByteView> entries;
    while (!bundle.empty()) {
        if (entries.size() == kTileWidth) return broken("it goes on", entries.size());
        if (bundle.size() < kLengthBytes) return broken("it ends in a length", entries.size());
        const std::size_t length = std::size_t{bundle[0]} << 8 | bundle[1];
        bundle = bundle.subspan(kLengthBytes);
        if (bundle.size() < length) return broken("it ends in an entry", entries.size());
        entries.push_back(bundle.first(length));
        bundle = bundle.subspan(length);
    }
    if (entries.empty()) return broken("it is empty", 0);
    return entries;
}

}  // namespace fallbuch
