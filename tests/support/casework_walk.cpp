#include "tests/support/casework_walk.h"

#include <cstddef>
#include <nlohmann/json.hpp>
#include <string_view>

#include "core/events/catalogue.h"

namespace fallbuch {
namespace {

using nlohmann::json;

std::vector<CaseworkFile> files_of(bool code_lists) {
    constexpr std::string_view kFolder = "casework/";
    std::vector<CaseworkFile> out;
    for (const CatalogueFile& file : built_in_catalogue()) {
        if (!file.name.starts_with(kFolder)) continue;
        if (file.name.ends_with(".codes.json") != code_lists) continue;
        const std::string below = file.name.substr(kFolder.size());
        const std::size_t slash = below.find('/');
        out.push_back({below.substr(0, slash), below.substr(slash + 1), file.text});
    }
    return out;
}

}  // namespace

std::vector<CaseworkFile> casework_type_files() { return files_of(false); }
std::vector<CaseworkFile> casework_code_files() { return files_of(true); }

void walk_places(const json& schema, const json& value, const std::string& pointer,
                 const VisitPlace& visit) {
    visit(schema, pointer);
    if (value.is_object() && schema.contains("properties")) {
        for (const auto& [name, part] : value.items()) {
            walk_places(schema["properties"].at(name), part, pointer + "/" + name, visit);
        }
    }
    if (!value.is_array()) return;
    for (std::size_t i = 0; i < value.size(); ++i) {
        walk_places(schema.at("items"), value[i], pointer + "/" + std::to_string(i), visit);
    }
}

void walk_schema(const json& schema, const std::string& pointer, const VisitPlace& visit) {
    visit(schema, pointer);
    if (schema.contains("items")) walk_schema(schema["items"], pointer + "/items", visit);
    if (!schema.contains("properties")) return;
    for (const auto& [name, part] : schema["properties"].items()) {
        walk_schema(part, pointer + "/properties/" + name, visit);
    }
}

}  // namespace fallbuch
