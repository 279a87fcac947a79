// Is this part of that name, as a person would say?
#pragma once

#include <string>
#include <string_view>

namespace fallbuch {

// Without case and accents (Unicode case folding and compatibility decomposition without marks):
// "ÖZTÜRK", "öztürk" and "Ozturk" are one, "Weiß" is "WEISS". Text that is no UTF-8 stays as it is.
std::string folded(std::string_view text);

// Any part will do; an empty one is part of every name.
bool is_part_of_name(std::string_view part, std::string_view name);

}  // namespace fallbuch
