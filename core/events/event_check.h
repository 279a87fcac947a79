// Does every record of a ledger say something that can be understood from the ledger alone?
#pragma once

#include "core/base/result.h"
#include "core/events/schema_registry.h"
#include "core/ledger/fsck.h"

namespace fallbuch {

// Is shown all records in their order, as fsck opens them. Belongs to one thread.
class EventCheck {
public:
    EventCheck() : registry_(nullptr) {}

    // corrupt if a schema record is none or contradicts an earlier one, an event's type was not
    // published before it, or a span is no map in deterministic CBOR.
    Status check(const OpenedRecord& record);

private:
    SchemaRegistry registry_;
};

}  // namespace fallbuch
