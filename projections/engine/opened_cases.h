// Cases of one worker: opens their records as they come, keeps what they say, and reads them back
// case by case once all have come.
#pragma once

#include <cstdint>
#include <functional>
#include <unordered_map>

#include "core/base/bytes.h"
#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/codec/record.h"
#include "core/events/event_decoder.h"
#include "core/events/event_type.h"
#include "core/events/held_events.h"
#include "core/events/schema_registry.h"
#include "core/vault/vault.h"
#include "projections/engine/kept_events.h"
#include "projections/engine/record_batch.h"

namespace fallbuch {

// Belongs to one thread at a time. Registry and vault outlive it.
class OpenedCases {
public:
    // Who acted is left closed in events of the types that `actor_unwanted` says yes to.
    OpenedCases(const SchemaRegistry& registry, Vault& vault,
                std::function<bool(const EventType&)> actor_unwanted);

    // Fails as EventDecoder::open does; then the record is left out.
    Status take_in(const BatchRecord& record);

    const std::unordered_map<StreamId, KeptEvents::Case>& cases() const { return kept_.cases(); }
    // Of all that is kept.
    std::uint64_t size_bytes() const { return kept_.size_bytes(); }
    // Replaces the content of `held` by the events of a case, in the order of the log. Fails as
    // EventDecoder::read does, at the position that `failed` then has.
    Status read(const KeptEvents::Case& one, HeldEvents& held, Position& failed);

private:
    EventDecoder decoder_;
    RecordHeader header_;
    Bytes opened_;
    KeptEvents kept_;
};

}  // namespace fallbuch
