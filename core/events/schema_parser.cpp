#include "core/events/schema_parser.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "core/codec/cbor.h"
#include "core/events/json_members.h"
#include "core/events/pattern.h"

namespace fallbuch {
namespace {

using nlohmann::json;

// Where a schema stands decides which annotations it may carry.
using Levels = unsigned;
constexpr Levels kRoot = 1;
constexpr Levels kField = 2;
constexpr Levels kFieldItems = 4;
constexpr Levels kNested = 8;
constexpr Levels kEverywhere = 15;

struct Keyword {
    std::string_view name;
    Levels levels;
    bool beside_reference = false;
};

constexpr auto kKeywords = std::to_array<Keyword>({
    {"type", kEverywhere},
    {"properties", kEverywhere},
    {"required", kEverywhere},
    {"additionalProperties", kEverywhere},
    {"items", kEverywhere},
    {"minItems", kEverywhere},
    {"maxItems", kEverywhere},
    {"uniqueItems", kEverywhere},
    {"enum", kEverywhere},
    {"const", kEverywhere},
    {"minLength", kEverywhere},
    {"maxLength", kEverywhere},
    {"minimum", kEverywhere},
    {"maximum", kEverywhere},
    {"pattern", kEverywhere},
    {"format", kEverywhere},
    {"x-codes", kEverywhere},
    {"title", kEverywhere, true},
    {"description", kEverywhere, true},
    {"examples", kEverywhere, true},
    {"$comment", kEverywhere, true},
    {"$ref", kEverywhere, true},
    {"x-category", kField, true},
    {"x-subject", kField | kFieldItems, true},
    {"x-fallbuch", kRoot},
    {"$schema", kRoot},
    {"$id", kRoot},
    {"$defs", kRoot},
    {"definitions", kRoot},
});

Error wrong(const std::string& pointer, std::string_view why) {
    return Error{ErrorCode::invalid,
                 (pointer.empty() ? "(root)" : pointer) + ": " + std::string(why)};
}

Result<KindSet> parse_kind(const json& name) {
    static const std::map<std::string_view, KindSet> kKinds{
        {"null", kJsonNull},     {"boolean", kJsonBoolean}, {"integer", kJsonInteger},
        {"number", kJsonNumber}, {"string", kJsonText},     {"array", kJsonArray},
        {"object", kJsonObject}};
    if (name.is_string()) {
        const auto found = kKinds.find(name.get_ref<const std::string&>());
        if (found != kKinds.end()) return found->second;
    }
    return Error{ErrorCode::invalid, "type: unknown type " + name.dump()};
}

Result<Scalar> parse_scalar(const json& value) {
    if (value.is_null()) return Scalar{};
    if (value.is_boolean()) return Scalar{value.get<bool>()};
    if (value.is_string()) return Scalar{value.get<std::string>()};
    if (value.is_number_integer() && value <= std::numeric_limits<std::int64_t>::max()) {
        return Scalar{value.get<std::int64_t>()};
    }
    return Error{ErrorCode::invalid,
                 "enum, const: only texts, integers, booleans and null are supported"};
}

Result<std::optional<Bound>> parse_bound(const json& schema, const char* key) {
    const auto found = schema.find(key);
    if (found == schema.end()) return std::optional<Bound>{};
    if (found->is_number_float()) return std::optional<Bound>(found->get<double>());
    if (found->is_number_integer() && *found <= std::numeric_limits<std::int64_t>::max()) {
        return std::optional<Bound>(found->get<std::int64_t>());
    }
    return Error{ErrorCode::invalid, std::string(key) + ": must be a number of 64 bits"};
}

std::string title_of(const json& schema) {
    const auto title = schema.is_object() ? schema.find("title") : schema.end();
    return title != schema.end() && title->is_string() ? title->get<std::string>() : std::string();
}

class SchemaCompiler {
public:
    SchemaCompiler(const json& root, const CodeLists* lists, std::deque<ValueCheck>& checks)
        : root_(root), lists_(lists), checks_(checks) {}

