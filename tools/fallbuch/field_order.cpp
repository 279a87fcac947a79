#include "tools/fallbuch/field_order.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/events/event_type.h"

namespace fallbuch {
namespace {

using Json = nlohmann::ordered_json;
using Names = std::vector<std::string>;

// The properties of each schema as its file writes them, by name of the event.
std::map<std::string, Names> written_orders(const std::vector<CatalogueFile>& files) {
    std::map<std::string, Names> orders;
    for (const CatalogueFile& file : files) {
        const Json schema = Json::parse(file.text, nullptr, false);
        if (!schema.is_object() || !schema.contains("x-fallbuch")) continue;
        const Json& about = schema["x-fallbuch"];
        if (!about.contains("name") || !schema.contains("properties")) continue;
        Names& names = orders[about["name"].get<std::string>()];
        for (const auto& [name, property] : schema["properties"].items()) names.push_back(name);
    }
    return orders;
}

}  // namespace

FieldOrder::Key FieldOrder::key_of(ThingKind kind, std::string_view thing) {
    if (kind != ThingKind::other) return {kind, ""};
    return {kind, std::string(thing.substr(0, thing.find(' ')))};
}

FieldOrder::FieldOrder(const CaseModel& model, const std::vector<CatalogueFile>& files)
    : parts_(files) {
    const auto written = written_orders(files);
    for (const EventPlan* plan : model.plans()) {
        const auto found = written.find(plan->type->name());
        if (found == written.end()) continue;
        auto& order = orders_[key_of(plan->kind, plan->type->name())];
        for (const std::string& name : found->second) {
            const auto field = model.field_number(name);
            const bool is_new = field && std::ranges::find(order, *field) == order.end();
            if (is_new) order.push_back(*field);
        }
    }
}

std::size_t FieldOrder::rank(ThingKind kind, std::string_view thing, std::uint16_t field) const {
    if (field == CaseModel::kStatus || field == CaseModel::kPhase) return 0;
    if (field == CaseModel::kClosingReason) return 1;  // beside the status that it explains
    const auto found = orders_.find(key_of(kind, thing));
    if (found == orders_.end()) return SIZE_MAX;
    const auto at = std::ranges::find(found->second, field);
    if (at == found->second.end()) return SIZE_MAX;
    return 1 + static_cast<std::size_t>(at - found->second.begin());
}

}  // namespace fallbuch
