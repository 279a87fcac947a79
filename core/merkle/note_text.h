// Which texts and key names a signed note allows: C2SP signed-note, "Format".
#pragma once

#include <optional>
#include <string_view>

namespace fallbuch {

// Valid UTF-8 without ASCII control characters (below U+0020) but the newline.
bool is_note_text(std::string_view text);

// A note text of one line, not empty, without '+' and without Unicode white space.
bool is_key_name(std::string_view name);

// Cuts the next line off the front of `rest` and returns it without its newline; nothing if no
// newline is left.
std::optional<std::string_view> take_line(std::string_view& rest);

}  // namespace fallbuch