    Result<const ValueCheck*> compile(const json& schema, const std::string& pointer,
                                      Levels level) {
        RETURN_IF_ERROR(check_keywords(schema, pointer, level));
        if (schema.contains("$ref")) return follow(schema["$ref"], pointer);
        ValueCheck& check = checks_.emplace_back();
        if (pointer.starts_with("/$defs/") || pointer.starts_with("/definitions/")) {
            // Known before its parts are, so that a schema can refer to itself.
            compiled_.try_emplace(pointer, &check);
        }
        if (auto status = fill(check, schema); !status)
            return wrong(pointer, status.error().message);
        RETURN_IF_ERROR(fill_array(check, schema, pointer, level));
        RETURN_IF_ERROR(fill_object(check, schema, pointer, level));
        return &check;
    }

private:
    Status check_keywords(const json& schema, const std::string& pointer, Levels level) const {
        if (!schema.is_object()) return wrong(pointer, "a schema must be an object");
        for (const auto& [name, value] : schema.items()) {
            const auto* keyword = std::find_if(kKeywords.begin(), kKeywords.end(),
                                               [&](const Keyword& k) { return k.name == name; });
            if (keyword == kKeywords.end()) {
                return wrong(pointer, name + ": this keyword is not supported");
            }
            if ((keyword->levels & level) == 0) return wrong(pointer, name + ": not allowed here");
            if (schema.contains("$ref") && !keyword->beside_reference) {
                return wrong(pointer, name + ": not allowed beside $ref");
            }
        }
        return {};
    }

    Result<const ValueCheck*> follow(const json& reference, const std::string& pointer) {
        const std::string target = reference.is_string() ? reference.get<std::string>() : "";
        if (!target.starts_with("#/$defs/") && !target.starts_with("#/definitions/")) {
            return wrong(pointer, "$ref: must begin with #/$defs/ or #/definitions/");
        }
        const std::string place = target.substr(1);
        if (const auto found = compiled_.find(place); found != compiled_.end()) {
            return found->second;
        }
        const json* schema = at(place);
        if (schema == nullptr) return wrong(pointer, "$ref: leads nowhere (" + target + ")");
        if (schema->is_object() && schema->contains("$ref")) {
            return wrong(pointer, "$ref: leads to another $ref (" + target + ")");
        }
        return compile(*schema, place, kNested);
    }

    const json* at(const std::string& pointer) const try {
        return &root_.at(json::json_pointer(pointer));
    } catch (const json::exception&) {
        return nullptr;
    }

    Status fill(ValueCheck& check, const json& schema) const {
        if (schema.contains("type")) {
            const json& type = schema["type"];
            check.kinds = 0;
            for (const json& name : type.is_array() ? type : json::array({type})) {
                ASSIGN_OR_RETURN(const KindSet kind, parse_kind(name));
                check.kinds |= kind;
            }
            if (check.kinds == 0) return Error{ErrorCode::invalid, "type: an empty list"};
        }
        ASSIGN_OR_RETURN(check.minimum, parse_bound(schema, "minimum"));
        ASSIGN_OR_RETURN(check.maximum, parse_bound(schema, "maximum"));
        RETURN_IF_ERROR(fill_allowed(check, schema));
        return fill_text(check, schema);
    }

    static Status fill_allowed(ValueCheck& check, const json& schema) {
        if (schema.contains("enum") && schema.contains("const")) {
            return Error{ErrorCode::invalid, "enum: not allowed beside const"};
        }
        if (schema.contains("const")) {
            ASSIGN_OR_RETURN(Scalar value, parse_scalar(schema["const"]));
            check.allowed_values.push_back(std::move(value));
        }
        if (!schema.contains("enum")) return {};
        if (!schema["enum"].is_array() || schema["enum"].empty()) {
            return Error{ErrorCode::invalid, "enum: must be an array that is not empty"};
        }
        for (const json& entry : schema["enum"]) {
            ASSIGN_OR_RETURN(Scalar value, parse_scalar(entry));
            check.allowed_values.push_back(std::move(value));
        }
        return {};
    }

