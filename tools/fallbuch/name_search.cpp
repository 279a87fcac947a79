#include "tools/fallbuch/name_search.h"

#include <utf8proc.h>

#include <cstdint>
#include <cstdlib>
#include <memory>

namespace fallbuch {

std::string folded(std::string_view text) {
    constexpr auto kOptions = static_cast<utf8proc_option_t>(
        UTF8PROC_CASEFOLD | UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_STRIPMARK);
    std::uint8_t* made = nullptr;
    const utf8proc_ssize_t size_bytes =
        utf8proc_map(reinterpret_cast<const std::uint8_t*>(text.data()),
                     static_cast<utf8proc_ssize_t>(text.size()), &made, kOptions);
    const std::unique_ptr<std::uint8_t, decltype(&std::free)> owned(made, std::free);
    if (size_bytes < 0) return std::string(text);
    return {reinterpret_cast<const char*>(made), static_cast<std::size_t>(size_bytes)};
}

bool is_part_of_name(std::string_view part, std::string_view name) {
    return part.empty() || folded(name).find(folded(part)) != std::string::npos;
}

}  // namespace fallbuch
