#include "tools/fallbuch/case_text.h"

#include <cstdint>
#include <nlohmann/json.hpp>
#include <span>
#include <utility>

#include "core/base/ids.h"
#include "core/calendar/timestamp.h"
#include "core/events/event_json.h"
#include "core/events/event_type.h"
#include "core/events/value_check.h"
#include "projections/case/case_model.h"
#include "tools/fallbuch/german.h"
#include "tools/fallbuch/table.h"
#include "tools/fallbuch/value_text.h"

namespace fallbuch {
namespace {

using Json = nlohmann::json;

std::string thing_label(const CaseChange& change) {
    std::string label(title_of(change.kind));
    return change.thing.empty() ? label : label + " " + change.thing;
}

Json text_or_null(const std::string& name) { return name.empty() ? Json() : Json(name); }

Result<Json> json_of(ByteView cbor) {
    ASSIGN_OR_RETURN(const std::string text, value_to_json(cbor));
    return Json::parse(text);
}

}  // namespace

std::string CaseText::title(ThingKind kind, const std::string& thing, std::uint16_t field) const {
    if (field == CaseModel::kStatus) return "Zuletzt";
    if (field == CaseModel::kPhase) return "Phase";
    const EventField* described = model_.describe(kind, thing, field);
    return described != nullptr ? described->title : std::string(model_.field_name(field));
}

Result<std::string> CaseText::value(const CaseChange& where, ByteView cbor) const {
    ASSIGN_OR_RETURN(const Json json, json_of(cbor));
    if (where.field == CaseModel::kPhase && json.is_number_integer()) {
        return std::string(title_of(static_cast<Phase>(json.get<int>())));
    }
    const EventField* field = model_.describe(where.kind, where.thing, where.field);
    const ValueCheck* check = field != nullptr ? field->check : nullptr;
    if (check != nullptr && where.item != CaseRegister::kWhole) check = check->items;
    return readable(berlin_, json, check);
}

Result<std::string> CaseText::section(const CaseState& state,
                                      std::span<const CaseThing> things) const {
    Table table({{"Was"}, {"Inhalt", Align::left, Fit::wrap}, {"Seit"}});
    for (const CaseThing& thing : things) {
        std::string head = thing.name;
        for (const CaseRegister& one : thing.registers) {
            if (one.value_bytes == 0) continue;
            const CaseChange where{thing.kind, thing.name, one.field, one.item, {}, {}};
            ASSIGN_OR_RETURN(std::string text, value(where, state.value(one)));
            text = title(thing.kind, thing.name, one.field) + ": " + text;
            table.add({std::exchange(head, ""), text, german_day(berlin_, one.place.occurred)});
        }
    }
    return std::string(title_of(things.front().kind)) + "\n" + table.text(width_) + "\n";
}

Result<std::string> CaseText::state(const CaseState& state) const {
    std::string text;
    const std::span all(state.things());
    for (std::size_t begin = 0; begin < all.size();) {
        std::size_t end = begin;
        while (end < all.size() && all[end].kind == all[begin].kind) ++end;
        ASSIGN_OR_RETURN(const std::string one, section(state, all.subspan(begin, end - begin)));
        text += one;
        begin = end;
    }
    return text;
}

Result<std::string> CaseText::changes(const std::vector<CaseChange>& changes) const {
    Table table({{"Was"}, {"Änderung", Align::left, Fit::wrap}});
    std::string last;
    for (const CaseChange& change : changes) {
        std::string text = title(change.kind, change.thing, change.field) + ": ";
        if (change.before) {
            ASSIGN_OR_RETURN(const std::string before, value(change, *change.before));
            text += before + " → ";
        }
        if (change.after) {
            ASSIGN_OR_RETURN(const std::string after, value(change, *change.after));
            text += after;
        } else {
            text += "(nicht mehr)";
        }
        const std::string label = thing_label(change);
        table.add({label == last ? "" : label, text});
        last = label;
    }
    return table.text(width_);
}

Result<std::string> state_to_json(const CaseState& state) {
    Json out{{"phase", key_of(state.phase())}, {"things", Json::array()}};
    for (const CaseThing& thing : state.things()) {
        Json shown{{"kind", key_of(thing.kind)},
                   {"name", text_or_null(thing.name)},
                   {"values", Json::object()}};
        for (const CaseRegister& one : thing.registers) {
            if (one.value_bytes == 0) continue;
            ASSIGN_OR_RETURN(const Json value, json_of(state.value(one)));
            Json& place = shown["values"][std::string(state.model().field_name(one.field))];
            place["since"] = timestamp_text(one.place.occurred);
            place["position"] = one.place.position.value;
            if (one.item == CaseRegister::kWhole) {
                place["value"] = value;
            } else {
                place["value"].push_back(value);
            }
        }
        out["things"].push_back(std::move(shown));
    }
    return out.dump();
}

Result<std::string> changes_to_json(const CaseModel& model,
                                    const std::vector<CaseChange>& changes) {
    Json out = Json::array();
    for (const CaseChange& change : changes) {
        Json one{{"kind", key_of(change.kind)},
                 {"name", text_or_null(change.thing)},
                 {"field", model.field_name(change.field)},
                 {"before", nullptr},
                 {"after", nullptr}};
        if (change.item != CaseRegister::kWhole) one["item"] = change.item;
        if (change.before) {
            ASSIGN_OR_RETURN(one["before"], json_of(*change.before));
        }
        if (change.after) {
            ASSIGN_OR_RETURN(one["after"], json_of(*change.after));
        }
        out.push_back(std::move(one));
    }
    return out.dump();
}

}  // namespace fallbuch
