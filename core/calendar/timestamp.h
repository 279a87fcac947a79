// How instants and days are read from text and written: RFC 3339.
//
// Read: a full date-time with an offset ("t" and "z" in either case, at most 9 digits of a second;
// no leap second, which no clock of ours can tell), or a full date. Instants reach from 1677 to
// 2262. Written: UTC with "Z", or with a given offset, and as many fraction digits as are needed.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/clock.h"

namespace fallbuch {

// Nothing if the text is no such date-time, or lies outside an Instant's range.
std::optional<Instant> parse_timestamp(std::string_view text);

// "YYYY-MM-DD" of a day that exists; nothing otherwise.
std::optional<std::chrono::local_days> parse_day(std::string_view text);

// "2026-03-01T12:00:00Z", or with an offset in whole minutes "2026-03-01T13:00:00+01:00".
std::string timestamp_text(Instant instant);
std::string timestamp_text(Instant instant, std::chrono::seconds offset);

std::string day_text(std::chrono::local_days day);

}  // namespace fallbuch
