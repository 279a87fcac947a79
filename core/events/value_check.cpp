#include "core/events/value_check.h"

#include <array>
#include <string_view>
#include <utility>

namespace fallbuch {

std::string kinds_text(KindSet kinds) {
    constexpr std::array<std::pair<KindSet, std::string_view>, 7> kNames{{{kJsonText, "string"},
                                                                          {kJsonInteger, "integer"},
                                                                          {kJsonNumber, "number"},
                                                                          {kJsonBoolean, "boolean"},
                                                                          {kJsonObject, "object"},
                                                                          {kJsonArray, "array"},
                                                                          {kJsonNull, "null"}}};
    std::string out;
    for (const auto& [kind, name] : kNames) {
        if ((kinds & kind) == 0) continue;
        if (!out.empty()) out += " or ";
        out += name;
    }
    return out;
}

}  // namespace fallbuch
