// A stretch of the log, taken into the states of one or several projections on all cores.
//
// Threads read a batch of records together, each a part of it; then each opens the records of the
// cases that are its own, case by case, and keeps them. At the end each folds its cases, every
// projection from the same events. When those would need more memory than is allowed, the walk is
// repeated, each time for other cases.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/events/catalogue.h"
#include "core/storage/record_source.h"
#include "core/vault/vault.h"
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

struct SweepRange {
    Position from;
    Position to;
    unsigned threads = 1;
    unsigned passes = 1;
    std::function<void(std::uint64_t done, std::uint64_t total)> progress;  // may be empty
};

// An event that a projection cannot take in.
struct PoisonEvent {
    Position position;
    std::string why;
};

// Of each target, in their order.
using PoisonEvents = std::vector<std::optional<PoisonEvent>>;

// Appends to each target the rows of all cases that the range touches, without committing them. If
// an event is poison to a target, its rows mean nothing, and the earliest is named. Fails as
// records and vault do.
Result<PoisonEvents> sweep(const SweepParts& parts, const SweepRange& range);

}  // namespace fallbuch