    Status fill_text(ValueCheck& check, const json& schema) const {
        ASSIGN_OR_RETURN(check.code_points_min, count_member_or(schema, "minLength", 0));
        ASSIGN_OR_RETURN(check.code_points_max,
                         count_member_or(schema, "maxLength", ValueCheck::kNoLimit));
        ASSIGN_OR_RETURN(const std::string format, text_member_or(schema, "format", ""));
        if (format == "date") check.format = TextFormat::date;
        if (format == "date-time") check.format = TextFormat::date_time;
        if (!format.empty() && check.format == TextFormat::none) {
            return Error{ErrorCode::invalid, "format: not supported (" + format + ")"};
        }
        if (schema.contains("pattern")) {
            ASSIGN_OR_RETURN(const std::string expression, text_member(schema, "pattern"));
            ASSIGN_OR_RETURN(check.pattern, Pattern::parse(expression));
            if (check.code_points_max > kPatternTextBytesMax) {
                return Error{ErrorCode::invalid, "pattern: needs a maxLength of at most 255"};
            }
        }
        RETURN_IF_ERROR(fill_codes(check, schema));
        check.has_text_rules = check.code_points_min > 0 || check.pattern ||
                               check.code_points_max != ValueCheck::kNoLimit ||
                               check.format != TextFormat::none || check.codes != nullptr;
        return {};
    }

    Status fill_codes(ValueCheck& check, const json& schema) const {
        if (!schema.contains("x-codes")) return {};
        ASSIGN_OR_RETURN(const std::string name, text_member(schema, "x-codes"));
        if (lists_ == nullptr) return {};
        const auto found = lists_->find(name);
        if (found == lists_->end()) {
            return Error{ErrorCode::invalid, "x-codes: no such code list (" + name + ")"};
        }
        check.codes = found->second.get();
        return {};
    }

    Status fill_array(ValueCheck& check, const json& schema, const std::string& pointer,
                      Levels level) {
        const auto located = [&](const Error& error) { return wrong(pointer, error.message); };
        auto items_min = count_member_or(schema, "minItems", 0);
        auto items_max = count_member_or(schema, "maxItems", ValueCheck::kNoLimit);
        auto items_unique = flag_member(schema, "uniqueItems");
        if (!items_min) return located(items_min.error());
        if (!items_max) return located(items_max.error());
        if (!items_unique) return located(items_unique.error());
        check.items_min = *items_min;
        check.items_max = *items_max;
        check.items_unique = *items_unique;
        if (!schema.contains("items")) return {};
        const Levels below = level == kField ? kFieldItems : kNested;
        ASSIGN_OR_RETURN(check.items, compile(schema["items"], pointer + "/items", below));
        return {};
    }

    Status fill_object(ValueCheck& check, const json& schema, const std::string& pointer,
                       Levels level) {
        const json& properties = member_or_empty(schema, "properties");
        if (!properties.is_object()) return wrong(pointer, "properties: must be an object");
        const Levels below = level == kRoot ? kField : kNested;
        for (const auto& [name, property] : properties.items()) {
            ASSIGN_OR_RETURN(const ValueCheck* found,
                             compile(property, pointer + below_properties(name), below));
            check.properties.push_back({name, found, false, title_of(property)});
        }
        std::sort(check.properties.begin(), check.properties.end(),
                  [](const PropertyCheck& left, const PropertyCheck& right) {
                      return cbor_key_less(left.name, right.name);
                  });
        RETURN_IF_ERROR(mark_required(check, schema, pointer));
        if (!schema.contains("additionalProperties")) return {};
        const json& others = schema["additionalProperties"];
        if (others.is_boolean()) {
            check.others = others.get<bool>() ? OtherProperties::allowed : OtherProperties::refused;
            return {};
        }
        ASSIGN_OR_RETURN(check.others_check,
                         compile(others, pointer + "/additionalProperties", kNested));
        return {};
    }

    static Status mark_required(ValueCheck& check, const json& schema, const std::string& pointer) {
        if (!schema.contains("required")) return {};
        const json& required = schema["required"];
        if (!required.is_array()) return wrong(pointer, "required: must be an array");
        for (const json& name : required) {
            const auto found =
                std::find_if(check.properties.begin(), check.properties.end(),
                             [&](const PropertyCheck& property) { return name == property.name; });
            if (found == check.properties.end()) {
                return wrong(pointer, "required: names no property (" + name.dump() + ")");
            }
            found->required = true;
        }
        return {};
    }

    static std::string below_properties(const std::string& name) {
        return (json::json_pointer("/properties") / name).to_string();
    }

    const json& root_;
    const CodeLists* lists_;
    std::deque<ValueCheck>& checks_;
    std::map<std::string, const ValueCheck*> compiled_;
};

}  // namespace

Result<const ValueCheck*> compile_schema(const json& schema, const CodeLists* lists,
                                         std::deque<ValueCheck>& checks) {
    return SchemaCompiler(schema, lists, checks).compile(schema, "", kRoot);
}

}  // namespace fallbuch
