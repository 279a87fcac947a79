// What is different between two states of a case, and what each event changes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/events/event_reader.h"
#include "projections/case/case_model.h"
#include "projections/case/case_state.h"
#include "projections/case/thing_kind.h"
#include "projections/engine/case_history.h"

namespace fallbuch {

// One value that is another one, or is there only once. Values are CBOR items.
struct CaseChange {
    ThingKind kind = ThingKind::other;
    std::string thing;
    std::uint16_t field = 0;
    std::uint32_t item = CaseRegister::kWhole;
    std::optional<Bytes> before;
    std::optional<Bytes> after;
};

// In the order in which a case is shown. A value that was told again unchanged is no change.
std::vector<CaseChange> changes_between(const CaseState& before, const CaseState& after);

// The state of a case within bounds. An empty state if nothing lies within them.
Result<CaseState> fold_case(EventReader& events, const CaseModel& model, const StreamId& stream,
                            const HistoryBounds& bounds);

}  // namespace fallbuch
