#include "core/ledger/ledger_file.h"

#include <array>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "core/base/bytes.h"
#include "core/base/file.h"
#include "core/codec/checksum.h"
#include "core/codec/hex.h"
#include "core/merkle/note_key.h"

namespace fallbuch {
namespace {

constexpr std::uint64_t kFileBytesMax = 4096;
constexpr std::string_view kFormat = "1";

std::string checksum_of(std::string_view text) {
    const std::uint64_t checksum = checksum64(as_bytes(text));
    std::array<std::uint8_t, sizeof checksum> bytes{};
    std::memcpy(bytes.data(), &checksum, sizeof checksum);
    return to_hex(bytes);
}

// Takes one line "word value\n" off the text; empty if the next line does not begin with the word.
std::string_view take_line(std::string_view& text, std::string_view word) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos || !text.starts_with(word)) return {};
    std::string_view value = text.substr(word.size(), end - word.size());
    text.remove_prefix(end + 1);
    return value;
}

Error damaged(const std::string& path, std::string_view why) {
    return Error{ErrorCode::corrupt, path + ": " + std::string(why)};
}

Result<LedgerFile> parse(const std::string& path, std::string_view text) {
    const std::size_t checked_bytes = text.find("checksum ");
    std::string_view rest = text;
    if (take_line(rest, "fallbuch ledger").data() == nullptr) {
        return damaged(path, "is no ledger file");
    }
    const std::string_view format = take_line(rest, "format ");
    const std::string_view id = take_line(rest, "id ");
    const std::string_view vkey = take_line(rest, "key ");
    const std::string_view checksum = take_line(rest, "checksum ");
    if (checked_bytes == std::string_view::npos || !rest.empty() ||
        checksum != checksum_of(text.substr(0, checked_bytes))) {
        return damaged(path, "the ledger file is damaged");
    }
    if (format != kFormat) {
        return Error{ErrorCode::unavailable, path + ": the ledger has format " +
                                                 std::string(format) + ", this program knows " +
                                                 std::string(kFormat) + "; use a newer fallbuch"};
    }
    const auto id_bytes = from_hex(id);
    const auto verifier = Verifier::parse(vkey);
    if (!id_bytes || id_bytes->size() != LedgerId::kBytes || !verifier) {
        return damaged(path, "the ledger file contradicts itself");
    }
    return LedgerFile{LedgerId::from_bytes(id_bytes->data()), std::string(vkey)};
}

}  // namespace

Status write_ledger_file(const LedgerPlace& place, const LedgerFile& file) {
    std::string text = "fallbuch ledger\nformat " + std::string(kFormat) + "\nid " +
                       to_hex(file.id.view()) + "\nkey " + file.vkey + "\n";
    text += "checksum " + checksum_of(text) + "\n";
    return replace_file(place.files, place.ledger_file_path(), as_bytes(text), Durability::synced);
}

Result<LedgerFile> read_ledger_file(const LedgerPlace& place) {
    const std::string path = place.ledger_file_path();
    const auto content = read_file(place.files, path, kFileBytesMax);
    if (!content && content.error().code == ErrorCode::not_found) {
        return Error{ErrorCode::not_found,
                     place.directory + ": no ledger here; make one with 'fallbuch init'"};
    }
    if (!content) return content.error();
    return parse(path, as_text(*content));
}

}  // namespace fallbuch
