#include "tests/support/json_samples.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

namespace fallbuch {
namespace {

using nlohmann::json;

std::string sample_text(const json& schema, std::mt19937_64& random) {
    if (schema.contains("pattern")) return random() % 2 == 0 ? "AB-12" : "XYZ-7q";
    const std::string format = schema.value("format", "");
    if (format == "date") return random() % 2 == 0 ? "2024-02-29" : "1999-12-31";
    if (format == "date-time") return "2026-03-01T12:00:00.5+01:00";
    if (schema.contains("x-codes")) return random() % 2 == 0 ? "TELEFON" : "TELEFAX";
    const std::size_t least = schema.value("minLength", std::size_t{0});
    const std::size_t most = std::min(schema.value("maxLength", std::size_t{12}), std::size_t{12});
    std::string out;
    for (std::size_t i = least + random() % (most - least + 1); i > 0; --i) {
        out += random() % 4 == 0 ? "ä" : "a";
    }
    return out;
}

json sample_number(const json& schema, std::mt19937_64& random, bool integer) {
    const double least = schema.value("minimum", -1000.0);
    const double most = schema.value("maximum", 1000.0);
    if (integer) {
        const auto range = static_cast<std::uint64_t>(most - least) + 1;
        return static_cast<std::int64_t>(least) + static_cast<std::int64_t>(random() % range);
    }
    // Never a whole number: the oracle and the standard differ about 1.0.
    return least + (most - least) * (static_cast<double>(random() % 997) + 0.5) / 1000.0;
}

json sample_array(const json& schema, const json& root, std::mt19937_64& random, int depth_left) {
    json out = json::array();
    const std::size_t least = schema.value("minItems", std::size_t{0});
    const std::size_t most = std::min(schema.value("maxItems", std::size_t{4}), std::size_t{4});
    const std::size_t count = least + random() % (most - least + 1);
    for (int tries = 0; out.size() < count && tries < 50; ++tries) {
        json item = sample(schema.value("items", json::object()), root, random, depth_left - 1);
        const bool known = std::find(out.begin(), out.end(), item) != out.end();
        if (!schema.value("uniqueItems", false) || !known) out.push_back(std::move(item));
    }
    return out;
}

json sample_object(const json& schema, const json& root, std::mt19937_64& random, int depth_left) {
    json out = json::object();
    const json required = schema.value("required", json::array());
    const json properties = schema.value("properties", json::object());
    for (const auto& [name, property] : properties.items()) {
        const bool needed = std::find(required.begin(), required.end(), name) != required.end();
        if (!needed && (depth_left <= 0 || random() % 2 == 0)) continue;
        out[name] = sample(property, root, random, depth_left - 1);
    }
    const json others = schema.value("additionalProperties", json(true));
    if (others == json(false) || depth_left <= 0) return out;
    for (std::uint64_t i = random() % 3; i > 0; --i) {
        out["other" + std::to_string(random() % 20)] =
            others.is_object() ? sample(others, root, random, depth_left - 1) : json(7);
    }
    return out;
}

std::string pick_type(const json& schema, std::mt19937_64& random, int depth_left) {
    const json type = schema.value("type", json("string"));
    if (!type.is_array()) return type;
    for (int tries = 0; tries < 20; ++tries) {
        const std::string name = type[random() % type.size()];
        if (depth_left > 0 || (name != "object" && name != "array")) return name;
    }
    return type[0];
}

// Every value within a document, itself included.
void collect(json& value, std::vector<json*>& out) {
    out.push_back(&value);
    if (!value.is_structured()) return;
    for (json& part : value) collect(part, out);
}

json another_value(std::mt19937_64& random) {
    switch (random() % 9) {
        case 0: return nullptr;
        case 1: return true;
        case 2: return static_cast<std::int64_t>(random() % 2000) - 1000;
        case 3: return 0.25;
        case 4: return std::string(random() % 20, 'z');
        case 5: return json::array({1, "a"});
        case 6: return json::object({{"left", true}});
        case 7: return "TELEX";
        default: return std::int64_t{1} << 60;
    }
}

}  // namespace

json sample(const json& schema, const json& root, std::mt19937_64& random, int depth_left) {
    if (schema.contains("$ref")) {
        const std::string place = schema["$ref"].get<std::string>().substr(1);
        return sample(root.at(json::json_pointer(place)), root, random, depth_left);
    }
    if (schema.contains("const")) return schema["const"];
    if (schema.contains("enum")) return schema["enum"][random() % schema["enum"].size()];
    const std::string type = pick_type(schema, random, depth_left);
    if (type == "string") return sample_text(schema, random);
    if (type == "integer" || type == "number") {
        return sample_number(schema, random, type == "integer");
    }
    if (type == "boolean") return random() % 2 == 0;
    if (type == "null") return nullptr;
    if (type == "array") return sample_array(schema, root, random, depth_left);
    return sample_object(schema, root, random, depth_left);
}

void mutate(json& document, std::mt19937_64& random) {
    std::vector<json*> places;
    collect(document, places);
    json& place = *places[random() % places.size()];
    switch (random() % 4) {
        case 0:
            if (place.is_object() && !place.empty()) {
                place.erase(std::next(place.begin(), static_cast<long>(random() % place.size())));
                return;
            }
            break;
        case 1:
            if (place.is_object()) {
                place["extra"] = another_value(random);
                return;
            }
            break;
        case 2:
            if (place.is_array() && !place.empty()) {
                place.push_back(place[0]);
                return;
            }
            break;
        default: break;
    }
    // The whole document stays an object, or there would be nothing to check.
    if (&place != &document) place = another_value(random);
}

}  // namespace fallbuch
