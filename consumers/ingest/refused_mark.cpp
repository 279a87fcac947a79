#include "consumers/ingest/refused_mark.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstring>
#include <optional>
#include <string_view>
#include <system_error>

#include "core/base/bytes.h"
#include "core/calendar/timestamp.h"
#include "core/codec/checksum.h"
#include "core/codec/hex.h"

namespace fallbuch {
namespace {

constexpr std::uint64_t kMarkBytesMax = 1024 * 1024;
constexpr std::string_view kTitle = "fallbuch refused\n";
constexpr std::string_view kFormat = "format 1\n";
constexpr std::string_view kChecksum = "checksum ";

std::string path_in(const std::string& directory) { return directory + "/COMMITTED"; }

std::string checksum_line(std::string_view text) {
    const std::uint64_t checksum = checksum64(as_bytes(text));
    std::array<std::uint8_t, sizeof checksum> bytes{};
    std::memcpy(bytes.data(), &checksum, sizeof checksum);
    return std::string(kChecksum) + to_hex(bytes) + '\n';
}

// Takes the word up to `end` off the line.
std::string_view take_word(std::string_view& line, char end) {
    const std::string_view word = line.substr(0, line.find(end));
    line.remove_prefix(std::min(line.size(), word.size() + 1));
    return word;
}

std::optional<std::uint64_t> parse_number(std::string_view digits) {
    std::uint64_t number = 0;
    const char* end = digits.data() + digits.size();
    const auto [stop, code] = std::from_chars(digits.data(), end, number);
    if (code != std::errc() || stop != end) return std::nullopt;
    return number;
}

bool parse_line(std::string_view line, RefusedMark& mark) {
    const auto day = parse_day(take_word(line, ' '));
    const auto size_bytes = parse_number(take_word(line, ' '));
    const auto entry_count = parse_number(line);
    if (!day || !size_bytes || !entry_count) return false;
    mark.days[UtcDay(day->time_since_epoch())] = {*size_bytes, *entry_count};
    return true;
}

}  // namespace

Status write_refused_mark(FileSystem& files, const std::string& directory,
                          const RefusedMark& mark) {
    std::string text = std::string(kTitle) + std::string(kFormat);
    for (const auto& [day, committed] : mark.days) {
        text += day_text(std::chrono::local_days(day.time_since_epoch())) + ' ' +
                std::to_string(committed.size_bytes) + ' ' + std::to_string(committed.entry_count) +
                '\n';
    }
    text += checksum_line(text);
    return replace_file(files, path_in(directory), as_bytes(text), Durability::synced);
}

Result<RefusedMark> read_refused_mark(FileSystem& files, const std::string& directory) {
    const std::string path = path_in(directory);
    const Error damaged{ErrorCode::corrupt,
                        path + ": is damaged; move the directory away to begin a new one"};
    const auto content = read_file(files, path, kMarkBytesMax);
    if (!content) return content.error().code == ErrorCode::invalid ? damaged : content.error();
    std::string_view text = as_text(*content);
    const std::size_t checked_bytes = text.rfind(kChecksum);
    if (checked_bytes == std::string_view::npos || !text.starts_with(kTitle) ||
        text.substr(checked_bytes) != checksum_line(text.substr(0, checked_bytes))) {
        return damaged;
    }
    text = text.substr(0, checked_bytes).substr(kTitle.size());
    if (!text.starts_with(kFormat)) {
        return Error{ErrorCode::unavailable,
                     path + ": has a format that this program does not know; use a newer fallbuch"};
    }
    text.remove_prefix(kFormat.size());
    RefusedMark mark;
    while (!text.empty()) {
        if (!parse_line(take_word(text, '\n'), mark)) return damaged;
    }
    return mark;
}

}  // namespace fallbuch
