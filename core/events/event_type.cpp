#include "core/events/event_type.h"

#include <algorithm>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/codec/record.h"
#include "core/events/json_members.h"
#include "core/events/schema_parser.h"

namespace fallbuch {
namespace {

using nlohmann::json;

Error wrong(std::string_view place, std::string_view why) {
    return Error{ErrorCode::invalid, std::string(place) + ": " + std::string(why)};
}

// Categories and retention classes stand in clear headers: codes, no words.
Status check_label(std::string_view place, std::string_view label) {
    const auto is_label_character = [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
    };
    if (label.empty() || label.size() > kCategoryBytesMax ||
        !std::all_of(label.begin(), label.end(), is_label_character)) {
        return wrong(place, "must be 1 to 32 of A-Z, 0-9 and -");
    }
    return {};
}

// "CooperationPlanCreated" -> "de.fallbuch.cooperationplan.created"; empty if it is no such name.
std::string type_of_name(std::string_view name) {
    std::string type = "de.fallbuch.";
    std::size_t last_word = 0;
    for (std::size_t i = 0; i < name.size(); ++i) {
        const char c = name[i];
        const bool upper = c >= 'A' && c <= 'Z';
        const bool other = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (!upper && (!other || i == 0)) return {};
        if (upper) last_word = type.size();
        type += upper ? static_cast<char>(c - 'A' + 'a') : c;
    }
    constexpr std::size_t kPrefixBytes = 12;
    if (last_word <= kPrefixBytes) return {};
    return type.insert(last_word, ".");
}

// Can this value name a person in a key store?
bool can_name_person(const ValueCheck& check) {
    return check.kinds == kJsonText && check.code_points_min >= 1 &&
           check.code_points_max <= kPersonCharactersMax;
}
constexpr std::string_view kPersonRule =
    "must be of type string with minLength of at least 1 and maxLength of at most 128";

Result<std::string> person_member(const json& subject,
                                  std::initializer_list<std::string_view> members,
                                  const std::string& place) {
    if (auto status = only_members(subject, members); !status) return status.error().in(place);
    auto name = text_member(subject, "person");
    if (!name) return name.error().in(place);
    return name;
}

}  // namespace

// Builds one type from its file.
class EventTypeParser {
public:
    Result<std::unique_ptr<const EventType>> parse(std::string_view text, const CodeLists* lists) {
        ASSIGN_OR_RETURN(const json document, parse_document(text));
        ASSIGN_OR_RETURN(const ValueCheck* root, compile_schema(document, lists, type_->checks_));
        if (root->kinds != kJsonObject || root->others != OtherProperties::refused) {
            return wrong("(root)", "must have type object and additionalProperties false");
        }
        RETURN_IF_ERROR(read_annotation(document));
        type_->canonical_text_ = document.dump();
        if (type_->canonical_text_.size() > kSchemaBytesMax) {
            return wrong("(root)", "the schema is longer than 64 KiB");
        }
        RETURN_IF_ERROR(read_fields(document, *root));
        return std::unique_ptr<const EventType>(std::move(type_));
    }

private:
    Status read_annotation(const json& document) {
        constexpr std::string_view kPlace = "/x-fallbuch";
        ASSIGN_OR_RETURN(type_->title_, text_member(document, "title"));
        if (!document.contains("x-fallbuch")) return wrong(kPlace, "is missing");
        const json& about = document["x-fallbuch"];
        if (auto status = read_members(about); !status) return status.error().in(kPlace);
        RETURN_IF_ERROR(check_label("/x-fallbuch/retention", type_->retention_class_));
        if (type_->type_ != type_of_name(type_->name_)) {
            return wrong("/x-fallbuch/type", "does not follow from the name");
        }
        if (type_->type_.size() > kTypeBytesMax - 16) {
            return wrong("/x-fallbuch/type", "is too long");
        }
        type_->wire_type_ = type_->type_ + ".v" + std::to_string(type_->version_);
        return {};
    }

    Status read_members(const json& about) {
        RETURN_IF_ERROR(only_members(about, {"type", "version", "name", "retention", "actor",
                                             "stream", "mapRoot", "upcast"}));
        ASSIGN_OR_RETURN(type_->type_, text_member(about, "type"));
        ASSIGN_OR_RETURN(type_->name_, text_member(about, "name"));
        ASSIGN_OR_RETURN(type_->version_, count_member_or(about, "version", 0));
        if (type_->version_ == 0) return wrong("version", "must be an integer from 1 on");
        ASSIGN_OR_RETURN(type_->retention_class_, text_member(about, "retention"));
        ASSIGN_OR_RETURN(const std::string actor, text_member(about, "actor"));
        if (actor != "optional" && actor != "required") {
            return wrong("actor", "must be optional or required");
        }
        type_->actor_required_ = actor == "required";
        ASSIGN_OR_RETURN(const std::string stream, text_member_or(about, "stream", "case"));
        if (stream != "case" && stream != "office")
            return wrong("stream", "must be case or office");
        type_->of_office_ = stream == "office";
        ASSIGN_OR_RETURN(type_->map_root_wanted_, flag_member(about, "mapRoot"));
        return about.contains("upcast") ? read_upcast(about["upcast"]) : Status{};
    }

    Status read_upcast(const json& upcast) {
        RETURN_IF_ERROR(only_members(upcast, {"from", "steps"}));
        ASSIGN_OR_RETURN(type_->upcast_from_, count_member_or(upcast, "from", 0));
        if (type_->upcast_from_ == 0 || type_->upcast_from_ >= type_->version_) {
            return wrong("upcast/from", "must be an earlier version");
        }
        if (!upcast.contains("steps") || !upcast["steps"].is_array()) {
            return wrong("upcast/steps", "must be an array");
        }
        for (const json& entry : upcast["steps"]) {
            auto step = read_step(entry);
            if (!step) return step.error().in("upcast/steps");
            type_->upcast_steps_.push_back(*std::move(step));
        }
        return {};
    }

