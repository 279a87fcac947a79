// Which value a piece of text is, by the XML Schema types that XES uses (XML Schema part 2).
//
// White space around a value is ignored, as those types say. Errors are invalid and read
// "why (text)". Pure functions, callable from any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "consumers/ingest/xes_log.h"
#include "core/base/clock.h"
#include "core/base/result.h"

namespace fallbuch {

// xs:dateTime: 2012-02-29T12:00:00[.fraction][Z|+hh:mm|-hh:mm]; 24:00:00 is the next day's start.
// Without a zone it is UTC: XML Schema leaves it open, and a choice that depends on the machine
// would give each office another order of events. Digits behind the nanosecond are cut off.
// Refused: days that do not exist, second 60, zones beyond 14:00, years outside 1678 to 2261.
Result<Instant> parse_xs_date_time(std::string_view text);

// xs:long: 64 bits, decimal, an optional sign.
Result<std::int64_t> parse_xs_long(std::string_view text);

// xs:double: decimal with optional exponent, INF, +INF, -INF or NaN. A number too great or too
// small for a double is refused rather than changed to infinity or zero.
Result<double> parse_xs_double(std::string_view text);

// xs:boolean: true, false, 1 or 0.
Result<bool> parse_xs_boolean(std::string_view text);

// The value that `text` has as an attribute of this kind.
Result<XesValue> parse_xes_value(XesKind kind, std::string_view text);

// `text` for a message: at most 80 bytes of it, on one line.
std::string shown(std::string_view text);

// White space as XML means it.
constexpr bool is_xml_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

}  // namespace fallbuch
