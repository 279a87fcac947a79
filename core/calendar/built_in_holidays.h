// The program's own list of holidays: the text of holidays.txt, embedded when the program is built.
#pragma once

#include <string_view>

namespace fallbuch {

// In the form of holiday_list.h; lives as long as the program.
std::string_view built_in_holidays();

}  // namespace fallbuch
