// Every case of a ledger, with all its events in their order, on all cores. Nothing is stored.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>

#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/events/catalogue.h"
#include "core/events/event_type.h"
#include "core/events/held_events.h"
#include "core/storage/record_source.h"
#include "core/vault/vault.h"
#include "projections/engine/case_history.h"

namespace fallbuch {

// What one thread does with its cases.
class CaseVisitor {
public:
    virtual ~CaseVisitor() = default;
    // Both are borrowed for the call. An error ends the walk.
    virtual Status visit(const StreamId& stream, const Arrangement& history,
                         const HeldEvents& events) = 0;
};

// All of it outlives the walk.
struct CaseWalkParts {
    RecordSource& records;
    Vault& vault;
    std::shared_ptr<const Catalogue> catalogue;
};

struct CaseWalkOptions {
    HistoryBounds bounds = {};
    unsigned threads = 0;                         // 0: as the machine has
    std::uint64_t event_bytes_max = 4ULL << 30U;  // of events in memory, as far as can be foreseen
    // Types of which nobody asks who acted; empty: none.
    std::function<bool(const EventType&)> actor_unwanted = {};
    std::function<void(std::uint64_t done, std::uint64_t total)> progress = {};
};

// Calls `make` once for each thread. Fails as records, vault and visitors do; corrupt, naming the
// record, if an event cannot be read.
Status walk_cases(const CaseWalkParts& parts, const CaseWalkOptions& options,
                  const std::function<std::unique_ptr<CaseVisitor>(unsigned thread)>& make);

}  // namespace fallbuch
