#include "consumers/ingest/xes_log.h"

#include <array>

namespace fallbuch {

std::string_view to_string(XesKind kind) {
    static constexpr std::array<std::string_view, 8> kNames{"string",  "date", "int",  "float",
                                                            "boolean", "id",   "list", "container"};
    return kNames[static_cast<std::size_t>(kind)];
}

const XesAttribute* XesAttributes::find(std::string_view key) const {
    for (const XesAttribute& attribute : *this) {
        if (attribute.key == key) return &attribute;
    }
    return nullptr;
}

}  // namespace fallbuch