    static Result<UpcastStep> read_step(const json& entry) {
        RETURN_IF_ERROR(only_members(entry, {"rename", "default", "drop"}));
        if (entry.size() != 1) return wrong("step", "must have exactly one member");
        if (entry.contains("drop")) {
            ASSIGN_OR_RETURN(std::string field, text_member(entry, "drop"));
            return UpcastStep{UpcastStep::Kind::drop, std::move(field), {}, {}};
        }
        if (entry.contains("rename")) {
            RETURN_IF_ERROR(only_members(entry["rename"], {"from", "to"}));
            ASSIGN_OR_RETURN(std::string from, text_member(entry["rename"], "from"));
            ASSIGN_OR_RETURN(std::string to, text_member(entry["rename"], "to"));
            return UpcastStep{UpcastStep::Kind::rename, std::move(from), std::move(to), {}};
        }
        RETURN_IF_ERROR(only_members(entry["default"], {"field", "value"}));
        ASSIGN_OR_RETURN(std::string field, text_member(entry["default"], "field"));
        if (!entry["default"].contains("value")) return wrong("default", "has no value");
        return UpcastStep{UpcastStep::Kind::default_value,
                          std::move(field),
                          {},
                          entry["default"]["value"].dump()};
    }

    Status read_fields(const json& document, const ValueCheck& root) {
        for (const PropertyCheck& property : root.properties) {
            EventField field;
            field.name = property.name;
            field.required = property.required;
            field.check = property.check;
            type_->fields_.push_back(std::move(field));
        }
        std::sort(
            type_->fields_.begin(), type_->fields_.end(),
            [](const EventField& left, const EventField& right) { return left.name < right.name; });
        for (EventField& field : type_->fields_) {
            const std::string place = "/properties/" + field.name;
            RETURN_IF_ERROR(annotate(field, document["properties"][field.name], place));
        }
        return {};
    }

    Status annotate(EventField& field, const json& schema, const std::string& place) {
        auto title = text_member(schema, "title");
        if (!title) return title.error().in(place);
        field.title = *std::move(title);
        auto category = text_member(schema, "x-category");
        if (!category) return category.error().in(place);
        field.category = *std::move(category);
        RETURN_IF_ERROR(check_label(place + "/x-category", field.category));
        const json& items = member_or_empty(schema, "items");
        if (items.contains("x-subject")) return annotate_items(field, schema, place);
        if (!schema.contains("x-subject")) return {};
        return annotate_subject(field, schema["x-subject"], place + "/x-subject");
    }

    Status annotate_subject(EventField& field, const json& subject, const std::string& place) {
        if (subject == "case") return {};
        if (subject == "actor") {
            if (!type_->actor_required_) return wrong(place, "needs the actor to be required");
            field.subject = FieldSubject::actor;
            return {};
        }
        if (!subject.is_object()) return wrong(place, "must be case, actor or {person}");
        ASSIGN_OR_RETURN(const std::string person,
                         person_member(subject, {"person", "else"}, place));
        field.else_case = subject.contains("else");
        if (field.else_case && subject["else"] != "case") return wrong(place, "else must be case");
        const auto index = type_->find_field(person);
        if (!index) return wrong(place, "names no field (" + person + ")");
        EventField& naming = type_->fields_[*index];
        if (!can_name_person(*naming.check)) {
            return wrong("/properties/" + naming.name, kPersonRule);
        }
        naming.names_person = true;
        field.subject = FieldSubject::person;
        field.person_index = *index;
        return {};
    }

    Status annotate_items(EventField& field, const json& schema, const std::string& place) {
        const std::string items_place = place + "/items/x-subject";
        if (schema.contains("x-subject")) {
            return wrong(items_place, "not allowed beside x-subject of the array");
        }
        ASSIGN_OR_RETURN(field.person_property,
                         person_member(schema["items"]["x-subject"], {"person"}, items_place));
        const ValueCheck& items = *field.check->items;
        if (field.check->kinds != kJsonArray || items.kinds != kJsonObject ||
            field.check->items_unique) {
            return wrong(items_place, "needs an array of objects without uniqueItems");
        }
        const auto named = [&](const PropertyCheck& p) { return p.name == field.person_property; };
        const auto found = std::find_if(items.properties.begin(), items.properties.end(), named);
        if (found == items.properties.end() || !found->required) {
            return wrong(items_place, "names no required property of the items");
        }
        if (!can_name_person(*found->check)) return wrong(items_place, kPersonRule);
        field.subject = FieldSubject::item_person;
        return {};
    }

    std::unique_ptr<EventType> type_{new EventType};
};

Result<std::unique_ptr<const EventType>> EventType::parse(std::string_view text,
                                                          const CodeLists* lists) {
    return EventTypeParser().parse(text, lists);
}

std::optional<std::size_t> EventType::find_field(std::string_view name) const {
    const auto found = std::lower_bound(
        fields_.begin(), fields_.end(), name,
        [](const EventField& field, std::string_view wanted) { return field.name < wanted; });
    if (found == fields_.end() || found->name != name) return std::nullopt;
    return static_cast<std::size_t>(found - fields_.begin());
}

std::optional<std::uint32_t> EventType::number_of(std::string_view name) const {
    const auto index = find_field(name);
    if (!index) return std::nullopt;
    return kFirstFieldNumber + static_cast<std::uint32_t>(*index);
}

}  // namespace fallbuch
