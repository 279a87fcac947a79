#include "core/events/json_members.h"

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>
#include <set>
#include <vector>

namespace fallbuch {
namespace {

using nlohmann::json;

Error wrong(const char* key, std::string_view why) {
    return Error{ErrorCode::invalid, std::string(key) + ": " + std::string(why)};
}

}  // namespace

Result<json> parse_document(std::string_view text) {
    std::vector<std::set<std::string>> open_objects;
    std::string twice;
    // nlohmann keeps the last of two equal keys in silence; nobody would know which one counts.
    const auto watch = [&](int, json::parse_event_t event, json& parsed) {
        if (event == json::parse_event_t::object_start) open_objects.emplace_back();
        if (event == json::parse_event_t::object_end) open_objects.pop_back();
        if (event == json::parse_event_t::key) {
            const auto& key = parsed.get_ref<const std::string&>();
            if (!open_objects.back().insert(key).second) twice = key;
        }
        return true;
    };
    try {
        json document = json::parse(text, watch);
        if (twice.empty()) return document;
        return Error{ErrorCode::invalid, "JSON: a key comes twice (" + twice + ")"};
    } catch (const json::exception& failure) {
        return Error{ErrorCode::invalid, std::string("JSON: ") + failure.what()};
    }
}

Status only_members(const json& object, std::initializer_list<std::string_view> names) {
    if (!object.is_object()) return Error{ErrorCode::invalid, "must be an object"};
    for (const auto& [key, value] : object.items()) {
        if (std::find(names.begin(), names.end(), key) == names.end()) {
            return wrong(key.c_str(), "unknown member");
        }
    }
    return {};
}

const json& member_or_empty(const json& object, const char* key) {
    static const json kEmpty = json::object();
    const auto found = object.find(key);
    return found == object.end() ? kEmpty : *found;
}

Result<std::string> text_member(const json& object, const char* key) {
    ASSIGN_OR_RETURN(std::string text, text_member_or(object, key, ""));
    if (text.empty()) return wrong(key, "must be a text that is not empty");
    return text;
}

Result<std::string> text_member_or(const json& object, const char* key, std::string_view fallback) {
    const auto found = object.find(key);
    if (found == object.end()) return std::string(fallback);
    if (!found->is_string()) return wrong(key, "must be a text");
    return found->get<std::string>();
}

Result<bool> flag_member(const json& object, const char* key) {
    const auto found = object.find(key);
    if (found == object.end()) return false;
    if (!found->is_boolean()) return wrong(key, "must be true or false");
    return found->get<bool>();
}

Result<std::uint32_t> count_member_or(const json& object, const char* key, std::uint32_t fallback) {
    const auto found = object.find(key);
    if (found == object.end()) return fallback;
    constexpr std::uint64_t kLimit = std::numeric_limits<std::uint32_t>::max();
    if (!found->is_number_unsigned() || found->get<std::uint64_t>() >= kLimit) {
        return wrong(key, "must be an integer from 0 to 2^32 - 2");
    }
    return found->get<std::uint32_t>();
}

}  // namespace fallbuch
