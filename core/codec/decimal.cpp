#include "core/codec/decimal.h"

#include <charconv>
#include <string>
#include <system_error>

namespace fallbuch {

Result<std::uint64_t> parse_decimal(std::string_view text) {
    const auto refused = [&](std::string_view why) {
        // Twenty digits are enough to recognise it, and the longest valid number has as many.
        return Error{ErrorCode::invalid, "decimal number: " + std::string(why) + " (" +
                                             std::string(text.substr(0, 20)) + ")"};
    };
    if (text.size() > 1 && text.front() == '0') return refused("it has a leading zero");
    std::uint64_t value = 0;
    const char* const end = text.data() + text.size();
    const auto [stopped, fault] = std::from_chars(text.data(), end, value);
    if (fault == std::errc::result_out_of_range) return refused("it is larger than 64 bits");
    if (fault != std::errc{} || stopped != end) return refused("it has other than digits");
    return value;
}

}  // namespace fallbuch
