#include "core/events/event_store.h"

#include <string>
#include <utility>

#include "core/base/bytes.h"
#include "core/base/clock.h"
#include "core/base/ids.h"
#include "core/calendar/berlin.h"
#include "core/codec/record.h"
#include "core/events/event_sealing.h"
#include "core/events/event_type.h"
#include "core/ledger/append.h"
#include "core/ledger/ledger_place.h"
#include "core/storage/record_source.h"
#include "core/storage/segment_files.h"
#include "core/vault/master_key.h"

namespace fallbuch {

Result<std::vector<CatalogueFile>> published_schemas(RecordSource& records) {
    ASSIGN_OR_RETURN(const auto positions, records.stream_positions(StreamId{}));
    std::vector<CatalogueFile> schemas;
    RecordHeader header;
    for (const Position position : positions) {
        ASSIGN_OR_RETURN(const StoredRecord record, records.read(position));
        RETURN_IF_ERROR(decode_header(record.header(), header));
        if (header.type != kSchemaRecordType) continue;
        schemas.push_back(
            {"record " + std::to_string(position.value), std::string(as_text(header.system_body))});
    }
    return schemas;
}

Status load_schemas(RecordSource& records, SchemaRegistry& registry) {
    ASSIGN_OR_RETURN(const auto schemas, published_schemas(records));
    for (const CatalogueFile& schema : schemas) {
        RETURN_IF_ERROR(registry.publish(as_bytes(schema.text)));
    }
    return {};
}

EventStore::EventStore(std::unique_ptr<Ledger> ledger, Admission admission,
                       std::vector<std::string> sources)
    : ledger_(std::move(ledger)),
      admission_(std::move(admission)),
      registry_(admission_.catalogue),
      sources_(ledger_->vault(), std::move(sources)) {}

Result<std::unique_ptr<EventStore>> EventStore::open(const LedgerPlace& place,
                                                     const MasterKey& master,
                                                     std::shared_ptr<const Catalogue> catalogue,
                                                     TreeUse tree) {
    ASSIGN_OR_RETURN(BerlinTime berlin, BerlinTime::load());
    ASSIGN_OR_RETURN(auto ledger, Ledger::open(place, master, tree));
    ASSIGN_OR_RETURN(auto sources, KnownSources::read(ledger->vault()));
    std::unique_ptr<EventStore> store(new EventStore(
        std::move(ledger), {std::move(catalogue), std::move(berlin)}, std::move(sources)));
    RETURN_IF_ERROR(load_schemas(store->ledger_->log(), store->registry_));
    return store;
}

Status EventStore::publish(const EventType& type) {
    const std::lock_guard lock(publish_mutex_);
    if (registry_.is_published(type)) return {};
    Unit unit;
    unit.records.push_back(schema_record(type, ledger_->vault()));
    ASSIGN_OR_RETURN(const Appended appended, ledger_->append(std::move(unit)));
    static_cast<void>(appended);
    return registry_.publish(as_bytes(type.canonical_text()));
}

Status EventStore::prepare(std::span<const CheckedEvent> events) {
    const EventType* last_type = nullptr;
    const std::string* last_source = nullptr;
    for (const CheckedEvent& event : events) {
        if (event.type != last_type && !registry_.is_published(*event.type)) {
            RETURN_IF_ERROR(publish(*event.type));
        }
        if (last_source == nullptr || *last_source != event.source) {
            RETURN_IF_ERROR(sources_.remember(event.source));
        }
        last_type = event.type;
        last_source = &event.source;
    }
    return {};
}

// Whoever makes names makes others wait. So all that these events need is made in one go, and
// they are sealed afterwards, side by side with those of other threads.
Status EventStore::make_all(std::span<const CheckedEvent> events, Vault::Batch& batch) {
    constexpr std::size_t kRowsOfAnEventMax = 1 + kPersonsPerEventMax + kSpansPerEventMax;
    for (const CheckedEvent& event : events) {
        if (batch.row_count() + kRowsOfAnEventMax > Vault::Batch::kRowsMax) {
            RETURN_IF_ERROR(batch.commit());
        }
        RETURN_IF_ERROR(make_names(event, batch));
    }
    return batch.commit();
}

Result<std::vector<Unit>> EventStore::seal(std::span<const CheckedEvent> events, UnitOf unit_of) {
    RETURN_IF_ERROR(prepare(events));
    const Instant stamp = ledger_->place().clock.now();
    std::vector<Unit> units(unit_of == UnitOf::each_event ? events.size() : 1);
    const auto batch = ledger_->vault().begin();
    for (std::size_t i = 0; i < events.size(); ++i) {
        ASSIGN_OR_RETURN(SealedRecord record,
                         seal_event(events[i], ledger_->vault(), *batch, stamp));
        units[unit_of == UnitOf::each_event ? i : 0].records.push_back(std::move(record));
        if (batch->is_making()) RETURN_IF_ERROR(make_all(events.subspan(i + 1), *batch));
    }
    return units;
}

std::shared_ptr<AppendBatch> EventStore::submit(std::vector<Unit> units) {
    return ledger_->submit(std::move(units));
}

Result<Appended> EventStore::append(std::span<const CheckedEvent> unit) {
    ASSIGN_OR_RETURN(std::vector<Unit> units, seal(unit, UnitOf::all_events));
    return submit(std::move(units))->wait().front();
}

}  // namespace fallbuch
