#include "core/events/event_json.h"

#include <exception>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/base/bytes.h"
#include "core/calendar/timestamp.h"
#include "core/codec/cbor.h"
#include "core/events/envelope.h"
#include "core/events/event_type.h"

namespace fallbuch {
namespace {

// Keeps the order in which members are added.
using Json = nlohmann::ordered_json;

// The bytes were checked, so the depth is limited and a failure can only be at the end.
Json read_value(CborReader& reader) {
    switch (reader.kind()) {
        case CborKind::integer: return reader.integer();
        case CborKind::number: return reader.number();
        case CborKind::text: return std::string(reader.text());
        case CborKind::boolean: return reader.boolean();
        case CborKind::array: {
            Json out = Json::array();
            for (std::size_t left = reader.array(); left > 0; --left) {
                out.push_back(read_value(reader));
            }
            return out;
        }
        case CborKind::map: {
            Json out = Json::object();
            for (std::size_t left = reader.map(); left > 0; --left) {
                const std::string key(reader.text());
                out[key] = read_value(reader);
            }
            return out;
        }
        default: reader.null(); return nullptr;
    }
}

Result<Json> value_of(ByteView cbor) {
    RETURN_IF_ERROR(check_cbor(cbor));
    CborReader reader(cbor);
    Json out = read_value(reader);
    if (!reader.at_end()) return Error{ErrorCode::corrupt, "event: a map with keys of numbers"};
    return out;
}

void add_text(Json& out, std::string_view name, std::string_view value) {
    if (!value.empty()) out[std::string(name)] = std::string(value);
}

void add_time(Json& out, const DecodedEvent& event, const BerlinTime& berlin) {
    if (!event.occurred) return;
    if (event.day_precision) {
        // Berlin's offset, so that the date reads as it was written.
        out["time"] = berlin.local_text(*event.occurred);
        out["timeprecision"] = "day";
    } else {
        out["time"] = timestamp_text(*event.occurred);
    }
}

void add_texts(Json& out, const DecodedEvent& event) {
    for (const SealedAttribute& attribute : kSealedAttributes) {
        const std::string name(attribute.name);
        if (!out.contains(name)) add_text(out, name, event.text_of(attribute.field));
    }
}

Status add_others(Json& out, const DecodedEvent& event) {
    if (event.others.empty()) return {};
    ASSIGN_OR_RETURN(const Json others, value_of(event.others));
    for (const auto& [name, value] : others.items()) out[name] = value;
    return {};
}

Result<Json> data_of(const DecodedEvent& event) {
    Json data = Json::object();
    for (const DecodedField& field : event.fields) {
        const std::string& name = event.type->fields()[field.number - kFirstFieldNumber].name;
        ASSIGN_OR_RETURN(Json value, value_of(field.value));
        if (field.item == DecodedField::kWhole) {
            data[name] = std::move(value);
        } else {
            data[name].push_back(std::move(value));
        }
    }
    return data;
}

Result<Json> event_of(const DecodedEvent& event, std::string_view case_name,
                      const BerlinTime& berlin) {
    Json out;
    out["specversion"] = "1.0";
    add_text(out, "id", event.text_of(EnvelopeField::id));
    add_text(out, "source", event.text_of(EnvelopeField::source));
    out["type"] = event.type->wire_type();
    add_text(out, "subject", case_name);
    add_time(out, event, berlin);
    out["recorded"] = timestamp_text(event.prefix.recorded);
    add_texts(out, event);
    RETURN_IF_ERROR(add_others(out, event));
    ASSIGN_OR_RETURN(out["data"], data_of(event));
    return out;
}

}  // namespace

Result<std::string> to_json(const DecodedEvent& event, std::string_view case_name,
                            const BerlinTime& berlin) try {
    ASSIGN_OR_RETURN(const Json out, event_of(event, case_name, berlin));
    return out.dump();
} catch (const std::exception& failure) {
    return Error{ErrorCode::corrupt, std::string("event: cannot be shown: ") + failure.what()};
}

Result<std::string> value_to_json(ByteView cbor) {
    ASSIGN_OR_RETURN(const Json value, value_of(cbor));
    return value.dump();
}

}  // namespace fallbuch
