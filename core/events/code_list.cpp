#include "core/events/code_list.h"

#include <cstddef>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/calendar/timestamp.h"
#include "core/events/json_members.h"

namespace fallbuch {
namespace {

using nlohmann::json;

Result<std::optional<std::chrono::local_days>> day_member(const json& object, const char* key) {
    if (!object.contains(key)) return std::optional<std::chrono::local_days>{};
    ASSIGN_OR_RETURN(const std::string text, text_member(object, key));
    const auto day = parse_day(text);
    if (!day) return Error{ErrorCode::invalid, std::string(key) + ": not a day (" + text + ")"};
    return day;
}

Result<CodeAttributes> attributes_member(const json& entry) {
    CodeAttributes out;
    const json& attributes = member_or_empty(entry, "attributes");
    if (!attributes.is_object()) return Error{ErrorCode::invalid, "attributes: must be an object"};
    for (const auto& [name, texts] : attributes.items()) {
        std::vector<std::string>& values = out[name];
        const Error wrong{ErrorCode::invalid, "attributes: " + name + ": must be a list of texts"};
        if (!texts.is_array()) return wrong;
        for (const json& text : texts) {
            if (!text.is_string()) return wrong;
            values.push_back(text.get<std::string>());
        }
    }
    return out;
}

Result<Code> parse_code(const json& entry) {
    RETURN_IF_ERROR(only_members(entry, {"code", "title", "valid", "outsideOrder", "attributes"}));
    Code code;
    ASSIGN_OR_RETURN(code.code, text_member(entry, "code"));
    ASSIGN_OR_RETURN(code.title, text_member(entry, "title"));
    ASSIGN_OR_RETURN(code.attributes, attributes_member(entry));
    if (!entry.contains("valid")) return code;
    RETURN_IF_ERROR(only_members(entry["valid"], {"from", "to"}));
    ASSIGN_OR_RETURN(code.valid_from, day_member(entry["valid"], "from"));
    ASSIGN_OR_RETURN(code.valid_to, day_member(entry["valid"], "to"));
    return code;
}

}  // namespace

Result<std::unique_ptr<const CodeList>> CodeList::parse(std::string_view text) {
    ASSIGN_OR_RETURN(const json document, parse_document(text));
    RETURN_IF_ERROR(only_members(document, {"codes", "title", "source", "ordered", "values"}));
    std::unique_ptr<CodeList> list(new CodeList);
    ASSIGN_OR_RETURN(list->name_, text_member(document, "codes"));
    ASSIGN_OR_RETURN(list->title_, text_member(document, "title"));
    ASSIGN_OR_RETURN(list->source_, text_member_or(document, "source", ""));
    ASSIGN_OR_RETURN(list->ordered_, flag_member(document, "ordered"));
    if (!document.contains("values") || !document["values"].is_array()) {
        return Error{ErrorCode::invalid, "values: must be an array"};
    }
    std::size_t rank = 0;
    for (const json& entry : document["values"]) {
        const std::string place = "values/" + std::to_string(list->codes_.size());
        auto code = parse_code(entry);
        if (!code) return code.error().in(place);
        if (!list->index_of_.emplace(code->code, list->codes_.size()).second) {
            return Error{ErrorCode::invalid, place + ": the code comes twice (" + code->code + ")"};
        }
        auto outside = flag_member(entry, "outsideOrder");
        if (!outside) return outside.error().in(place);
        if (list->ordered_ && !*outside) code->rank = rank++;
        list->codes_.push_back(*std::move(code));
    }
    return std::unique_ptr<const CodeList>(std::move(list));
}

const Code* CodeList::find(std::string_view code) const {
    const auto found = index_of_.find(code);
    return found == index_of_.end() ? nullptr : &codes_[found->second];
}

}  // namespace fallbuch
