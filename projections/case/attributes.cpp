#include "projections/case/attributes.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string_view>
#include <tuple>
#include <utility>

#include "core/calendar/berlin.h"
#include "core/events/event_json.h"
#include "core/events/event_type.h"

namespace fallbuch {
namespace {

// The field that holds attributes under keys of their own (the generic catalogue).
constexpr std::string_view kOpenField = "attributes";
// The field in which an imported log names what happened.
constexpr std::string_view kActivityField = "activity";
constexpr std::string_view kTraceEvent = "de.fallbuch.trace.event";

// Dates and ids of imported logs come wrapped; people want the text.
nlohmann::json unwrapped(const nlohmann::json& value) {
    if (value.is_object() && value.size() == 1) {
        for (const char* key : {"date", "id", "value"}) {
            if (value.contains(key)) return unwrapped(value.at(key));
        }
    }
    return value;
}

void collect(const EventType& type, const nlohmann::json& data, CaseFact& fact) {
    for (const auto& [name, value] : data.items()) {
        if (name != kOpenField || !value.is_object()) {
            const auto index = type.find_field(name);
            const EventField* field = index ? &type.fields()[*index] : nullptr;
            fact.values[name] = {unwrapped(value).dump(), field != nullptr ? field->title : name,
                                 field != nullptr ? field->check : nullptr};
            continue;
        }
        for (const auto& [key, inner] : value.items()) {
            fact.values[key] = {unwrapped(inner).dump(), key, nullptr};
        }
    }
}

}  // namespace

Result<CaseFact> fact_of(Position position, const DecodedEvent& event) {
    ASSIGN_OR_RETURN(const BerlinTime berlin, BerlinTime::load());
    ASSIGN_OR_RETURN(const std::string text, to_json(event, "", berlin));
    const auto json = nlohmann::json::parse(text, nullptr, false);
    if (json.is_discarded()) {
        return Error{ErrorCode::corrupt, "event: is no JSON when written out"};
    }
    CaseFact fact{position, event.fold_time(),  event.prefix.recorded, event.type->title(),
                  {},       event.day_precision};
    if (json.contains("data")) collect(*event.type, json.at("data"), fact);
    const auto activity = fact.values.find(std::string(kActivityField));
    if (event.type->type() == kTraceEvent && activity != fact.values.end()) {
        const auto value = nlohmann::json::parse(activity->second.json);
        if (value.is_string()) fact.headline = value.get<std::string>();
    }
    return fact;
}

CaseAttributes fold_attributes(std::vector<CaseFact> facts, const AsOf& as_of) {
    std::erase_if(facts, [&](const CaseFact& fact) { return !as_of.covers(fact); });
    std::sort(facts.begin(), facts.end(), [](const CaseFact& left, const CaseFact& right) {
        return std::tie(left.occurred, left.position) < std::tie(right.occurred, right.position);
    });
    CaseAttributes state;
    state.event_count = facts.size();
    for (const CaseFact& fact : facts) {
        for (const auto& [name, value] : fact.values) {
            state.attributes[name] = {value, fact.occurred, fact.position, fact.day_precision};
        }
    }
    if (!facts.empty()) {
        state.first = facts.front();
        state.last = facts.back();
    }
    return state;
}

}  // namespace fallbuch
