#include "projections/case/case_changes.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <tuple>
#include <utility>

#include "core/events/decoded_event.h"
#include "projections/case/case_model.h"
#include "projections/case/thing_kind.h"
#include "projections/engine/case_projection.h"

namespace fallbuch {
namespace {

using Key = std::tuple<ThingKind, std::string, std::uint16_t, std::uint32_t>;

std::map<Key, ByteView> values_of(const CaseState& state) {
    std::map<Key, ByteView> values;
    for (const CaseThing& thing : state.things()) {
        for (const CaseRegister& one : thing.registers) {
            if (one.value_bytes == 0) continue;  // the mark of a list
            values[{thing.kind, thing.name, one.field, one.item}] = state.value(one);
        }
    }
    return values;
}

CaseChange change_at(const Key& key) {
    const auto& [kind, thing, field, item] = key;
    return {kind, thing, field, item, {}, {}};
}

}  // namespace

std::vector<CaseChange> changes_between(const CaseState& before, const CaseState& after) {
    std::map<Key, CaseChange> changes;
    const auto old_values = values_of(before);
    const auto new_values = values_of(after);
    for (const auto& [key, value] : old_values) {
        const auto still = new_values.find(key);
        if (still != new_values.end() && std::ranges::equal(still->second, value)) continue;
        changes.try_emplace(key, change_at(key))
            .first->second.before.emplace(value.begin(), value.end());
    }
    for (const auto& [key, value] : new_values) {
        const auto already = old_values.find(key);
        if (already != old_values.end() && std::ranges::equal(already->second, value)) continue;
        changes.try_emplace(key, change_at(key))
            .first->second.after.emplace(value.begin(), value.end());
    }
    std::vector<CaseChange> listed;
    listed.reserve(changes.size());
    for (auto& [key, change] : changes) listed.push_back(std::move(change));
    return listed;
}

Result<CaseState> fold_case(EventReader& events, const CaseModel& model, const StreamId& stream,
                            const HistoryBounds& bounds) {
    CaseState state(model);
    RETURN_IF_ERROR(read_history(
        events, stream, bounds,
        [&](const HistoryPlace& at, const DecodedEvent& event) { return state.apply(at, event); }));
    return state;
}

}  // namespace fallbuch
