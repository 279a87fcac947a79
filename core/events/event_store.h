// START HERE: how an event becomes durable, and where it goes from here.
//
//   JSON text -> AdmissionParser (admission.h)  checks, lists every fault
//             -> EventStore::seal               encrypts what is personal (core/vault)
//             -> EventStore::submit             orders and makes durable (core/ledger,
//             core/storage)
//             -> acknowledged, and soon covered by a signed checkpoint (core/merkle)
//
// Reading back: event_reader.h.
#pragma once

#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/events/admission.h"
#include "core/events/catalogue.h"
#include "core/events/checked_event.h"
#include "core/events/event_type.h"
#include "core/events/known_sources.h"
#include "core/events/schema_registry.h"
#include "core/ledger/append.h"
#include "core/ledger/ledger.h"
#include "core/ledger/ledger_place.h"
#include "core/storage/record_source.h"
#include "core/vault/master_key.h"
#include "core/vault/vault.h"

namespace fallbuch {

// What stands or falls together.
enum class UnitOf { each_event, all_events };

// Threads: every function may be called from any thread.
class EventStore {
public:
    // Opens a ledger for writing, as Ledger::open; conflict if the catalogue has another schema
    // under a name that this ledger has published.
    static Result<std::unique_ptr<EventStore>> open(const LedgerPlace& place,
                                                    const MasterKey& master,
                                                    std::shared_ptr<const Catalogue> catalogue,
                                                    TreeUse tree = TreeUse::build);

    // What an AdmissionParser of this store needs.
    const Admission& admission() const { return admission_; }
    Arrival arrival(Entrance entrance) const { return {ledger_->place().clock.now(), entrance}; }

    // Seals checked events. Schemas, sources and keys that they need are durable when it returns.
    Result<std::vector<Unit>> seal(std::span<const CheckedEvent> events, UnitOf unit_of);
    // Hands sealed units to the sequencer, in this order; wait for the batch's answers.
    std::shared_ptr<AppendBatch> submit(std::vector<Unit> units);
    // One unit, sealed, durable and acknowledged when it returns. Fails as AppendBatch::wait says.
    Result<Appended> append(std::span<const CheckedEvent> unit);

    Ledger& ledger() { return *ledger_; }
    Status close() { return ledger_->close(); }

private:
    EventStore(std::unique_ptr<Ledger> ledger, Admission admission,
               std::vector<std::string> sources);
    Status publish(const EventType& type);
    Status prepare(std::span<const CheckedEvent> events);
    static Status make_all(std::span<const CheckedEvent> events, Vault::Batch& batch);

    std::unique_ptr<Ledger> ledger_;
    Admission admission_;
    SchemaRegistry registry_;
    KnownSources sources_;
    std::mutex publish_mutex_;
};

// The schemas that a ledger holds, in the order in which they were published.
Result<std::vector<CatalogueFile>> published_schemas(RecordSource& records);
// Takes all schemas that a ledger holds into a registry; corrupt or conflict as publish() says.
Status load_schemas(RecordSource& records, SchemaRegistry& registry);

}  // namespace fallbuch
