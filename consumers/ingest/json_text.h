// Writes JSON text piece by piece, for events that are made rather than read.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace fallbuch {

// Appends a JSON string with its quotes. `text` is UTF-8; control characters are escaped.
void append_json_text(std::string& out, std::string_view text);
void append_json_integer(std::string& out, std::int64_t value);
// Shortest form that reads back the same. JSON has no infinities and no NaN: those become texts.
void append_json_number(std::string& out, double value);

}  // namespace fallbuch
