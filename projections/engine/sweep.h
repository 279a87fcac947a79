// Takes a stretch of the log into the states of its cases, on several threads.
//
// The threads read a batch of records together, each a part of it; then each takes in the records
// of the cases that are its own, case by case. When the states would need more memory than is
// allowed, the walk is repeated, each time for other cases.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/events/catalogue.h"
#include "core/storage/record_source.h"
#include "core/vault/vault.h"
#include "projections/engine/case_projection.h"
#include "projections/engine/state_file.h"

namespace fallbuch {

// All of it outlives the sweep.
struct SweepParts {
    const CaseProjection& projection;
    RecordSource& records;
    Vault& vault;
    std::shared_ptr<const Catalogue> catalogue;
    StateFile& states;
};

struct SweepRange {
    Position from;
    Position to;
    unsigned threads = 1;
    unsigned passes = 1;
    std::function<void(std::uint64_t done, std::uint64_t total)> progress;  // may be empty
};

// An event that the projection cannot take in.
struct PoisonEvent {
    Position position;
    std::string why;
};

// Appends the rows of all cases that the range touches, without committing them. If an event is
// poison the rows mean nothing, and the earliest is named. Fails as records and vault do.
Result<std::optional<PoisonEvent>> sweep(const SweepParts& parts, const SweepRange& range);

}  // namespace fallbuch
