#include "tools/fallbuch/value_text.h"

#include <algorithm>
#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>

#include "core/calendar/berlin.h"
#include "core/events/code_list.h"
#include "core/events/value_check.h"
#include "tools/fallbuch/german.h"

namespace fallbuch {
namespace {

using Json = nlohmann::json;

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

bool is_list_of_a_log(const Json& value) {
    return value.is_object() && value.size() == 1 && value.contains("list");
}

bool has_parts(const Json& value) { return value.is_object() && !is_list_of_a_log(value); }

bool has_items_with_parts(const Json& value) {
    return value.is_array() && std::ranges::any_of(value, has_parts);
}

std::string indented(const std::string& text, std::size_t level) {
    std::string out;
    for (const char c : text) {
        out += c;
        if (c == '\n') out.append(level, ' ');
    }
    return out;
}

class ValueWriter {
public:
    ValueWriter(const BerlinTime& berlin, const PartOrder& order)
        : berlin_(berlin), order_(order) {}

    // `level`: how deep what stands below the line is indented.
    std::string text(const Json& value, const ValueCheck* check, std::size_t level) const {
        if (has_items_with_parts(value)) return items(value, check, level);
        if (value.is_array()) return list(value, check);
        if (has_parts(value)) return parts(value, check, level);
        return single(value, check);
    }

private:
    std::string single(const Json& value, const ValueCheck* check) const {
        if (!value.is_string() || check == nullptr) return german_value(berlin_, value.dump());
        const auto text = value.get<std::string>();
        const Code* code = check->codes != nullptr ? check->codes->find(text) : nullptr;
        if (code != nullptr) return code->title;
        return check->format == TextFormat::date ? german_text(text)
                                                 : german_value(berlin_, value.dump());
    }

    // In one line.
    std::string list(const Json& values, const ValueCheck* check) const {
        const ValueCheck* items = check != nullptr ? check->items : nullptr;
        std::string joined;
        for (const Json& value : values) {
            joined += (joined.empty() ? "" : "; ") + text(value, items, 0);
        }
        return joined.empty() ? "keine" : joined;
    }

    std::string items(const Json& values, const ValueCheck* check, std::size_t level) const {
        const ValueCheck* items = check != nullptr ? check->items : nullptr;
        std::string lines;
        for (const Json& value : values) {
            lines += '\n' + std::string(level, ' ') + "– " + text(value, items, level + 2);
        }
        return lines;
    }

    // What takes several lines stands below all others.
    std::string parts(const Json& value, const ValueCheck* check, std::size_t level) const {
        const std::string indent(level, ' ');
        std::string line;
        std::string below;
        for (const std::string& name : order_.names_in(value, check)) {
            const std::string told = part(name, value.at(name), check, level);
            if (value.at(name).is_structured() && told.find('\n') != std::string::npos) {
                below += '\n' + indent + told;
            } else {
                line += (line.empty() ? "" : " · ") + told;
            }
        }
        return line + below;
    }

    std::string part(const std::string& name, const Json& value, const ValueCheck* whole,
                     std::size_t level) const {
        const PropertyCheck* property = whole != nullptr ? property_of(*whole, name) : nullptr;
        const ValueCheck* check = whole != nullptr ? whole->others_check : nullptr;
        std::string title = name;
        if (property != nullptr) {
            check = property->check;
            if (!property->title.empty()) title = property->title;
        }
        std::string told = text(value, check, level);
        // A text goes on below where it began.
        if (value.is_string()) told = indented(told, level);
        return labelled(title, has_parts(value) ? '(' + told + ')' : told);
    }

    const BerlinTime& berlin_;
    const PartOrder& order_;
};

}  // namespace

std::string readable(const BerlinTime& berlin, const Json& value, const ValueCheck* check,
                     const PartOrder& order) {
    return ValueWriter(berlin, order).text(value, check, 0);
}

std::string labelled(const std::string& title, const std::string& value) {
    return title + (value.starts_with('\n') ? ":" : ": ") + value;
}

}  // namespace fallbuch
