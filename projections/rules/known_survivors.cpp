#include "projections/rules/known_survivors.h"

#include <cstddef>

namespace fallbuch::rules {
namespace {

Error fault(std::size_t line, std::string_view why, std::string_view text) {
    return Error{ErrorCode::invalid, "known survivors, line " + std::to_string(line) + ": " +
                                         std::string(why) + " (" + std::string(text) + ")"};
}

}  // namespace

Result<KnownSurvivors> parse_known_survivors(std::string_view text) {
    KnownSurvivors known;
    for (std::size_t number = 1; !text.empty(); ++number) {
        std::string_view line = text.substr(0, text.find('\n'));
        text.remove_prefix(line.size() == text.size() ? line.size() : line.size() + 1);
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (line.empty() || line.front() == '#') continue;
        const std::size_t colon = line.find(": ");
        if (colon == std::string_view::npos || colon == 0 || colon + 2 == line.size()) {
            return fault(number, "not \"key: reason\"", line);
        }
        const std::string_view key = line.substr(0, colon);
        if (!known.emplace(key, line.substr(colon + 2)).second) {
            return fault(number, "this key has a reason already", key);
        }
    }
    return known;
}

}  // namespace fallbuch::rules
