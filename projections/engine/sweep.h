// A stretch of the log, taken into the states of one or several projections on all cores.
//
// Each thread opens the records of its own cases and keeps them. At the end of the walk each folds
// its cases, every projection from the same events. When those would need more memory than is
// allowed, the walk is repeated, each time for other cases.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/events/catalogue.h"
#include "core/storage/record_source.h"
#include "core/vault/vault.h"
#include "projections/engine/batch_walk.h"
#include "projections/engine/case_projection.h"
#include "projections/engine/state_file.h"

namespace fallbuch {

struct SweepTarget {
    const CaseProjection& projection;
    StateFile& states;
};

// All of it outlives the sweep.
struct SweepParts {
    RecordSource& records;
    Vault& vault;
    std::shared_ptr<const Catalogue> catalogue;
    std::vector<SweepTarget> targets;
};

// An event that a projection cannot take in.
struct PoisonEvent {
    Position position;
    std::string why;
};

// Of each target, in their order.
using PoisonEvents = std::vector<std::optional<PoisonEvent>>;

struct SweepReport {
    PoisonEvents poison;
    std::uint64_t event_bytes = 0;  // of events, the most that were kept at once
};

// Appends to each target the rows of all cases that the range touches, without committing them. If
// an event is poison to a target, its rows mean nothing, and the earliest is named. Fails as
// records and vault do.
Result<SweepReport> sweep(const SweepParts& parts, const WalkRange& range);

// Appends to the one target the rows of these cases, folded anew from what lies below `end`,
// without committing them. Corrupt if an event cannot be taken in that could be before; fails as
// records and vault do.
Status fold_anew(const SweepParts& parts, const std::vector<StreamId>& streams, Position end,
                 unsigned threads);

}  // namespace fallbuch
