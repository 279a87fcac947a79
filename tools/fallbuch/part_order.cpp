#include "tools/fallbuch/part_order.h"

#include <algorithm>
#include <cstddef>
#include <nlohmann/json.hpp>
#include <tuple>
#include <utility>

namespace fallbuch {
namespace {

using Json = nlohmann::ordered_json;

// The parts of each object of a schema, however deep it lies, as the file writes them.
void collect(const Json& schema, std::vector<std::vector<std::string>>& found) {
    if (schema.is_object() && schema.contains("properties")) {
        std::vector<std::string>& names = found.emplace_back();
        for (const auto& [name, property] : schema["properties"].items()) names.push_back(name);
    }
    if (!schema.is_structured()) return;
    for (const auto& [name, below] : schema.items()) collect(below, found);
}

std::set<std::string> parts_of(const ValueCheck& check) {
    std::set<std::string> names;
    for (const PropertyCheck& property : check.properties) names.insert(property.name);
    return names;
}

bool is_required(const ValueCheck& check, const std::string& name) {
    return std::ranges::any_of(check.properties, [&](const PropertyCheck& property) {
        return property.required && property.name == name;
    });
}

}  // namespace

PartOrder::PartOrder(const std::vector<CatalogueFile>& files) {
    for (const CatalogueFile& file : files) {
        const Json schema = Json::parse(file.text, nullptr, false);
        if (!schema.is_object() || !schema.contains("x-fallbuch")) continue;
        std::vector<Names> found;
        collect(schema, found);
        for (Names& names : found) {
            written_.try_emplace(std::set(names.begin(), names.end()), std::move(names));
        }
    }
}

std::vector<std::string> PartOrder::names_in(const nlohmann::json& object,
                                             const ValueCheck* check) const {
    Names names;
    for (const auto& [name, value] : object.items()) names.push_back(name);
    if (check == nullptr) return names;
    const auto written = written_.find(parts_of(*check));
    const auto rank = [&](const std::string& name) {
        const std::size_t place =
            written == written_.end()
                ? 0
                : static_cast<std::size_t>(std::ranges::find(written->second, name) -
                                           written->second.begin());
        return std::tuple(!is_required(*check, name), place);
    };
    std::ranges::stable_sort(names, {}, rank);
    return names;
}

}  // namespace fallbuch
