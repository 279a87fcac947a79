#include "tools/fallbuch/value_text.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>

#include "core/calendar/berlin.h"
#include "core/events/code_list.h"
#include "core/events/value_check.h"
#include "tools/fallbuch/german.h"

namespace fallbuch {
namespace {

// A civil date as people write it; every other text as it is.
std::string german_text(const std::string& text) {
    const bool is_date = text.size() == 10 && text[4] == '-' && text[7] == '-';
    return is_date ? text.substr(8, 2) + "." + text.substr(5, 2) + "." + text.substr(0, 4) : text;
}

const PropertyCheck* property_of(const ValueCheck& check, const std::string& name) {
    const auto found =
        std::find_if(check.properties.begin(), check.properties.end(),
                     [&](const PropertyCheck& property) { return property.name == name; });
    return found != check.properties.end() ? &*found : nullptr;
}

}  // namespace

std::string readable(const BerlinTime& berlin, const nlohmann::json& value,
                     const ValueCheck* check) {
    if (value.is_string()) {
        const auto text = value.get<std::string>();
        const Code* code =
            check != nullptr && check->codes != nullptr ? check->codes->find(text) : nullptr;
        if (code != nullptr) return code->title;
        return check != nullptr && check->format == TextFormat::date
                   ? german_text(text)
                   : german_value(berlin, value.dump());
    }
    std::string joined;
    if (value.is_array()) {
        for (const nlohmann::json& item : value) {
            const auto* items = check != nullptr ? check->items : nullptr;
            joined += (joined.empty() ? "" : "; ") + readable(berlin, item, items);
        }
        return joined;
    }
    const bool is_list_of_a_log = value.is_object() && value.size() == 1 && value.contains("list");
    if (!value.is_object() || is_list_of_a_log) return german_value(berlin, value.dump());
    for (const auto& [name, inner] : value.items()) {
        const PropertyCheck* property = check != nullptr ? property_of(*check, name) : nullptr;
        const bool titled = property != nullptr && !property->title.empty();
        const ValueCheck* others = check != nullptr ? check->others_check : nullptr;
        joined += (joined.empty() ? "" : ", ") + (titled ? property->title : name) + ": " +
                  readable(berlin, inner, property != nullptr ? property->check : others);
    }
    return joined;
}

}  // namespace fallbuch
